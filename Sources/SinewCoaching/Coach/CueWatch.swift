internal import SinewFeedback

/// A cue that was said, and how things stood then: to see what becomes of it.
struct CueWatch: Sendable {
  let condition: CueCondition
  /// The number of the repetition after which it was said.
  let repetition: Int
  private let value: Double
  private let share: Double?
  private let target: Double?

  /// - Parameter before: The repetitions that called for the cue.
  init(
    _ condition: CueCondition, value: Double, after repetition: Int,
    before: some Sequence<CoachedRepetition>
  ) {
    self.condition = condition
    self.repetition = repetition
    self.value = value
    let numbers = before.map(\.numbers)
    share = Self.share(numbers)
    target = Self.target(numbers)
  }

  /// What became of the metric in the repetitions after; nil where it can't be told.
  func outcome(
    in after: [CoachedRepetition], setup: StationSetup, rules: CueRules
  ) -> (outcome: CueOutcome.Outcome, value: Double)? {
    let numbers = after.map(\.numbers)
    let values = numbers.compactMap { condition.value(in: $0, setup: setup, rules: rules) }
    guard let now = Statistics.median(values) else { return nil }
    return (condition.priority == 0 ? tempo(now, rules: rules) : balance(numbers, rules), now)
  }

  /// Ours: nearer by more than the measurement errs, and on the good side.
  private func tempo(_ now: Double, rules: CueRules) -> CueOutcome.Outcome {
    let limit = condition.trigger.limit
    let gain = limit.excess(of: value) - limit.excess(of: now)
    if gain >= rules.tempoStep, !limit.isPassed(by: now) { return .worked }
    return gain <= -rules.tempoStep ? .worse : .noChange
  }

  /// Science 4.2: the share or the target went up; nobody asks that the compensator falls.
  private func balance(
    _ numbers: [RepetitionNumbers], _ rules: CueRules
  ) -> CueOutcome.Outcome {
    var shareGain: Double?
    if let share, let now = Self.share(numbers) { shareGain = now - share }
    var targetGain: Double?
    if let target, target > 0, let now = Self.target(numbers) {
      targetGain = now / target - 1
    }
    let share = (shareGain ?? 0) / rules.shareStep
    let target = (targetGain ?? 0) / rules.targetStep
    // A binary fraction may fall a hair short of a step that was taken.
    let step = 1 - 1e-9
    if share >= step || target >= step { return .worked }
    return share <= -step || target <= -step ? .worse : .noChange
  }

  private static func share(_ numbers: [RepetitionNumbers]) -> Double? {
    Statistics.median(numbers.compactMap(\.share))
  }

  private static func target(_ numbers: [RepetitionNumbers]) -> Double? {
    Statistics.median(numbers.compactMap(\.targetLevel))
  }
}
