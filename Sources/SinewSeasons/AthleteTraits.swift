package import SinewFeedback

/// What a simulated athlete is like. Sizes follow the studies of science 5; where it says ours, they
/// are ours. None of it knows a threshold of the coach.
package struct AthleteTraits: Sendable {
  /// Concentric level by muscle, a fraction of the maximum, at the load of the plan.
  package var levels: [String: Double]
  /// Rise of the target with internal focus at light loads: +10 to +22 % (science 5).
  package var focusEffect = 0.0
  /// Fall of the concentric speed with internal focus. Ours, direction by Grgic 2021.
  package var focusCost = 0.0
  /// Rise of the target with any instruction over silence: +3 to +5 % (science 5).
  package var instructionEffect = 0.04
  /// Rise of the target from one session to the next, a part of the first level.
  package var gain = 0.0
  /// The same for the glutes, only where the plan holds exercises that isolate them.
  package var blockGain = 0.0
  /// Part of the target that stays when feedback is hidden.
  package var kept = 1.0
  /// Seconds by which phases are too short while it is hidden.
  package var hiddenHurry = 0.0
  /// Seconds by which phases are too short.
  package var hurry = 0.0
  /// Standard deviation of a phase, seconds.
  package var phaseScatter = 0.12
  /// Loss of speed over a set of 8, a part of the first repetition.
  package var fading = 0.05
  /// What compensators do more over a set of 8, a part of themselves.
  package var cheating = 0.0
  /// What the left side does of what it should.
  package var left = 1.0
  /// Milliseconds by which the glutes come in later than they used to, from `lateFrom` on.
  package var lateMs = 0.0
  /// The session, from 0, from which they do.
  package var lateFrom = 0
  /// A cue that names the fault mends it for the rest of the set.
  package var heedsCues = true
  /// How far it is really learnt.
  package var stage = LearningStage.Stage.autonomous

  /// Scatter of a muscle between repetitions and of all together, between sets, and between days:
  /// 12 %, 5 %, 15 % (science 5); of the last, 9 % by muscle and 12 % common to all. Ours.
  package static let repetitionScatter = 0.12
  package static let setScatter = 0.05
  package static let dayScatterOfMuscle = 0.09
  package static let dayScatterOfAll = 0.12

  /// When muscles come in against the start of the concentric movement, milliseconds: prone hip
  /// extension of 11 women (Lewis & Sahrmann 2009, science 4.4); the back muscle is ours.
  package static let onsets = [
    "biceps_femoris": -195.0, "erector_spinae": -90.0, "gluteus_maximus": 11.0,
  ]
  /// Scatter of these between repetitions and between days, milliseconds: what people and their
  /// measurement err by (science 2.1, 4.4).
  package static let onsetScatter = 40.0
  package static let onsetScatterOfDays = 20.0

  /// Kinds of people.
  package enum Profile: String, CaseIterable, Sendable {
    case responder
    case nonResponder = "non_responder"
    case quadDominant = "quad_dominant"
    case laggingLeft = "lagging_left"
    case forgetful
    case fatiguer
    case cheater
    case sloppyTempo = "sloppy_tempo"
    case lateGlute = "late_glute"
  }

  package init(_ profile: Profile) {
    levels = [
      "gluteus_maximus": 0.50, "vastus_lateralis": 0.80, "biceps_femoris": 0.30,
      "erector_spinae": 0.30, "gluteus_medius": 0.35,
      "biceps": 0.55, "deltoid_anterior": 0.12, "trapezius_upper": 0.10,
    ]
    switch profile {
    case .responder:
      (focusEffect, focusCost) = (0.16, 0.04)
      (gain, blockGain) = (0.02, 0.012)
    case .nonResponder: heedsCues = false
    case .quadDominant:
      // D 0.24 against 0.41 in Contreras 2015 (science 4.2).
      levels["gluteus_maximus"] = 0.19
      blockGain = 0.02
    case .laggingLeft: left = 0.75
    case .forgetful:
      (kept, hiddenHurry) = (0.4, 1.2)
      stage = .cognitive
    case .fatiguer: fading = 0.35
    case .cheater: cheating = 0.8
    case .sloppyTempo: (hurry, phaseScatter) = (0.9, 0.3)
    case .lateGlute:
      // Three times what science 4.4 saw a cue do, after four weeks: ours.
      (lateMs, lateFrom) = (180, 12)
    }
  }
}
