import SinewDevices
import SinewLinks
import SinewSignal

/// Carries a driver's conversation over its line: sends what it says, hands back what it hears.
struct Handshake {
  /// The driver does not want this link.
  struct Refusal: Error { let sentence: String }

  let line: any SensorLine
  /// True where readiness alone proves nothing: the port may be somebody else's bridge.
  let mustHear: Bool

  /// No device needs longer, seconds.
  private static let longest = 30.0

  /// Until the driver is ready to stream.
  ///
  /// - Throws: `Refusal`, or what the line throws.
  func run() async throws {
    let began = MonotonicClock.now()
    var step = line.reader.converse([])
    var hasHeard = false
    while true {
      try Task.checkCancellation()
      guard MonotonicClock.now().seconds(since: began) < Self.longest else {
        throw Refusal(sentence: "it did not finish its handshake in \(Int(Self.longest)) s")
      }
      switch step {
      case .ready where mustHear && !hasHeard:
        throw Refusal(sentence: "it says nothing by which to know it")
      case .ready: return
      case .refuse(let why): throw Refusal(sentence: why)
      case .say(let bytes, let wait):
        try await line.say(bytes)
        step = try await next(after: wait, &hasHeard)
      case .wait(let seconds):
        step = try await next(after: seconds, &hasHeard)
      }
    }
  }

  private func next(after seconds: Double, _ hasHeard: inout Bool) async throws -> Conversation {
    let heard = try await line.hear(for: seconds)
    if !heard.isEmpty { hasHeard = true }
    return line.reader.converse(heard)
  }
}
