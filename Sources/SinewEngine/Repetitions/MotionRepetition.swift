package import SinewSignal

/// A repetition as the motion sensor saw it: out, turn, back. The delay of the filters is already
/// taken off all times but `decided`.
package struct MotionRepetition: BitwiseCopyable, Sendable {
  /// Counts from 1 in each detector and is never used again, also after a removal.
  package var ordinal: UInt32
  package var start: MonotonicTime
  /// The first direction ends; equal to `backStart` where there is no pause at the turn.
  package var outEnd: MonotonicTime
  package var backStart: MonotonicTime
  package var end: MonotonicTime
  /// The time of the newest sample when it was decided.
  package var decided: MonotonicTime
  /// The first direction went up. Without an accelerometer there is no up, and this is true.
  package var firstIsUp: Bool
  /// What was measured, and with it the units below.
  package var measure: MovementMeasure
  /// Greatest distance from the start, degrees or metres.
  package var range: Float
  /// Mean speed of each direction, positive: deg/s or m/s; 0 for a direction that was not seen.
  package var outSpeed: Float
  package var backSpeed: Float
  /// Range, and way about all axes, below 80 % of the running median of this movement.
  package var isPartial: Bool
  /// Data are missing inside, or the beginning or end of the recording cut it.
  package var isIncomplete: Bool

  @_noLocks @_noAllocation
  init(ordinal: UInt32, measure: MovementMeasure) {
    self.ordinal = ordinal
    self.measure = measure
    start = .zero
    outEnd = .zero
    backStart = .zero
    end = .zero
    decided = .zero
    firstIsUp = true
    range = 0
    outSpeed = 0
    backSpeed = 0
    isPartial = false
    isIncomplete = false
  }
}
