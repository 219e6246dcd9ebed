package import SinewFeedback
internal import SinewSignal

/// What a calibration measured.
package struct CalibrationResult: Sendable, Hashable {
  /// A number and what it is.
  package enum Value: Sendable, Hashable {
    /// Root mean square of 500 ms, or of the repetitions of a reference set, in the channel's unit.
    case reference(ActivationReference.Kind, Double)
    /// The level at rest, in the channel's unit.
    case rest(Double)
    /// The right muscle answered.
    case placed
    /// Range of motion.
    case degrees(Double)
    case metres(Double)
  }

  /// nil for a range of motion.
  package let slot: MuscleSlot?
  package let value: Value

  package init(slot: MuscleSlot?, _ value: Value) {
    self.slot = slot
    self.value = value
  }

  /// As a message carries it.
  package var message: Calibration.Result {
    switch value {
    case .reference(let kind, let value):
      guard let slot,
        let reference = ActivationReference(
          kind: kind, value: value, isRootMeanSquare: slot.sampleRateHz != nil)
      else { return Calibration.Result() }
      return CalibrationOutcome.result(slot, reference)
    case .rest(let level): return slot.map { CalibrationOutcome.level($0, level) } ?? .init()
    case .placed:
      return Calibration.Result {
        $0.muscle = slot?.muscle
        $0.side = slot?.side
      }
    case .degrees(let degrees): return Calibration.Result { $0.romDegrees = degrees }
    case .metres(let metres): return Calibration.Result { $0.romMetres = metres }
    }
  }
}
