import ArgumentParser
import Logging
import SinewKiosk

/// `sinew-kiosk`: serves the screen.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the screen; what it does when nothing else is asked.")

  @Option(help: "Address to listen on.") var host = KioskOptions().host
  @Option(help: "Port to listen on; 0 takes a free one.") var port = KioskOptions().port
  @Option(help: "A name browsers may call it by, as behind a proxy; may be given again.")
  var name: [String] = []
  @Option(help: "The daemon's feedback socket.")
  var feedbackSocket = KioskOptions().feedbackSocket
  @Option(help: "The daemon's control socket: adds the coach's pages, at /coach.")
  var controlSocket: String?
  @Option(help: "File with the hashes of the coaches' PINs, made by `sinew-kiosk hash-pin`.")
  var coachFile: String?
  @Option(help: "The program that speaks cues.") var voice = KioskOptions().voice
  @Flag(help: "Listen beyond this machine although nothing is encrypted; the page says so.")
  var insecure = false

  private var options: KioskOptions {
    var options = KioskOptions()
    options.host = host
    options.port = port
    options.names = name
    options.feedbackSocket = feedbackSocket
    options.controlSocket = controlSocket
    options.coachFile = coachFile
    options.voice = voice
    options.isInsecure = insecure
    return options
  }

  func validate() throws {
    if let fault = options.fault { throw ValidationError(fault) }
  }

  func run() async throws {
    if let fault = options.coachFault { throw ValidationError(fault) }
    var logger = Logger(label: "sinew-kiosk")
    logger.logLevel = .warning
    let host = host.contains(":") ? "[\(host)]" : host
    try await KioskServer(options: options, logger: logger).run { port in
      say("ready http://\(host):\(port)/")
    }
  }
}
