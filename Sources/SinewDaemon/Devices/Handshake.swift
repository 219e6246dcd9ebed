import SinewDevices
import SinewLinks
import SinewSignal

/// Carries a driver's conversation over its link: sends what it says, hands back what it hears.
struct Handshake {
  /// The driver does not want this link.
  struct Refusal: Error { let sentence: String }
  /// The link ended while they talked: that says nothing about the device.
  struct Lost: Error { let end: LinkEnd }

  let reader: any LinkReader
  /// True where readiness alone proves nothing: the port may be somebody else's bridge.
  let mustHear: Bool

  /// Between two looks at the link while the device thinks, seconds.
  private static let pause = 0.005
  /// No device needs longer, seconds.
  private static let longest = 30.0

  /// Until the driver is ready to stream.
  ///
  /// - Throws: `Refusal`, `Lost` or `CancellationError`.
  func run() async throws {
    let began = MonotonicClock.now()
    var step = reader.converse([])
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
        await Self.say(bytes, to: reader.descriptor)
        step = try await next(after: wait, &hasHeard)
      case .wait(let seconds):
        step = try await next(after: seconds, &hasHeard)
      }
    }
  }

  private func next(after seconds: Double, _ hasHeard: inout Bool) async throws -> Conversation {
    let heard = try await hear(for: seconds)
    if !heard.isEmpty { hasHeard = true }
    return reader.converse(heard)
  }

  /// Writes what the device takes within a second; what it doesn't take it will not miss.
  static func say(_ bytes: [UInt8], to descriptor: CInt) async {
    var sent = 0
    for _ in 0..<200 where sent < bytes.count {
      switch Transfer.write(descriptor, bytes[sent...]) {
      case .bytes(let count): sent += count
      case .notNow: try? await Task.sleep(for: .seconds(pause))
      case .ended: return
      }
    }
  }

  /// What the device sends, as soon as it sends; nothing when `seconds` ran out.
  private func hear(for seconds: Double) async throws -> [UInt8] {
    let began = MonotonicClock.now()
    var buffer = [UInt8](repeating: 0, count: FrameBatch.readSize)
    while true {
      switch unsafe buffer.withUnsafeMutableBytes({
        unsafe Transfer.read(reader.descriptor, into: $0)
      }) {
      case .bytes(let count): return Array(buffer[..<count])
      case .ended(let end): throw Lost(end: end)
      case .notNow: break
      }
      guard MonotonicClock.now().seconds(since: began) < seconds else { return [] }
      try await Task.sleep(for: .seconds(Self.pause))
    }
  }
}
