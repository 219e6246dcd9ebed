import ArgumentParser
import Glibc
import Logging
import SinewKiosk

@main
struct Kiosk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinew-kiosk",
    abstract: "Serve the screen of the gym floor to browsers on this machine.",
    discussion: """
      Open http://127.0.0.1:7846/ for all stations, or
      http://127.0.0.1:7846/?station=rack-2 for one. Prints `ready URL` once it serves.
      """)

  @Option(help: "Address to listen on.") var host = KioskOptions().host
  @Option(help: "Port to listen on; 0 takes a free one.") var port = KioskOptions().port
  @Option(help: "The daemon's feedback socket.")
  var feedbackSocket = KioskOptions().feedbackSocket
  @Flag(help: "Listen beyond this machine although nothing is encrypted; the page says so.")
  var insecure = false

  private var options: KioskOptions {
    var options = KioskOptions()
    options.host = host
    options.port = port
    options.feedbackSocket = feedbackSocket
    options.isInsecure = insecure
    return options
  }

  func validate() throws {
    if let fault = options.fault { throw ValidationError(fault) }
  }

  func run() async throws {
    var logger = Logger(label: "sinew-kiosk")
    logger.logLevel = .warning
    let host = host.contains(":") ? "[\(host)]" : host
    try await KioskServer(options: options, logger: logger).run { port in
      say("ready http://\(host):\(port)/")
    }
  }
}

/// A line on standard output at once, also where that is a pipe.
private func say(_ line: String) {
  var text = "\(line)\n"
  text.withUTF8 { _ = unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}
