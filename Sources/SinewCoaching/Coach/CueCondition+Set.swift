/// A condition that holds in enough of the latest repetitions.
struct PersistingCondition: Sendable {
  /// Those in which it holds.
  let repetitions: [CoachedRepetition]
  /// The median of the metric in them.
  let value: Double
  /// All that were looked at, also those in which it doesn't hold: picked by what they show, the
  /// others would seem to mend by themselves.
  let window: [CoachedRepetition]
}

extension CueCondition {
  /// The repetitions of a set that the condition looks at, in order.
  func repetitions(of set: TrainingSet) -> [CoachedRepetition] {
    looksAtPartial ? set.repetitions.filter(\.hasNumbers) : set.valid
  }

  /// The repetitions that call for the cue; nil when there are not enough of late.
  func persisting(in set: TrainingSet, _ context: CueContext) -> PersistingCondition? {
    let rules = context.rules
    let (holding, window) =
      kind == .tempo ? (rules.tempoHolding, rules.tempoWindow) : (rules.holding, rules.window)
    let latest = repetitions(of: set).suffix(window)
    let passing = latest.filter { repetition in
      context.value(self, in: repetition.numbers).map(trigger.limit.isPassed(by:)) ?? false
    }
    guard passing.count >= holding,
      let value = Statistics.median(
        passing.compactMap { context.value(self, in: $0.numbers) })
    else { return nil }
    return PersistingCondition(repetitions: passing, value: value, window: Array(latest))
  }
}
