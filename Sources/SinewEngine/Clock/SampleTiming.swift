package import SinewSignal

/// What the clock makes of one frame.
package struct SampleTiming: BitwiseCopyable, Sendable {
  /// When the sample was true in the body: strictly later than that of the frame before.
  package var time: MonotonicTime
  /// Samples missing between the frame before and this one; 0 where nobody can tell.
  package var lostBefore: UInt32
  /// The device's counter began anew, or it was silent for so long that nobody knows what is
  /// missing. Whatever was carried over from the frame before is void.
  package var restarted: Bool

  @inlinable @_noLocks @_noAllocation
  package init(time: MonotonicTime, lostBefore: UInt32 = 0, restarted: Bool = false) {
    self.time = time
    self.lostBefore = lostBefore
    self.restarted = restarted
  }
}
