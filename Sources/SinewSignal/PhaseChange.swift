/// The part of a repetition, by the target muscle: it lengthens, is held stretched, shortens, is
/// held contracted. Where the exercise is unknown only `out` and `back` can be told.
package enum MovementPhase: UInt8, BitwiseCopyable, Sendable {
  case eccentric
  case stretched
  case concentric
  case contracted
  /// The first direction of an unknown movement, and the pause after it.
  case out
  case outPause
  case back
  case backPause
}

/// A phase has begun; sent live, while the repetition goes on.
package struct PhaseChange: BitwiseCopyable, Sendable {
  package var station: UInt16
  package var phase: MovementPhase
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(
    station: UInt16, phase: MovementPhase, signalTime: MonotonicTime, decidedTime: MonotonicTime
  ) {
    self.station = station
    self.phase = phase
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}
