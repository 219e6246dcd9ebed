/// The transport rule of a gForce: what is longer than a notification goes as `FF | N | part`, N
/// counting down to 0.
enum GForceFragments {
  /// One message as the values to notify, each at most `size` bytes (20...).
  static func cut(_ message: [UInt8], size: Int) -> [[UInt8]] {
    guard message.count > size else { return [message] }
    let room = max(1, size - 2)
    let parts = stride(from: 0, to: message.count, by: room).map {
      Array(message[$0..<min($0 + room, message.count)])
    }
    return parts.enumerated().map { index, part in
      [0xFF, UInt8(truncatingIfNeeded: parts.count - 1 - index)] + part
    }
  }

  /// Joins fragments of a written message.
  struct Joiner: Sendable {
    private var held: [UInt8] = []
    private var left = -1

    /// The whole message once its last part is in; a skipped number drops it.
    mutating func take(_ value: [UInt8]) -> [UInt8]? {
      guard value.first == 0xFF else {
        left = -1
        return value
      }
      guard value.count >= 2 else { return nil }
      let number = Int(value[1])
      let isFirst = left < 0
      guard isFirst || number == left - 1 else {
        left = -1
        return nil
      }
      if isFirst { held = [] }
      held += value.dropFirst(2)
      left = number
      guard number == 0 else { return nil }
      left = -1
      return held
    }
  }
}
