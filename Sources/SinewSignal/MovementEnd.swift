/// The rhythm of repetitions has stopped, or the athlete walks. The set may still go on (rest-pause);
/// that is the coach's decision.
package struct MovementEnd: BitwiseCopyable, Sendable {
  package var station: UInt16
  /// The end of the last repetition; of a walk, when it had begun at the latest.
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime
  /// Steps beyond doubt, told once a walk.
  package var isWalking = false

  @inlinable @_noLocks @_noAllocation
  package init(station: UInt16, signalTime: MonotonicTime, decidedTime: MonotonicTime) {
    self.station = station
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}
