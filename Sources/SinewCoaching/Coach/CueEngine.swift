internal import SinewFeedback
internal import SinewSignal

/// Decides which one sentence is said, if any, and sees what becomes of it (science 4.16).
struct CueEngine: Sendable {
  private let rules = CueRules()
  private var saidInSet = 0
  private var last: (repetition: Int, time: MonotonicTime)?
  private var watch: CueWatch?
  private var history = CueHistory()

  /// What was said in the running set.
  private var said: [PastCue] = []
  /// A cue has worked and nobody was praised for it yet; at most once a set.
  var earned: CueOutcome?
  var hasPraised = false
  /// Slots whose loss was told in the running set.
  var lost: Set<Int> = []

  /// The set is over; what was being watched is not judged on fewer repetitions. Gives what was
  /// said in it.
  mutating func endSet() -> [PastCue] {
    defer {
      (saidInSet, last, watch, said) = (0, nil, nil, [])
      (earned, hasPraised, lost) = (nil, false, [])
    }
    return said
  }

  /// Looks at a set whose newest repetition has just come in.
  mutating func judge(
    _ set: TrainingSet, session: SessionMemory, voice: Guidance.Voice = .all,
    at time: MonotonicTime, decided: MonotonicTime
  ) -> [FeedbackMessage] {
    guard let newest = set.repetitions.last, newest.hasNumbers else { return [] }
    let context = CueContext(set, session: session, rules: rules)
    var messages: [FeedbackMessage] = []
    if let body = outcome(set, context) {
      earned = body.outcome == .worked ? body : nil
      messages.append(
        Coach.message(.cueOutcome(body), of: set, at: time, decided: decided))
    }
    if watch == nil,
      let body = choose(set, context, voice, at: time) ?? praise(set, voice, at: time)
    {
      messages.append(Coach.message(.cue(body), of: set, at: time, decided: decided))
    }
    return messages
  }

  /// Watches what becomes of a coach's own word or hand, in place of whatever was being watched.
  mutating func watch(
    _ mark: Mark.MarkKind, muscle: String?, side: Side?, in set: TrainingSet,
    session: SessionMemory
  ) {
    guard let newest = set.valid.last else { return }
    let id = "coach_\(mark.rawValue)"
    let trigger = CueTrigger(metric: .shareChangePoints, muscle: muscle, limit: .below(0))
    let cue = ExerciseCue(
      id: id, text: LocalizedText(en: id), muscle: muscle, focus: .internal, triggers: [trigger])
    let condition = CueCondition(cue: cue, trigger: trigger, side: side)
    let window = Array(set.valid.suffix(rules.window))
    let seen = PersistingCondition(repetitions: window, value: 0, window: window)
    let wording = CueHistory.Wording(exercise: set.setup.exercise?.id, cue: id, index: 0)
    let context = CueContext(set, session: session, rules: rules)
    watch = CueWatch(condition, wording, seen: seen, after: newest.number, context)
    said.append(PastCue(cue: id, focus: .internal))
  }

  /// Closes the watch when enough repetitions have passed.
  private mutating func outcome(_ set: TrainingSet, _ context: CueContext) -> CueOutcome? {
    guard let watch else { return nil }
    let after = watch.condition.repetitions(of: set).filter { $0.number > watch.repetition }
    guard after.count >= rules.watched else { return nil }
    self.watch = nil
    let judged = Array(after.prefix(rules.watched))
    guard let result = watch.outcome(in: judged, context) else { return nil }
    let cue = watch.condition.cue
    history.note(watch.wording, worked: result.outcome == .worked, rules: rules)
    if !said.isEmpty { said[said.count - 1].outcome = result.outcome }
    return CueOutcome { body in
      body.cue = cue.id
      body.outcome = result.outcome
      body.muscle = cue.muscle
      body.side = watch.condition.side
      body.focus = cue.focus
      body.because = because(watch.condition, result.value, judged.count)
    }
  }

  /// The most urgent cue whose trigger persists, unless it is better to say nothing.
  private mutating func choose(
    _ set: TrainingSet, _ context: CueContext, _ voice: Guidance.Voice, at time: MonotonicTime
  ) -> Cue? {
    guard voice != .none, maySpeak(set, at: time), let newest = set.repetitions.last else {
      return nil
    }
    for condition in CueCondition.all(for: set.setup) {
      if voice == .externalOnly, condition.cue.focus != .external { continue }
      guard newest.isValid || condition.looksAtPartial,
        let wording = history.wording(of: condition.cue, in: set.setup.exercise?.id, rules: rules),
        let seen = condition.persisting(in: set, context)
      else { continue }
      watch = CueWatch(condition, wording, seen: seen, after: newest.number, context)
      noteSaid(after: set, at: time)
      said.append(
        PastCue(
          cue: condition.cue.id, wording: wording.index, focus: condition.cue.focus,
          metric: condition.trigger.metric.rawValue))
      return Cue { body in
        body.cue = condition.cue.id
        body.text = condition.cue.wordings[wording.index].text(set.setup.lang)
        body.muscle = condition.cue.muscle
        body.side = condition.side
        body.focus = condition.cue.focus
        body.because = because(condition, seen.value, seen.repetitions.count)
      }
    }
    return nil
  }

  /// Something was said after the newest repetition.
  mutating func noteSaid(after set: TrainingSet, at time: MonotonicTime) {
    last = (set.repetitions.last?.number ?? 0, time)
    saidInSet += 1
  }

  func maySpeak(_ set: TrainingSet, at time: MonotonicTime) -> Bool {
    guard let newest = set.repetitions.last, newest.number >= rules.earliestRepetition,
      saidInSet < rules.mostPerSet, set.setup.loadOfMaximum ?? 0 < rules.heavyLoad,
      VelocityLossOfSet(set.valid, tempo: set.setup.tempo).percent ?? 0
        <= rules.velocityLossPercent
    else { return false }
    guard let last else { return true }
    return newest.number - last.repetition >= rules.spacingRepetitions
      && time.seconds(since: last.time) >= rules.spacingSeconds
  }

  private func because(
    _ condition: CueCondition, _ value: Double, _ repetitions: Int
  ) -> Cue.Because {
    Cue.Because { body in
      body.metric = condition.trigger.metric.rawValue
      body.value = value
      body.threshold = condition.trigger.limit.threshold
      body.reps = repetitions
    }
  }
}
