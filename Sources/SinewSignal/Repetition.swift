/// Which of the two measurements carried the repetition.
package enum MovementMeasure: UInt8, BitwiseCopyable, Sendable {
  /// Turn rate about the drive axis; velocities in deg/s, range in degrees.
  case rotation
  /// Vertical speed of the hand or bar; velocities in m/s, range in metres, both estimated.
  case vertical
}

/// A complete repetition: out, turn, back.
package struct Repetition: BitwiseCopyable, Sendable {
  package var station: UInt16
  /// Never used twice for a station while the daemon runs.
  package var id: UInt32
  package var start: MonotonicTime
  /// The first direction ends; the pause at the turn lies between this and `backStart`.
  package var outEnd: MonotonicTime
  package var backStart: MonotonicTime
  package var end: MonotonicTime
  package var decidedTime: MonotonicTime
  /// `.concentric` or `.eccentric` when the exercise says which comes first, else `.out`.
  package var firstPhase: MovementPhase
  package var measure: MovementMeasure
  /// Range below 80 % of the running median of the movement.
  package var isPartial: Bool
  /// Data are missing inside, or the recording cut it.
  package var isIncomplete: Bool
  /// Degrees or metres, by `measure`.
  package var range: Float
  /// Mean speed of the first and second direction: deg/s or m/s, by `measure`, positive.
  package var outSpeed: Float
  package var backSpeed: Float
  /// Slots with numbers below, bit 0 = slot 0.
  package var slots: UInt16
  /// Root mean square of the conditioned EMG over the first and second direction, and the highest
  /// 250 ms of the repetition, by slot, in the stream's unit.
  package var outRMS: InlineArray<16, Float>
  package var backRMS: InlineArray<16, Float>
  package var peakRMS: InlineArray<16, Float>
  /// Median and mean frequency in Hz and FInsm5 (Dimitrov et al. 2006; only its ratio to another
  /// repetition of the same chain means anything) by slot, over the middle half of the concentric
  /// phase, of the first direction where the exercise does not say (science 4.11). 0 where it can't
  /// be told: below 500 samples a second, less than 0.4 s, samples missing, no contact.
  package var medianHz: InlineArray<16, Float>
  package var meanHz: InlineArray<16, Float>
  package var dimitrov: InlineArray<16, Float>

  @inlinable @_noLocks @_noAllocation
  package init(station: UInt16, id: UInt32) {
    self.station = station
    self.id = id
    start = MonotonicTime(nanoseconds: 0)
    outEnd = MonotonicTime(nanoseconds: 0)
    backStart = MonotonicTime(nanoseconds: 0)
    end = MonotonicTime(nanoseconds: 0)
    decidedTime = MonotonicTime(nanoseconds: 0)
    firstPhase = .out
    measure = .rotation
    isPartial = false
    isIncomplete = false
    range = 0
    outSpeed = 0
    backSpeed = 0
    slots = 0
    outRMS = InlineArray(repeating: 0)
    backRMS = InlineArray(repeating: 0)
    peakRMS = InlineArray(repeating: 0)
    medianHz = InlineArray(repeating: 0)
    meanHz = InlineArray(repeating: 0)
    dimitrov = InlineArray(repeating: 0)
  }
}
