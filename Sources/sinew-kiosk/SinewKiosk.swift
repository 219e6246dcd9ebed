import ArgumentParser
import Glibc
import SinewKiosk

@main
struct Kiosk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinew-kiosk",
    abstract: "Serve the screen of the gym floor to browsers on this machine.",
    discussion: """
      Open http://127.0.0.1:7846/ for all stations, or
      http://127.0.0.1:7846/?station=rack-2 for one. Prints `ready URL` once it serves.
      """,
    version: KioskServer.version,
    subcommands: [Serve.self, HashPIN.self], defaultSubcommand: Serve.self)
}

/// A line on standard output at once, also where that is a pipe.
func say(_ line: String) {
  var text = "\(line)\n"
  text.withUTF8 { _ = unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}
