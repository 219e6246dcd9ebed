/// How a Shimmer's radio link misbehaves; each strikes one packet.
package enum ShimmerFault: Sendable, Hashable {
  /// The packet is lost; the time stamp goes on.
  case drop
  /// The packet ends before its last `bytes` bytes, as near the limit of the radio.
  case cut(bytes: Int)
  /// One bit is wrong.
  case flipBit
  /// Random bytes before the packet.
  case garbage(bytes: Int)
  /// This and the next packets never arrive.
  case silence(packets: Int)
}
