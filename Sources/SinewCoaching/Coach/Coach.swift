package import SinewFeedback
package import SinewSignal

/// The coach of one station: owns the sets and the numbers of repetitions, and decides what is said.
///
/// A value without a clock: the same findings and instants give the same messages. Findings must
/// come in the order in which the engine decided them.
package struct Coach: Sendable {
  /// Who trains what here; `change` takes another.
  package private(set) var setup: StationSetup
  private var numbers: any SetNumbers
  private var qualities = SlotQualities()
  private var running: TrainingSet?
  /// The set before, for corrections that come late.
  private var previous: TrainingSet?
  private var cues = CueEngine()
  private var levels = LevelHistory()
  private var holds = HoldsOfSet()
  private var session = SessionMemory()
  /// What is known of the athlete: earlier sessions and this one.
  private var past: AthletePast
  /// What of it nobody has taken yet.
  private var newPast = AthletePast()
  private var guidance = Guidance()
  /// What this session found that bears on the plan.
  private var facts = PlanProgress.Facts()
  /// Pain was reported: no more advice in this session.
  private var isHurt = false
  /// Exercises about which the news of earlier sessions were told today.
  private var reported: Set<String> = []

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
    case .phase(let change):
      // The movement counts from when it happened in the body, not from when it was decided.
      response.opening = expire(at: change.signalTime, decided: change.decidedTime)
      running?.clock.notePhase(change)
    case .movementEnded(let end):
      running?.clock.noteMovementEnd(end)
      response.opening = advance(to: end.decidedTime)
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
    previous = set
    func say(_ bodies: [FeedbackBody]) -> [FeedbackMessage] {
      bodies.map { Self.message($0, of: set, at: set.end, decided: now) }
    }
    let shown = guidance.told.show
    let feedback = guidance.end(lang: set.setup.lang)
    let practice = remember(
      PastSet(set, cues: cues.endSet(), shown: shown, phase: past.programme.last?.phase))
    return say([feedback.before.map { .feedback($0) }].compactMap(\.self))
      + [Self.ended(set, why: why, decided: now)]
      + say([feedback.after.map { .feedback($0) }].compactMap(\.self))
      + advise(session.take(set) + practice, after: set, at: now)
  }

  /// What follows from a set, and what comes next by the plan; nothing after pain.
  private mutating func advise(
    _ bodies: [FeedbackBody], after set: TrainingSet, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    if isHurt { return [] }
    let messages = bodies.map { Self.message($0, of: set, at: set.end, decided: now) }
    facts.note(bodies, exercise: set.setup.exercise?.id ?? "")
    guard let plan = setup.plan, let day = setup.calendar?.day(of: now) else { return messages }
    var facts = facts
    facts.phase = past.programme.last?.phase
    facts.maxima = past.maxima.mapValues(\.kilograms)
    facts.probes = Set(
      plan.items.map(\.exercise).filter {
        LearningProgress(of: $0, in: past, on: day).isProbeDue
      })
    let today = past.sets.filter { $0.day == day }
    guard let step = PlanProgress(plan).next(after: today, facts) else { return messages }
    let ready = set.end.advanced(bySeconds: step.restSeconds)
    var next = Self.message(
      .next(step.message(readyAt: ready.seconds, lang: setup.lang)), of: set, at: set.end,
      decided: now)
    next.envelope.exercise = step.exercise
    return messages + [next]
  }

  /// The coach beside the athlete touched, said or showed something: what becomes of it is looked at
  /// as with a cue (science 4.16). In a running set, with a muscle or without.
  package mutating func mark(
    _ mark: Mark.MarkKind, muscle: String?, side: Side?, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    if let set = running, [.tactile, .verbal, .visual].contains(mark) {
      cues.watch(mark, muscle: muscle, side: side, in: set, session: session)
    }
    var body = Mark()
    body.mark = mark
    body.muscle = muscle
    body.side = side
    return [stationMessage(.mark(body), at: now)]
  }

  /// How hard a set was, 1...10 (RPE), by the athlete's tap after it. nil: the last one.
  package mutating func noteEffort(_ effort: Double, set number: Int? = nil) {
    guard (1...10).contains(effort) else { return }
    correct(number) { $0.effort = effort }
  }

  /// Pain, 0...10. From 3 on the set and all advice of this session end (science 7); it is recorded
  /// and never public, so the set ends in the words of an athlete who stopped.
  package mutating func notePain(_ level: Double, at now: MonotonicTime) -> [FeedbackMessage] {
    guard level >= Self.painLimit else { return [] }
    let hadSet = running != nil
    isHurt = true
    let messages = endSet(why: .athlete, at: now)
    if hadSet || past.sets.last?.day == setup.calendar?.day(of: now) {
      correct(nil) { $0.wasPainful = true }
    }
    return messages
  }

  /// Pain of so much ends the set (science 7).
  package static let painLimit = 3.0

  /// Changes a set of this session in the past and hands it out once more.
  private mutating func correct(_ number: Int?, _ change: (inout PastSet) -> Void) {
    guard
      let index = past.sets.lastIndex(where: { number == nil || $0.number == number })
    else { return }
    change(&past.sets[index])
    newPast.sets.removeAll { $0.number == past.sets[index].number }
    newPast.sets.append(past.sets[index])
  }

  /// Silence from now on: no cues, and no feedback for the athlete; or its end. Works at any time.
  package mutating func silence(_ isWanted: Bool, at now: MonotonicTime) -> [FeedbackMessage] {
    let feedback = guidance.silence(isWanted, inSet: running != nil, lang: setup.lang)
    return feedback.map { [stationMessage(.feedback($0), at: now)] } ?? []
  }

  /// A message about the station, whatever set runs.
  private func stationMessage(_ body: FeedbackBody, at now: MonotonicTime) -> FeedbackMessage {
    if let set = running { return Self.message(body, of: set, at: now, decided: now) }
    let envelope = Envelope(
      tSignal: now.seconds, tEmit: now.seconds, station: setup.station, athlete: setup.athlete)
    return FeedbackMessage(envelope: envelope, body: body)
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

  /// Where the programme stands is settled with the first set of a day.
  private mutating func decideProgramme(at start: MonotonicTime) -> [FeedbackBody] {
    guard let day = setup.calendar?.day(of: start), setup.athlete != nil,
      let table = try? PhaseTable.standard.get(),
      reported.insert("programme \(day.number)").inserted
    else { return [] }
    if let decision = ProgrammeRules(table).decide(past, on: day) {
      past.programme.append(decision)
      newPast.programme.append(decision)
    }
    return past.programme.last.map { [.programme($0.message(table, lang: setup.lang))] } ?? []
  }

  /// The coach overrules the programme: another phase from now on, recorded with who said so.
  /// Nothing without an athlete and a calendar.
  package mutating func overrideProgramme(
    phase: Int, by person: String, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    guard let day = setup.calendar?.day(of: now), setup.athlete != nil,
      let table = try? PhaseTable.standard.get(), (1...5).contains(phase)
    else { return [] }
    let before = past.programme.last?.phase ?? phase
    let decision = ProgrammeDecision(
      day: day, phase: phase,
      state: phase == 5 ? .deload : phase > before ? .advance : phase < before ? .goBack : .hold,
      because: "override", overriddenBy: person)
    past.programme.append(decision)
    newPast.programme.append(decision)
    reported.insert("programme \(day.number)")
    return [stationMessage(.programme(decision.message(table, lang: setup.lang)), at: now)]
  }

  /// How far the exercise is learnt decides what is shown, and whether this set is a probe.
  private mutating func prepare(_ set: inout TrainingSet, at start: MonotonicTime)
    -> [FeedbackBody]
  {
    var news: [FeedbackBody] = []
    var stage = LearningStage.Stage.cognitive
    if let exercise = set.setup.exercise?.id, let day = set.setup.calendar?.day(of: start) {
      let progress = LearningProgress(of: exercise, in: past, on: day)
      stage = progress.stage
      if set.setup.purpose == .training {
        let isFirst = reported.insert("\(exercise) \(day.number)").inserted
        if isFirst { news = SessionNews(past, exercise: exercise, on: day, progress).bodies }
        if isFirst, progress.isProbeDue { set.setup.purpose = .probe }
      }
    }
    let feedback = guidance.begin(
      stage: stage, purpose: set.setup.purpose, lang: set.setup.lang)
    if let feedback { news.append(.feedback(feedback)) }
    return news
  }

  /// The set-up with what the past tells about it.
  private func informed(at time: MonotonicTime) -> StationSetup {
    var setup = setup
    guard let exercise = setup.exercise?.id, let day = setup.calendar?.day(of: time) else {
      return setup
    }
    setup.baseline =
      setup.baseline
      ?? AthleteBaseline(past, exercise: exercise, loadKg: setup.loadKg, before: day)
    setup.loadOfMaximum = setup.loadOfMaximum ?? past.loadOfMaximum(setup.loadKg, in: exercise)
    if let phase = past.programme.last?.phase, let table = try? PhaseTable.standard.get() {
      setup.muscles = setup.muscles.map { $0.inBand(of: table.phase(phase)) }
    }
    return setup
  }

  /// Adds a set to the past, and gives what it adds up to.
  private mutating func remember(_ set: PastSet?) -> [FeedbackBody] {
    guard let set else { return [] }
    let before = PracticeCount(past, on: set.day)
    past.sets.append(set)
    newPast.sets.append(set)
    var news: [FeedbackBody] = []
    if set.purpose == .focusTrial, let target = set.target?.muscle {
      news.append(.focusEffect(FocusTrial(of: set.exercise, in: past).message(muscle: target)))
    }
    let today = past.sets.filter { $0.day == set.day }
    if set.purpose != .drill, today.dropLast().last?.purpose == .drill,
      let check = PreActivationCheck(today, exercise: set.exercise)
    {
      news.append(.preActivation(check.message))
    }
    let now = PracticeCount(past, on: set.day)
    if let milestone = now.milestone(since: before, lang: setup.lang) {
      news.append(.milestone(milestone))
    }
    return news
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

  private mutating func take(
    _ revision: RepetitionRevision, into response: inout CoachResponse
  ) {
    var revised = running?.revise(revision, levels: levels)
    var number = running?.number
    if revised == nil {
      revised = previous?.revise(revision, levels: levels)
      number = previous?.number
      if revised != nil, let set = previous {
        response.following = [Self.revised(set, decided: revision.decidedTime)]
      }
    }
    guard let revised, let number else { return }
    response.repetition = RepetitionNumber(set: number, rep: revised.number)
    response.numbers = revised.isRemoved ? nil : revised.numbers
  }
}
