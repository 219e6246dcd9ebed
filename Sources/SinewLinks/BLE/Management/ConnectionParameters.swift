internal import SinewSignal

/// How often a wearable and the adapter meet. The kernel looks at it when a connection is made, so
/// it is loaded before.
package struct ConnectionParameters: Sendable, Hashable {
  package let peer: BLEAddress
  /// Time between two connection events, units of 1.25 ms, 6...3200.
  package let interval: ClosedRange<UInt16>
  /// Silence after which the link counts as lost, units of 10 ms.
  package let supervisionTimeout: UInt16

  /// Connection events a wearable may leave out. None: each would delay samples.
  package static let latency: UInt16 = 0
  /// Two seconds, more than the kernel's 420 ms, which one pause of a busy 2.4 GHz band exceeds.
  static let usualTimeout: UInt16 = 200

  /// - Parameter intervalMs: what the driver asks for, milliseconds; taken inwards to the grid, and
  ///   into 7.5...4000.
  package init(_ peer: BLEAddress, intervalMs: ClosedRange<Double>) {
    self.peer = peer
    let longest = Self.units(intervalMs.upperBound, rounding: .down)
    let shortest = min(Self.units(intervalMs.lowerBound, rounding: .up), longest)
    interval = shortest...longest
    // Longer than two intervals, or one lost packet would be the end (Vol 4 Part E, 7.8.12).
    supervisionTimeout = max(Self.usualTimeout, longest / 4 + 1)
  }

  private static func units(_ ms: Double, rounding: FloatingPointRoundingRule) -> UInt16 {
    guard ms.isFinite else { return ms > 0 ? 3200 : 6 }
    return UInt16(min(max((ms / 1.25).rounded(rounding), 6), 3200))
  }

  /// 15 bytes, as Load Connection Parameters takes them.
  var bytes: [UInt8] {
    var made = peer.bytes
    for word in [interval.lowerBound, interval.upperBound, Self.latency, supervisionTimeout] {
      made.append(littleEndian: word)
    }
    return made
  }
}
