internal import SinewFeedback
internal import SinewSignal

/// Decides which one sentence is said, if any, and sees what becomes of it (science 4.16).
struct CueEngine: Sendable {
  private let rules = CueRules()
  private var saidInSet = 0
  private var last: (repetition: Int, time: MonotonicTime)?
  private var watch: CueWatch?
  /// Whether each of the latest uses worked, by cue id, oldest first.
  private var uses: [String: [Bool]] = [:]

  /// The set is over; what was being watched is not judged on fewer repetitions.
  mutating func endSet() {
    saidInSet = 0
    last = nil
    watch = nil
  }

  /// Looks at a set whose newest repetition has just come in.
  mutating func judge(
    _ set: TrainingSet, at time: MonotonicTime, decided: MonotonicTime
  ) -> [FeedbackMessage] {
    guard let newest = set.repetitions.last, newest.isValid else { return [] }
    let valid = set.valid
    var messages: [FeedbackMessage] = []
    if let body = outcome(valid, setup: set.setup) {
      messages.append(
        Coach.message(.cueOutcome(body), of: set, at: time, decided: decided))
    }
    if watch == nil, let body = choose(set, valid: valid, at: time) {
      messages.append(Coach.message(.cue(body), of: set, at: time, decided: decided))
    }
    return messages
  }

  /// Closes the watch when enough repetitions have passed.
  private mutating func outcome(
    _ valid: [CoachedRepetition], setup: StationSetup
  ) -> CueOutcome? {
    guard let watch else { return nil }
    let after = valid.filter { $0.number > watch.repetition }
    guard after.count >= rules.watched else { return nil }
    self.watch = nil
    let judged = Array(after.prefix(rules.watched))
    guard let result = watch.outcome(in: judged, setup: setup, rules: rules) else { return nil }
    let cue = watch.condition.cue
    let history = (uses[cue.id] ?? []) + [result.outcome == .worked]
    uses[cue.id] = Array(history.suffix(rules.uses))
    return CueOutcome { body in
      body.cue = cue.id
      body.outcome = result.outcome
      body.muscle = cue.muscle
      body.side = watch.condition.side
      body.focus = cue.focus
      body.because = because(watch.condition, result.value, judged)
    }
  }

  /// The most urgent cue whose trigger persists, unless it is better to say nothing.
  private mutating func choose(
    _ set: TrainingSet, valid: [CoachedRepetition], at time: MonotonicTime
  ) -> Cue? {
    guard maySpeak(set, valid: valid, at: time), let newest = valid.last else { return nil }
    let window = valid.suffix(rules.window)
    for condition in CueCondition.all(for: set.setup) where !isRested(condition.cue) {
      let holding = window.filter { repetition in
        condition.value(in: repetition.numbers, setup: set.setup, rules: rules)
          .map(condition.trigger.limit.isPassed(by:)) ?? false
      }
      guard holding.count >= rules.holding,
        let value = Statistics.median(
          holding.compactMap {
            condition.value(in: $0.numbers, setup: set.setup, rules: rules)
          })
      else { continue }
      watch = CueWatch(condition, value: value, after: newest.number, before: holding)
      last = (newest.number, time)
      saidInSet += 1
      return say(condition, value, holding, lang: set.setup.lang)
    }
    return nil
  }

  private func maySpeak(
    _ set: TrainingSet, valid: [CoachedRepetition], at time: MonotonicTime
  ) -> Bool {
    guard let newest = valid.last, newest.number >= rules.earliestRepetition,
      saidInSet < rules.mostPerSet, set.setup.loadOfMaximum ?? 0 < rules.heavyLoad,
      VelocityLossOfSet(valid, tempo: set.setup.tempo).percent ?? 0
        <= rules.velocityLossPercent
    else { return false }
    guard let last else { return true }
    return newest.number - last.repetition >= rules.spacingRepetitions
      && time.seconds(since: last.time) >= rules.spacingSeconds
  }

  private func isRested(_ cue: ExerciseCue) -> Bool {
    (uses[cue.id] ?? []).filter { !$0 }.count >= rules.failures
  }

  private func say(
    _ condition: CueCondition, _ value: Double, _ holding: [CoachedRepetition], lang: String
  ) -> Cue {
    Cue { body in
      body.cue = condition.cue.id
      body.text = condition.cue.text.text(lang)
      body.muscle = condition.cue.muscle
      body.side = condition.side
      body.focus = condition.cue.focus
      body.because = because(condition, value, holding)
    }
  }

  private func because(
    _ condition: CueCondition, _ value: Double, _ repetitions: [CoachedRepetition]
  ) -> Cue.Because {
    Cue.Because { body in
      body.metric = condition.trigger.metric.rawValue
      body.value = value
      body.threshold = condition.trigger.limit.threshold
      body.reps = repetitions.count
    }
  }
}
