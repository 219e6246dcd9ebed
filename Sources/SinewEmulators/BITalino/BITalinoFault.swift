/// How a BITalino's radio link misbehaves; each strikes one frame.
package enum BITalinoFault: Sendable, Hashable {
  /// The frame is lost; the sequence number goes on.
  case drop
  /// One bit is wrong.
  case flipBit
  /// The last byte is missing.
  case truncate
  /// Random bytes before the frame.
  case garbage(bytes: Int)
  /// This and the next frames never arrive.
  case silence(frames: Int)
}
