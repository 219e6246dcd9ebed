package import SinewFeedback

/// How long each step of a calibration lasts and how often it is tried (science 1.7, 1.8).
package struct CalibrationPlan: Sendable, Hashable {
  package var getReady: Double
  package var ramp: Double
  package var hold: Double
  package var relax: Double
  /// Between two trials of one muscle, the relaxing included.
  package var rest: Double
  /// Clean trials that are wanted.
  package var trials: Int
  /// Trials at most, when the best two differ by more than `agreement`.
  package var mostTrials: Int
  /// Part of the best by which the second may lie below it.
  package var agreement: Double

  /// What the protocols of science 1.8 ask for; the times that it does not give are ours.
  package static func of(_ what: Calibration.What) -> CalibrationPlan {
    var plan = CalibrationPlan(
      getReady: 5, ramp: 2, hold: 3, relax: 3, rest: 60, trials: 3, mostTrials: 5,
      agreement: 0.10)
    switch what {
    case .mvc: break
    case .taskmax: (plan.rest, plan.trials, plan.mostTrials, plan.agreement) = (15, 2, 3, 0.5)
    case .rest: (plan.getReady, plan.ramp, plan.hold, plan.trials) = (3, 0, 5, 1)
    case .placement:
      (plan.getReady, plan.ramp, plan.hold, plan.relax, plan.trials) = (3, 0, 3, 2, 1)
    // Six repetitions, three for the range: the athlete's own time.
    case .refset: (plan.getReady, plan.ramp, plan.hold, plan.trials) = (5, 0, 60, 6)
    case .rom: (plan.getReady, plan.ramp, plan.hold, plan.trials) = (5, 0, 60, 3)
    }
    return plan
  }
}
