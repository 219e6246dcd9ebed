internal import SinewFeedback

/// A cue that was said, and how things stood then: to see what becomes of it.
struct CueWatch: Sendable {
  let condition: CueCondition
  let wording: CueHistory.Wording
  /// The number of the repetition after which it was said.
  let repetition: Int
  private let value: Double
  private let share: Double?
  private let target: Double?

  /// - Parameter seen: What called for the cue.
  init(
    _ condition: CueCondition, _ wording: CueHistory.Wording, seen: PersistingCondition,
    after repetition: Int, _ context: CueContext
  ) {
    self.condition = condition
    self.wording = wording
    self.repetition = repetition
    let numbers = seen.window.map(\.numbers)
    value = Statistics.median(numbers.compactMap { context.value(condition, in: $0) }) ?? seen.value
    share = Statistics.median(numbers.compactMap(\.share))
    target = Statistics.median(condition.targetLevels(numbers))
  }

  /// What became of the metric in the repetitions after; nil where it can't be told.
  func outcome(
    in after: [CoachedRepetition], _ context: CueContext
  ) -> (outcome: CueOutcome.Outcome, value: Double)? {
    let numbers = after.map(\.numbers)
    let values = numbers.compactMap { context.value(condition, in: $0) }
    guard let now = Statistics.median(values) else { return nil }
    if let step = step(context.rules) { return (nearer(values, now, by: step), now) }
    let limit = condition.trigger.limit
    let gain = limit.excess(of: value) - limit.excess(of: now)
    return (balance(numbers, gain: gain, context.rules), now)
  }

  /// How much nearer the metric must come; nil where share and target decide (science 4.2).
  private func step(_ rules: CueRules) -> Double? {
    let trigger = condition.trigger
    switch trigger.metric {
    case .phaseSeconds, .phaseShortfallSeconds: return rules.tempoStep
    case .peakIndex, .rangeRatio: return rules.indexStep
    case .onsetLeadMs, .onsetDelayMs: return rules.orderStep
    case .activation, .activationOverOwn, .burstBeforeConcentric:
      return rules.levelStep * abs(trigger.limit.threshold)
    case .activationRatio where trigger.phase == .contracted || trigger.phase == .stretched:
      // Share and target are those of the concentric phase.
      return rules.levelStep * abs(trigger.limit.threshold)
    default: return nil
    }
  }

  /// Ours: nearer by more than the measurement errs, on the good side, and each repetition of it.
  private func nearer(
    _ values: [Double], _ now: Double, by step: Double
  ) -> CueOutcome.Outcome {
    let limit = condition.trigger.limit
    let gains = values.map { limit.excess(of: value) - limit.excess(of: $0) }
    let gain = limit.excess(of: value) - limit.excess(of: now)
    // A binary fraction may fall a hair short of a step that was taken.
    let size = step * (1 - 1e-9)
    if gain >= size, !limit.isPassed(by: now), gains.allSatisfy({ $0 > 0 }) { return .worked }
    return gain <= -size && gains.allSatisfy { $0 < 0 } ? .worse : .noChange
  }

  /// Science 4.2: the share or the target went up; nobody asks that the compensator falls. But what
  /// called for the cue must have moved the same way: when all muscles work more, nothing shifted.
  private func balance(
    _ numbers: [RepetitionNumbers], gain: Double, _ rules: CueRules
  ) -> CueOutcome.Outcome {
    let shares = change(numbers.compactMap(\.share), from: share, step: rules.shareStep)
    let targets = change(
      condition.targetLevels(numbers), from: target, step: rules.targetStep * (target ?? 0))
    if gain > 0, shares == .worked || targets == .worked { return .worked }
    return gain < 0 && (shares == .worse || targets == .worse) ? .worse : .noChange
  }

  /// Up or down by a step, and each repetition beyond the median before: what people scatter by
  /// moves a median of three by as much, but seldom all of them to one side.
  private func change(
    _ now: [Double], from before: Double?, step: Double
  ) -> CueOutcome.Outcome {
    guard let before, step > 0, let median = Statistics.median(now) else { return .noChange }
    // A binary fraction may fall a hair short of a step that was taken.
    let size = step * (1 - 1e-9)
    if median - before >= size, now.allSatisfy({ $0 > before }) { return .worked }
    return median - before <= -size && now.allSatisfy { $0 < before } ? .worse : .noChange
  }
}

extension CueCondition {
  /// Concentric levels of the target that the cue is about, by repetition; the mean of all targets
  /// where it is about none of them.
  fileprivate func targetLevels(_ numbers: [RepetitionNumbers]) -> [Double] {
    let named = [cue.muscle, trigger.muscle, trigger.other].compactMap(\.self)
    return numbers.compactMap { repetition in
      let targets = repetition.muscles.filter {
        $0.slot.role == .target && $0.isNormalised && (side == nil || $0.slot.side != side?.other)
      }
      let about = named.first { id in targets.contains { $0.slot.muscle == id } }
      let meant = targets.filter { about == nil || $0.slot.muscle == about }
      return Statistics.mean(meant.compactMap(\.concentric))
    }
  }
}

extension Side {
  fileprivate var other: Side { self == .left ? .right : .left }
}
