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
  private var session = SessionMemory()
  /// What is known of the athlete: earlier sessions and this one.
  private var past: AthletePast
  /// What of it nobody has taken yet.
  private var newPast = AthletePast()

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

  /// Takes one finding of this station.
  package mutating func observe(_ finding: Finding) -> CoachResponse {
    var response = CoachResponse()
    switch finding {
    case .activation(let tick):
      note(tick)
      response.opening = advance(to: tick.decidedTime)
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
    messages.append(open(at: time, by: starter, decided: time))
    return messages
  }

  /// Ends the running set; nothing when none runs.
  package mutating func endSet(
    why: SetEndReason, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    guard let set = running else { return [] }
    running = nil
    previous = set
    remember(PastSet(set, cues: cues.endSet(), shown: .live, phase: nil))
    let following = session.take(set).map {
      Self.message($0, of: set, at: set.end, decided: now)
    }
    return [Self.ended(set, why: why, decided: now)] + following
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
      past = setup.past ?? AthletePast()
    } else if setup.past != self.setup.past, let known = setup.past {
      past = known
    }
    // A level of a slot that has moved to another muscle is no level of that muscle.
    if setup.wearing != self.setup.wearing { levels = LevelHistory() }
    self.setup = setup
    if let start = running?.start {
      let informed = informed(at: start)
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
  ) -> FeedbackMessage {
    let set = TrainingSet(
      number: numbers.next(), setup: informed(at: start), start: start, startedBy: starter)
    running = set
    return Self.started(set, decided: decided)
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
    return setup
  }

  private mutating func remember(_ set: PastSet?) {
    guard let set else { return }
    past.sets.append(set)
    newPast.sets.append(set)
  }

  private mutating func take(_ repetition: Repetition, into response: inout CoachResponse) {
    response.opening = expire(at: repetition.start, decided: repetition.decidedTime)
    if running == nil {
      let message = open(
        at: repetition.start, by: .movement, decided: repetition.decidedTime)
      response.opening.append(message)
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
      set, session: session, at: repetition.end, decided: repetition.decidedTime)
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
