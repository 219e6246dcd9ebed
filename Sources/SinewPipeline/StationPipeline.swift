package import SinewCoaching
package import SinewEngine
package import SinewFeedback
package import SinewSignal

/// Findings of one station in, messages out, in the order in which they belong on the wire. The
/// daemon's server thread and `analyze` run the same object.
package final class StationPipeline {
  private var coach: Coach
  /// Which device channel each muscle slot is, for `signal` messages.
  package var channels: [Int: (device: String, channel: Int)] = [:]
  private var line: ActivationLine
  /// The number of the running set, and when the coach wants to be called, as they were after it
  /// was last told something: to ask it copies all it knows, too dear for every tick.
  private var lineSet: Int?
  private var deadline: MonotonicTime?
  /// What a level is divided by to become a fraction, by slot; 1 where there is no reference.
  private var scales = InlineArray<16, Float>(repeating: 1)

  /// - Parameter numbers: gives every set its number.
  package init(setup: StationSetup, numbers: any SetNumbers) {
    coach = Coach(setup: setup, numbers: numbers)
    line = ActivationLine(envelope: Envelope(), muscles: [])
    prepareLine()
  }

  /// When the coach wants `advance` to be called even if no finding comes.
  package var nextDeadline: MonotonicTime? { deadline }

  package var isInSet: Bool { lineSet != nil }

  /// The exercise's facts that the engine needs.
  package static func motion(
    of exercise: Exercise?
  ) -> (motion: ExerciseMotion, firstPhase: MovementPhase) {
    guard let exercise else { return (.unknown, .out) }
    let direction: SinewEngine.FirstDirection =
      switch exercise.firstDirection {
      case .up: .up
      case .down: .down
      case .unknown: .unknown
      }
    let first: MovementPhase =
      switch exercise.firstPhase {
      case .concentric: .concentric
      case .eccentric: .eccentric
      case .hold: .out
      }
    return (ExerciseMotion(firstDirection: direction), first)
  }

  /// Another athlete, exercise or set of muscles from now on.
  package func change(
    _ setup: StationSetup, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    defer {
      prepareLine()
      deadline = coach.nextDeadline
    }
    return coach.change(setup: setup, at: now)
  }

  /// Turns one finding into messages. Levels are not among them: see `encodeLevels`.
  package func handle(_ finding: Finding, _ publish: (FeedbackMessage) -> Void) {
    if case .activation(let tick) = finding, !isDue(at: tick.decidedTime) {
      coach.note(tick)
      return
    }
    let response = coach.observe(finding)
    for message in response.opening { publish(message) }
    if let message = translate(finding, response) { publish(message) }
    for message in response.following { publish(message) }
    noteCoach()
  }

  /// Time goes on without findings: sets may end.
  package func advance(to now: MonotonicTime, _ publish: (FeedbackMessage) -> Void) {
    for message in coach.advance(to: now) { publish(message) }
    noteCoach()
  }

  /// Somebody starts a set by word rather than by moving.
  package func startSet(
    at now: MonotonicTime, by starter: SetStarted.StartedBy, _ publish: (FeedbackMessage) -> Void
  ) {
    for message in coach.startSet(at: now, by: starter) { publish(message) }
    noteCoach()
  }

  /// Ends the running set, if there is one.
  package func endSet(
    why: SetEndReason, at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) {
    for message in coach.endSet(why: why, at: now) { publish(message) }
    noteCoach()
  }

  /// The number of the running set.
  package var currentSet: Int? { lineSet }

  /// Silence for the athlete from now on, or its end; works at any time.
  package func silence(
    _ isWanted: Bool, at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) {
    for message in coach.silence(isWanted, at: now) { publish(message) }
    noteCoach()
  }

  /// Pain, 0...10: from 3 on the set and all advice end.
  package func notePain(
    level: Int, at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) {
    for message in coach.notePain(Double(level), at: now) { publish(message) }
    noteCoach()
  }

  /// The coach beside the athlete touched, said or showed something: publishes `mark`, and after
  /// three repetitions `cue.outcome`.
  package func coachMark(
    _ mark: Mark.MarkKind, muscle: String?, side: Side?, at now: MonotonicTime,
    _ publish: (FeedbackMessage) -> Void
  ) {
    for message in coach.mark(mark, muscle: muscle, side: side, at: now) { publish(message) }
    noteCoach()
  }

  /// How hard a set was, 1...10 (RPE); nil: the last one.
  package func noteEffort(_ effort: Double, set: Int? = nil) { coach.noteEffort(effort, set: set) }

  /// Another phase of the programme, by the word of a coach.
  package func overrideProgramme(
    phase: Int, by person: String, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    coach.overrideProgramme(phase: phase, by: person, at: now)
  }

  /// Sets and decisions since the last call, for whoever keeps the history: ask after every
  /// `handle`, `advance`, `change` and `endSet` that published something.
  package func takeNewPast() -> AthletePast { coach.takeNewPast() }

  /// Writes a tick as an `activation` line; allocates nothing.
  package func encodeLevels(
    _ tick: ActivationTick, into writer: inout LineWriter, sequence: UInt64,
    emitted: MonotonicTime
  ) {
    var line = ActivationLine.Tick()
    line.seq = sequence
    line.tSignal = tick.signalTime.seconds
    line.tEmit = emitted.seconds
    line.sample = UInt64(tick.sample)
    let shift = UInt16(tick.bank) &* UInt16(MuscleSlots.perBank)
    line.present = UInt16(tick.lanes) << shift
    line.active = UInt16(tick.active) << shift
    for lane in 0..<MuscleSlots.perBank {
      let slot = lane &+ Int(shift)
      line.levels[slot] = tick.levels[lane] / scales[slot]
      line.quality[slot] = tick.quality[lane]
    }
    self.line.write(line, into: &writer)
  }

  private func translate(_ finding: Finding, _ response: CoachResponse) -> FeedbackMessage? {
    let words = FindingTranslation(
      setup: coach.setup, set: response.repetition?.set ?? coach.currentSet,
      channels: channels)
    switch finding {
    case .activation, .clock, .movementEnded:
      return nil
    case .onset(let event):
      return words.moment(event).map {
        FeedbackMessage(
          envelope: words.envelope(event.signalTime, event.decidedTime), body: .onset($0))
      }
    case .offset(let event):
      return words.moment(event).map {
        FeedbackMessage(
          envelope: words.envelope(event.signalTime, event.decidedTime), body: .offset($0))
      }
    case .phase(let change):
      return FeedbackMessage(
        envelope: words.envelope(change.signalTime, change.decidedTime),
        body: .phase(words.phase(change)))
    case .repetition(let repetition):
      guard let number = response.repetition, let numbers = response.numbers else { return nil }
      return FeedbackMessage(
        envelope: words.envelope(repetition.end, repetition.decidedTime),
        body: .rep(words.repetition(numbers, rep: number.rep)))
    case .repetitionRevised(let revision):
      guard let number = response.repetition else { return nil }
      return FeedbackMessage(
        envelope: words.envelope(revision.end, revision.decidedTime),
        body: .repRevised(
          words.revision(revision, numbers: response.numbers, rep: number.rep)))
    case .quality(let change):
      return FeedbackMessage(
        envelope: words.envelope(change.signalTime, change.decidedTime),
        body: .signal(words.signal(change)))
    }
  }

  /// Whether the coach would do anything about the time having come.
  private func isDue(at time: MonotonicTime) -> Bool {
    deadline.map { time >= $0 } ?? false
  }

  private func noteCoach() {
    deadline = coach.nextDeadline
    if coach.currentSet != lineSet { prepareLine() }
  }

  /// Everything in an `activation` line that stays the same from tick to tick.
  private func prepareLine() {
    let setup = coach.setup
    lineSet = coach.currentSet
    let envelope = Envelope(
      station: setup.station, athlete: setup.athlete, set: coach.currentSet,
      exercise: setup.exercise?.id)
    scales = InlineArray(repeating: 1)
    var muscles: [ActivationLine.Muscle] = []
    for muscle in setup.muscles where (0..<MuscleSlots.perStation).contains(muscle.slot) {
      let unit: ActivationLine.Unit =
        muscle.reference != nil ? .level : muscle.unit == .microvolts ? .microvolts : .counts
      if let reference = muscle.reference { scales[muscle.slot] = Float(reference.value) }
      muscles.append(
        ActivationLine.Muscle(
          muscle.muscle, side: muscle.side, slots: 1 << UInt16(muscle.slot), unit: unit))
    }
    line = ActivationLine(envelope: envelope, muscles: muscles)
  }
}
