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
  /// The first session, from 0, in which each stage was told of any exercise.
  package private(set) var reached: [LearningStage.Stage: Int] = [:]
  /// Sides that a flagged symmetry called lower.
  package private(set) var laggingSides: Set<Side> = []
  /// Targets that were said to lag behind their own past.
  package private(set) var laggingMuscles: Set<String> = []
  /// `later`, `earlier` or `changed` of the order of firing, with the first session in which it was
  /// told.
  package private(set) var orders: [OrderVerdict.Verdict: Int] = [:]
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

  /// - Parameter said: With the session in which it was said, from 0.
  package init(_ said: [(session: Int, message: FeedbackMessage)]) {
    for (session, message) in said { note(message, session) }
  }

  private mutating func note(_ message: FeedbackMessage, _ session: Int) {
    let exercise = message.envelope.exercise ?? ""
    switch message.body {
    case .focusEffect(let effect):
      guard effect.verdict == .raises || effect.verdict == .lowers else { return }
      if focus.isEmpty { pairs = effect.pairs }
      focus.insert(effect.verdict)
    case .plateau(let plateau):
      trends.insert(
        Claim(exercise: exercise, measure: plateau.measure, verdict: plateau.verdict))
    case .cue(let cue):
      let metric = cue.because?.metric ?? ""
      if metric == "activation_ratio" || metric == "ratio_over_own" { dominantCompensator = true }
    case .stage(let stage): note(stage.stage, of: exercise, session)
    case .symmetry(let symmetry):
      if let side = symmetry.lagging { laggingSides.insert(side) }
    case .lagging(let lagging): laggingMuscles.insert(lagging.muscle)
    case .order(let order):
      guard [.later, .earlier, .changed].contains(order.verdict), orders[order.verdict] == nil
      else { return }
      orders[order.verdict] = session
    default: break
    }
  }

  private mutating func note(_ stage: LearningStage.Stage, of exercise: String, _ session: Int) {
    if reached[stage] == nil { reached[stage] = session }
    let known = stages[exercise]
    if known.map({ Self.rank($0) < Self.rank(stage) }) ?? true { stages[exercise] = stage }
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
