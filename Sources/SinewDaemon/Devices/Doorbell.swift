/// Wakes one waiting task. Rings that come while it does something else are remembered as one.
///
/// For one task: when that is cancelled, the bell is worn out.
final class Doorbell: Sendable {
  private enum Sound { case rung, late }

  private let sounds: AsyncStream<Sound>
  private let button: AsyncStream<Sound>.Continuation

  init() {
    (sounds, button) = AsyncStream.makeStream(of: Sound.self, bufferingPolicy: .bufferingNewest(1))
  }

  func ring() { button.yield(.rung) }

  /// Waits for a ring, at most `seconds`, or for ever with nil. Returns whether it rang.
  func wait(upTo seconds: Double?) async -> Bool {
    let button = button
    let timer = seconds.map { seconds in
      Task {
        if (try? await Task.sleep(for: .seconds(seconds))) != nil { button.yield(.late) }
      }
    }
    defer { timer?.cancel() }
    for await sound in sounds { return sound == .rung }
    return false
  }
}
