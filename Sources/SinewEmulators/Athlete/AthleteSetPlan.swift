/// One set as intended.
package struct AthleteSetPlan: Sendable {
  package var exercise = PracticedExercise.bicepsCurl
  package var repetitions = 8
  package var tempo = AthleteTempo()
  /// Share of the one-repetition maximum, 0...1.
  package var relativeLoad = 0.6
  package var faults: [AthleteFault] = []

  package init() {}
}
