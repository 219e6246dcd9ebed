package import SinewFeedback
package import SinewSignal

/// The coach of one station: owns the sets and the numbers of repetitions, and decides what is said.
///
/// A value without a clock: the same findings and instants give the same messages. Findings must
/// come in the order in which the engine decided them.
package struct Coach: Sendable {
  /// Who trains what here; `change` takes another.
  package private(set) var setup: StationSetup
  var numbers: any SetNumbers
  var qualities = SlotQualities()
  var running: TrainingSet?
  /// The set before, for corrections that come late and for going on with it.
  var previous: FinishedSet?
  var cues = CueEngine()
  var levels = LevelHistory()
  var holds = HoldsOfSet()
  var session = SessionMemory()
  /// What is known of the athlete: earlier sessions and this one.
  var past: AthletePast
  /// What of it nobody has taken yet.
  var newPast = AthletePast()
  var guidance = Guidance()
  /// What this session found that bears on the plan.
  var facts = PlanProgress.Facts()
  /// Pain was reported: no more advice in this session.
  var isHurt = false
  /// Exercises about which the news of earlier sessions were told today.
  var reported: Set<String> = []

  package init(setup: StationSetup, numbers: any SetNumbers) {
    self.setup = setup
    self.numbers = numbers
    past = setup.past ?? AthletePast()
  }

  /// What this session added to the past since the last call, for whoever keeps the history. A set
  /// that was given before and comes again was corrected and takes the place of the first.
  package mutating func takeNewPast() -> AthletePast {
    defer { newPast = AthletePast() }
    return newPast
  }

  /// The number of the running set, for the messages that the coach does not write.
  package var currentSet: Int? { running?.number }

  /// When `advance` has something to do unless a finding comes before; nil: nothing to wait for.
  package var nextDeadline: MonotonicTime? { running?.clock.deadline }

  /// Takes the levels of one instant without asking for more: all that most of them are for.
  package mutating func note(_ tick: ActivationTick) { levels.note(tick) }

  /// Every level matters: an isometric exercise has no repetitions to tell what happened.
  package var watchesHolds: Bool { setup.exercise?.firstPhase == .hold }

  /// Takes one finding of this station.
  package mutating func observe(_ finding: Finding) -> CoachResponse {
    var response = CoachResponse()
    switch finding {
    case .activation(let tick):
      note(tick)
      response.opening = advance(to: tick.decidedTime)
      if watchesHolds { take(tick, into: &response) }
    case .onset(let event), .offset(let event):
      response.opening = advance(to: event.decidedTime)
    case .clock: break
    case .quality(let change):
      response.opening = advance(to: change.decidedTime)
      qualities.note(change)
      response.following = tellLoss(change)
    case .phase(let change):
      // The movement counts from when it happened in the body, not from when it was decided.
      response.opening = expire(at: change.signalTime, decided: change.decidedTime)
      running?.clock.notePhase(change)
    case .movementEnded(let end):
      if end.isWalking, let running, running.isLeft(at: end.signalTime) {
        response.opening = endSet(why: .walking, at: end.decidedTime)
      } else {
        running?.clock.noteMovementEnd(end)
        response.opening = advance(to: end.decidedTime)
      }
    case .repetition(let repetition): take(repetition, into: &response)
    case .repetitionRevised(let revision): take(revision, into: &response)
    }
    return response
  }

  /// Lets time pass: ends the set when nothing moved for the time-out.
  package mutating func advance(to now: MonotonicTime) -> [FeedbackMessage] {
    expire(at: now, decided: now)
  }

  /// Starts a set by request; one that runs is ended first.
  package mutating func startSet(
    at time: MonotonicTime, by starter: SetStarted.StartedBy
  ) -> [FeedbackMessage] {
    var messages = endSet(why: starter == .athlete ? .athlete : .coach, at: time)
    messages += open(at: time, by: starter, decided: time)
    return messages
  }

  /// Ends the running set; nothing when none runs.
  package mutating func endSet(
    why: SetEndReason, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    guard let set = running else { return [] }
    running = nil
    previous = FinishedSet(set: set, session: session, cues: cues, facts: facts)
    func say(_ bodies: [FeedbackBody]) -> [FeedbackMessage] {
      bodies.map { Self.message($0, of: set, at: set.end, decided: now) }
    }
    let shown = guidance.told.show
    let feedback = guidance.end(lang: set.setup.lang)
    let found = session.take(set, past: past)
    var memory = PastSet(
      set, cues: cues.endSet(), shown: shown, phase: past.programme.last?.phase)
    if !session.newSymmetries.isEmpty { memory?.symmetries = session.newSymmetries }
    let practice = remember(memory)
    return say([feedback.before.map { .feedback($0) }].compactMap(\.self))
      + [Self.ended(set, why: why, decided: now)]
      + say([feedback.after.map { .feedback($0) }].compactMap(\.self))
      + advise(found + practice, after: set, at: now)
  }

  /// Silence from now on: no cues, and no feedback for the athlete; or its end. Works at any time.
  package mutating func silence(_ isWanted: Bool, at now: MonotonicTime) -> [FeedbackMessage] {
    let feedback = guidance.silence(isWanted, inSet: running != nil, lang: setup.lang)
    return feedback.map { [stationMessage(.feedback($0), at: now)] } ?? []
  }

  /// Takes a new set-up. Another athlete or exercise ends a running set; new references, muscles,
  /// names or targets are taken into it.
  package mutating func change(
    setup: StationSetup, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    let isAnother =
      setup.athlete != self.setup.athlete || setup.exercise?.id != self.setup.exercise?.id
    let messages = isAnother ? endSet(why: .setupChanged, at: now) : []
    if setup.athlete != self.setup.athlete {
      cues = CueEngine()
      session = SessionMemory()
      guidance = Guidance()
      isHurt = false
      facts = PlanProgress.Facts()
      reported = []
      past = setup.past ?? AthletePast()
    } else if setup.past != self.setup.past, let known = setup.past {
      past = known
    }
    // A level of a slot that has moved to another muscle is no level of that muscle.
    if setup.wearing != self.setup.wearing { levels = LevelHistory() }
    if isAnother || setup.wearing != self.setup.wearing { holds = HoldsOfSet() }
    self.setup = setup
    if let start = running?.start {
      var informed = informed(at: start)
      informed.purpose = running?.setup.purpose ?? informed.purpose
      running?.setup = informed
    }
    return messages
  }

  private mutating func expire(
    at time: MonotonicTime, decided: MonotonicTime
  ) -> [FeedbackMessage] {
    guard let deadline = nextDeadline, time >= deadline else { return [] }
    return endSet(why: .still, at: decided)
  }

  private mutating func open(
    at start: MonotonicTime, by starter: SetStarted.StartedBy, decided: MonotonicTime
  ) -> [FeedbackMessage] {
    let decision = decideProgramme(at: start)
    var set = TrainingSet(
      number: numbers.next(), setup: informed(at: start), start: start, startedBy: starter)
    let news = decision + prepare(&set, at: start)
    running = set
    return [Self.started(set, decided: decided)]
      + news.map { Self.message($0, of: set, at: start, decided: decided) }
  }

  /// A hold opens the set, as a repetition does, and keeps it open.
  private mutating func take(_ tick: ActivationTick, into response: inout CoachResponse) {
    for news in holds.note(tick, setup: setup, qualities: qualities) {
      if running == nil, !news.state.isOver {
        response.opening += open(at: news.state.start, by: .movement, decided: tick.decidedTime)
      }
      running?.note(news)
      guard let set = running else { continue }
      response.following.append(Self.hold(news, of: set, decided: tick.decidedTime))
    }
    if let latest = holds.latest { running?.clock.noteHold(at: latest) }
  }

  private mutating func take(_ repetition: Repetition, into response: inout CoachResponse) {
    response.opening = expire(at: repetition.start, decided: repetition.decidedTime)
    if running == nil {
      response.opening += open(
        at: repetition.start, by: .movement, decided: repetition.decidedTime)
    }
    guard let coached = running?.add(repetition, qualities: qualities, levels: levels),
      let set = running
    else {
      return
    }
    response.repetition = RepetitionNumber(set: set.number, rep: coached.number)
    response.numbers = coached.numbers
    response.following = Self.holds(coached, of: set, decided: repetition.decidedTime)
    response.following += cues.judge(
      set, session: session, voice: isHurt ? .none : guidance.voice, at: repetition.end,
      decided: repetition.decidedTime)
    if let next = guidance.note(repetition: coached.number, lang: set.setup.lang) {
      response.following.append(
        Self.message(.feedback(next), of: set, at: repetition.end, decided: repetition.decidedTime))
    }
  }
}
