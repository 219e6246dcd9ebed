/// One thing an athlete does.
package enum AthleteActivity: Sendable {
  /// Stands still with muscles at rest.
  case rest(seconds: Double)
  /// Walks about, arms swinging: no repetition is in it.
  case walk(seconds: Double)
  /// Tenses target and compensator as hard as possible without moving: `trials` ramps of 1.5 s with
  /// a hold of 3 s, and rest between (science 1.8).
  case maximalContraction(trials: Int, restSeconds: Double)
  case set(AthleteSetPlan)
}
