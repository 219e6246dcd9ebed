/// A muscle began or ceased to work.
package struct MuscleEvent: BitwiseCopyable, Sendable {
  package var station: UInt16
  /// 0..<16.
  package var slot: UInt8
  /// True when this corrects the time stamp of the event published before for the same slot.
  package var isCorrection: Bool
  /// One standard deviation of `signalTime`, milliseconds.
  package var uncertaintyMs: Float
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(
    station: UInt16, slot: UInt8, isCorrection: Bool, uncertaintyMs: Float,
    signalTime: MonotonicTime, decidedTime: MonotonicTime
  ) {
    self.station = station
    self.slot = slot
    self.isCorrection = isCorrection
    self.uncertaintyMs = uncertaintyMs
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}
