package import SinewFeedback

/// Where an athlete stood in the five phases from one day on, and who decided it (science 4.15).
package struct ProgrammeDecision: Sendable, Hashable, Codable {
  /// From this day.
  package var day: TrainingDay
  /// 1...5.
  package var phase: Int
  /// What led here.
  package var state: Programme.State
  /// Stable code of the reason.
  package var because: String
  /// Who overruled the programme; nil where it decided by its rules.
  package var overriddenBy: String?
  /// The reason in their own words.
  package var note: String?

  package init(
    day: TrainingDay, phase: Int, state: Programme.State, because: String,
    overriddenBy: String? = nil
  ) {
    self.day = day
    self.phase = phase
    self.state = state
    self.because = because
    self.overriddenBy = overriddenBy
  }

  /// Somebody overrules the programme.
  ///
  /// - Parameters:
  ///   - before: The phase until then; nil: none.
  ///   - state: nil: what the step from the one phase to the other is called.
  package init(
    overriding before: Int?, phase: Int, state: Programme.State?, note: String?, by person: String,
    on day: TrainingDay
  ) {
    let before = before ?? phase
    let step: Programme.State =
      phase == 5 ? .deload : phase > before ? .advance : phase < before ? .goBack : .hold
    self.init(
      day: day, phase: phase, state: state ?? step, because: "override", overriddenBy: person)
    self.note = note
  }
}
