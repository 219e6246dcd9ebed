package import SinewFeedback

/// What a coach claimed at any time in a season, as a listener heard it.
package struct SeasonClaims: Sendable, Hashable {
  /// `raises` or `lowers` of the focus.
  package private(set) var focus: Set<FocusEffect.Verdict> = []
  /// Verdicts about trends, by measure and exercise.
  package private(set) var trends: Set<Claim> = []
  /// A cue said that another muscle leads.
  package private(set) var dominantCompensator = false
  /// The furthest stage, by exercise.
  package private(set) var stages: [String: LearningStage.Stage] = [:]
  /// Pairs at which the focus was decided.
  package private(set) var pairs: Int?

  /// A trend that was told.
  package struct Claim: Sendable, Hashable {
    package let exercise: String
    package let measure: Plateau.Measure
    package let verdict: Plateau.Verdict
  }

  /// Something really said about the direction of a trend.
  package var movingTrends: Set<Claim> {
    trends.filter { $0.verdict == .progressing || $0.verdict == .declining }
  }

  package init(_ messages: [FeedbackMessage]) {
    for message in messages {
      let exercise = message.envelope.exercise ?? ""
      switch message.body {
      case .focusEffect(let effect):
        if effect.verdict == .raises || effect.verdict == .lowers {
          if focus.isEmpty { pairs = effect.pairs }
          focus.insert(effect.verdict)
        }
      case .plateau(let plateau):
        trends.insert(
          Claim(exercise: exercise, measure: plateau.measure, verdict: plateau.verdict))
      case .cue(let cue):
        let metric = cue.because?.metric ?? ""
        if metric == "activation_ratio" || metric == "ratio_over_own" { dominantCompensator = true }
      case .stage(let stage):
        let known = stages[exercise]
        if known.map({ Self.rank($0) < Self.rank(stage.stage) }) ?? true {
          stages[exercise] = stage.stage
        }
      default: break
      }
    }
  }

  /// The order of the stages.
  package static func rank(_ stage: LearningStage.Stage) -> Int {
    switch stage {
    case .cognitive: 0
    case .associative: 1
    case .autonomous: 2
    }
  }
}
