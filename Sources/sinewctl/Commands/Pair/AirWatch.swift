import ArgumentParser
import Glibc
import SinewFeedback
import SinewLinks
import SinewSignal

/// Where the daemon listens, and how long to look for wearables.
struct AirOptions: ParsableArguments {
  @OptionGroup var control: ControlOptions
  @Option(help: "The feedback socket, on which it is told what is heard.")
  var feedbackSocket = "/run/sinew/feedback.sock"
  @Option(help: "How long to look, 1 to 600 seconds.") var seconds = 30.0
  @Flag(help: "Also while wearables stream, which takes air time from them.")
  var duringStreams = false
}

/// A scan and what it hears; it ends with the object, since the daemon ends it with its connection.
final class AirWatch {
  let control: SocketClient
  let feedback: SocketClient
  private(set) var list: AirList
  private var end = MonotonicTime.zero

  /// Connects to both sockets and begins the scan.
  init(_ options: AirOptions, takesStrangers: Bool) throws {
    list = AirList(takesStrangers: takesStrangers)
    feedback = try SocketClient(path: options.feedbackSocket)
    try feedback.send(#"{"subscribe":["scan","device"]}"#)
    control = try SocketClient(path: options.control.socket)
    let answer = try control.ask([
      "request": "scan.start", "seconds": .number(options.seconds),
      "during_streams": .bool(options.duringStreams),
    ])
    let seconds = answer["seconds"]?.number ?? options.seconds
    end = MonotonicClock.now().advanced(bySeconds: seconds)
    Interruption.watch()
    Interruption.end(feedback.descriptor)
  }

  /// True once there is nothing more to hear.
  var isOver: Bool {
    feedback.hasEnded || Interruption.happened || MonotonicClock.now() >= end
  }

  /// The next `scan` message, with its entry where that is news; nil when none came for a while.
  func next(within seconds: Double) -> (message: JSONValue, line: [UInt8], news: AirList.Entry?)? {
    guard let line = feedback.line(timeoutSeconds: seconds),
      let message = try? JSONValue(parsing: line), message["kind"]?.string == "scan"
    else { return nil }
    return (message, line, list.take(message))
  }

  /// Ends the scan before its time.
  func stop() { _ = try? control.ask(["request": "scan.stop"]) }

  /// Waits until a sensor streams; its last words where it does not within `seconds`.
  func stream(of device: String, within seconds: Double) -> (streams: Bool, why: String?) {
    let limit = MonotonicClock.now().advanced(bySeconds: seconds)
    var why: String?
    while MonotonicClock.now() < limit, !feedback.hasEnded {
      guard let line = feedback.line(timeoutSeconds: 1),
        let message = try? JSONValue(parsing: line),
        message["kind"]?.string == "device", message["device"]?.string == device
      else { continue }
      if message["state"]?.string == "streaming" { return (true, nil) }
      why = message["text"]?.string ?? why
    }
    return (false, why)
  }
}
