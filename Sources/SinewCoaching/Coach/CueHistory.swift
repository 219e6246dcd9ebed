/// How the wordings of each cue fared, for as long as the session lasts.
struct CueHistory: Sendable {
  /// One way to say one cue.
  struct Wording: Sendable, Hashable {
    /// Wordings are known by exercise: the same saying may help in one and not in another.
    let exercise: String?
    let cue: String
    /// In `ExerciseCue.wordings`.
    let index: Int
  }

  /// Whether each of the latest uses worked, oldest first.
  private var uses: [Wording: [Bool]] = [:]

  /// The first wording that is not rested; nil when all of them failed too often.
  func wording(of cue: ExerciseCue, in exercise: String?, rules: CueRules) -> Wording? {
    cue.wordings.indices.map { Wording(exercise: exercise, cue: cue.id, index: $0) }
      .first { (uses[$0] ?? []).filter { !$0 }.count < rules.failures }
  }

  /// Takes an outcome.
  mutating func note(_ wording: Wording, worked: Bool, rules: CueRules) {
    uses[wording] = Array(((uses[wording] ?? []) + [worked]).suffix(rules.uses))
  }
}
