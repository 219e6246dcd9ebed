/// How the link of a board misbehaves; each strikes one frame.
package enum FrameFault: Sendable, Hashable {
  /// Not sent, though counted.
  case drop
  /// Cut in half: it runs into the next.
  case cut
  /// One byte of the frame is another.
  case spoil
  /// Random bytes before the frame.
  case garbage(bytes: Int)
  /// This and the next frames never arrive.
  case silence(frames: Int)
}
