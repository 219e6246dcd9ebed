/// The parts of a repetition, seen from the target muscle.
package enum AthletePhase: String, Sendable, CaseIterable {
  case eccentric, stretched, concentric, contracted
}
