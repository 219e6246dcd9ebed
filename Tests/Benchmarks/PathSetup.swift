import SinewCoaching
import SinewFeedback

/// A station that wears eight electrodes.
enum PathSetup {
  static let station = StationSetup(
    station: "bench", tempo: nil,
    muscles: names.enumerated().map { slot, name in
      MuscleSlot(
        slot: slot, muscle: name, side: .left, role: .other,
        reference: ActivationReference(kind: .mvc, value: 500))
    })

  private static let names = [
    "biceps", "triceps", "wrist_flexors", "deltoid_anterior", "deltoid_medial", "trapezius_upper",
    "pectoralis_major", "latissimus_dorsi",
  ]
}
