import ArgumentParser
import Glibc
import SinewBridge

@main
struct BridgeProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinew-bridge",
    abstract: "Carry the daemon's lines to where several gyms meet.",
    version: Bridge.version,
    subcommands: [MQTT.self])
}

/// One line on standard error.
func complain(_ sentence: String) {
  var text = "sinew-bridge: \(sentence)\n"
  text.withUTF8 { _ = unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
