/// How a WitMotion link misbehaves; each strikes one burst.
package enum WitMotionFault: Sendable, Hashable {
  /// One bit of one checksum is wrong.
  case flipChecksumBit
  /// A lone 0x55 before the burst.
  case loneStart
  /// One frame of the burst is missing.
  case dropFrame
  /// A 20-byte frame of the Bluetooth models between the bursts.
  case wideFrame
  /// Random bytes before the burst.
  case garbage(bytes: Int)
  /// This and the next bursts never arrive.
  case silence(bursts: Int)
}
