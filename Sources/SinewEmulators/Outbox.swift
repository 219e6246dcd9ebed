/// Answers that a device has decided on and will send a little later, one after the other.
struct Outbox: Sendable {
  private struct Letter: Sendable {
    var due: Double
    var bytes: [UInt8]
  }

  private var letters: [Letter] = []
  /// Until when the device is busy with earlier answers; new ones come after.
  private(set) var busyUntil = 0.0

  /// When the next answer leaves.
  var nextDue: Double? { letters.first?.due }

  /// Answers `delay` seconds after `now`, or after the answers before it.
  mutating func post(_ bytes: [UInt8], at now: Double, delay: Double) {
    let due = max(now, busyUntil) + delay
    letters.append(Letter(due: due, bytes: bytes))
    busyUntil = due
  }

  /// Takes the first answer.
  mutating func take() -> [UInt8] {
    letters.isEmpty ? [] : letters.removeFirst().bytes
  }

  /// Forgets answers not yet sent.
  mutating func clear() {
    letters.removeAll()
    busyUntil = 0
  }
}
