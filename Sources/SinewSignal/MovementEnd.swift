/// The rhythm of repetitions has stopped. The set may still go on (rest-pause); that is the
/// coach's decision.
package struct MovementEnd: BitwiseCopyable, Sendable {
  package var station: UInt16
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(station: UInt16, signalTime: MonotonicTime, decidedTime: MonotonicTime) {
    self.station = station
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}
