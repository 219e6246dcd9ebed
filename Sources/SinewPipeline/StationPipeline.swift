package import SinewCoaching
package import SinewEngine
package import SinewFeedback
package import SinewSignal

/// Findings of one station in, messages out, in the order in which they belong on the wire. The
/// daemon's server thread and `analyze` run the same object.
package final class StationPipeline {
  private var coach: Coach
  /// The set-up as it was given, with the references of the configuration alone.
  private(set) var bare: StationSetup
  /// Takes references by itself; nil where files are analysed, of which nobody knows whether their
  /// first set is a warm-up.
  var references: SessionReferences?
  /// Those of athletes who wait for their turn.
  var parked: [String: SessionReferences] = [:]
  /// The sensors that sit on nobody else's skin while an athlete waits.
  package var owned: (_ athlete: String) -> Set<String> = { _ in [] }
  /// The guided calibration under way.
  var calibration: CalibrationRun?
  /// Pairs of slots that the last placement check found swapped.
  var offered: [(Int, Int)] = []
  /// What calibrations measured and nobody has taken yet.
  var newResults: [CalibrationResult] = []
  /// Told what counts as 100 % of a slot's envelope from now on; 0: nothing.
  package var onReference: (_ slot: Int, _ level: Float) -> Void = { _, _ in }
  /// Told that the muscles rest for the next seconds.
  package var onRest: () -> Void = {}
  /// Which device channel each muscle slot is, for `signal` messages.
  package var channels: [Int: (device: String, channel: Int)] = [:]
  private var line: ActivationLine
  /// The same for public screens, which don't tell left from right.
  private var mergedLine: ActivationLine
  /// The number of the running set, and when the coach wants to be called, as they were after it
  /// was last told something: to ask it copies all it knows, too dear for every tick.
  private var lineSet: Int?
  private var deadline: MonotonicTime?
  /// What a level is divided by to become a fraction, by slot; 1 where there is no reference.
  private var scales = InlineArray<16, Float>(repeating: 1)

  /// - Parameters:
  ///   - numbers: gives every set its number.
  ///   - measuresReferences: what is 100 % is found out while people train.
  package init(
    setup: StationSetup, numbers: any SetNumbers, measuresReferences: Bool = true
  ) {
    coach = Coach(setup: setup, numbers: numbers)
    bare = setup
    if measuresReferences { references = SessionReferences() }
    line = ActivationLine(envelope: Envelope(), muscles: [])
    mergedLine = line
    prepareLine()
  }

  /// When the coach wants `advance` to be called even if no finding comes.
  package var nextDeadline: MonotonicTime? {
    // Asked after every line of levels, so no array of three for a `min()`.
    var next = deadline
    next.keepEarlier(references?.deadline)
    next.keepEarlier(calibration?.deadline)
    return next
  }

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
      tellReferences()
    }
    if setup.athlete != bare.athlete { changeReferences(from: bare.athlete, to: setup.athlete) }
    var messages: [FeedbackMessage] = []
    if setup.changesCalibration(from: bare) {
      stopCalibration(.setupChanged, at: now) { messages.append($0) }
      offered = []
    }
    bare = setup
    // The set that this ends must not see the set-up of the next.
    let ending = coach.change(setup: setup, at: now)
    for message in ending { follow(message, at: now) { messages.append($0) } }
    guard references != nil else { return messages }
    references?.wear(setup, at: now)
    return messages + coach.change(setup: references?.dressed(setup) ?? setup, at: now)
  }

  /// Turns one finding into messages. Levels are not among them: see `encodeLevels`.
  package func handle(_ finding: Finding, _ publish: (FeedbackMessage) -> Void) {
    if calibrate(finding, publish) { return }
    if case .activation(let tick) = finding, !coach.watchesHolds, !isDue(at: tick.decidedTime) {
      coach.note(tick)
      references?.note(tick)
      settleReferences(at: tick.decidedTime, publish)
      return
    }
    let response = coach.observe(finding)
    let now = finding.decidedTime ?? .zero
    for message in response.opening { follow(message, at: now, publish) }
    references?.note(finding)
    if let message = translate(finding, response) { publish(message) }
    for message in response.following { follow(message, at: now, publish) }
    noteCoach()
    settleReferences(at: now, publish)
  }

  /// Time goes on without findings: sets may end.
  package func advance(to now: MonotonicTime, _ publish: (FeedbackMessage) -> Void) {
    advanceCalibration(to: now, publish)
    for message in coach.advance(to: now) { follow(message, at: now, publish) }
    noteCoach()
    settleReferences(at: now, publish)
  }

  /// Somebody starts a set by word rather than by moving.
  package func startSet(
    at now: MonotonicTime, by starter: SetStarted.StartedBy, _ publish: (FeedbackMessage) -> Void
  ) {
    for message in coach.startSet(at: now, by: starter) { follow(message, at: now, publish) }
    noteCoach()
  }

  /// Ends the running set, if there is one.
  package func endSet(
    why: SetEndReason, at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) {
    for message in coach.endSet(why: why, at: now) { follow(message, at: now, publish) }
    noteCoach()
    settleReferences(at: now, publish)
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
    for message in coach.notePain(Double(level), at: now) { follow(message, at: now, publish) }
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

  /// Whether a set runs here or was the last: corrections of it come with all its numbers.
  package func knows(set number: Int) -> Bool { coach.knows(set: number) }

  /// Somebody corrects a repetition of it; nil where it has no such repetition.
  package func correct(
    set number: Int, rep: Int, removed: Bool?, partial: Bool?, at now: MonotonicTime
  ) -> [FeedbackMessage]? {
    coach.correct(set: number, rep: rep, removed: removed, partial: partial, at: now)
  }

  /// Lets the last set go on; false while another runs or where it was not the last.
  package func reopen(
    set number: Int, at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) -> Bool {
    guard !isCalibrating, let messages = coach.reopen(set: number, at: now) else { return false }
    for message in messages { follow(message, at: now, publish) }
    noteCoach()
    return true
  }

  /// How hard a set was, 1...10 (RPE); nil: the last one.
  package func noteEffort(_ effort: Double, set: Int? = nil) { coach.noteEffort(effort, set: set) }

  /// Another phase of the programme, by the word of a coach.
  package func overrideProgramme(
    phase: Int, state: Programme.State?, note: String?, by person: String, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    coach.overrideProgramme(phase: phase, state: state, note: note, by: person, at: now)
  }

  /// Somebody agrees to the experiment that a plateau offers.
  package func startBlock(_ block: IntentBlock) { coach.startBlock(block) }

  /// Sets and decisions since the last call, for whoever keeps the history: ask after every
  /// `handle`, `advance`, `change` and `endSet` that published something.
  package func takeNewPast() -> AthletePast { coach.takeNewPast() }

  /// Writes a tick as an `activation` line; allocates nothing.
  package func encodeLevels(
    _ tick: ActivationTick, into writer: inout LineWriter, sequence: UInt64,
    emitted: MonotonicTime, mergesSides: Bool = false
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
    if mergesSides {
      mergedLine.write(line, into: &writer)
    } else {
      self.line.write(line, into: &writer)
    }
  }

  /// Publishes what the coach says, and lets the references know when sets begin and end.
  private func follow(
    _ message: FeedbackMessage, at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) {
    switch message.body {
    case .setStarted: references?.setBegan()
    case .setEnded: references?.setEnded(at: now)
    default: break
    }
    publish(message)
  }

  /// Puts another 100 % in force where one has been measured or lost, and says so.
  ///
  /// - Parameter told: what a calibration has said already.
  func settleReferences(
    at now: MonotonicTime, except told: [CalibrationResult] = [],
    _ publish: (FeedbackMessage) -> Void
  ) {
    guard let news = references?.news(at: now, lang: bare.lang), !news.isEmpty else { return }
    for message in coach.change(setup: references?.dressed(bare) ?? bare, at: now) {
      publish(message)
    }
    prepareLine()
    tellReferences()
    for muscle in coach.setup.muscles {
      let isNew = news.contains { $0.muscle == muscle.muscle && $0.side == muscle.side }
      guard isNew, let reference = muscle.reference, reference.kind != .mvc else { continue }
      newResults.append(
        CalibrationResult(slot: muscle, .reference(reference.kind, reference.value)))
    }
    for body in news where !told.contains(where: { $0.message == body.result }) {
      let envelope = Envelope(
        tSignal: now.seconds, station: bare.station, athlete: bare.athlete,
        set: coach.currentSet, exercise: bare.exercise?.id)
      publish(FeedbackMessage(envelope: envelope, body: .calibration(body)))
    }
  }

  /// Tells the engine what is 100 %, for it says which muscles work.
  package func tellReferences() {
    guard let references else { return }
    for muscle in bare.muscles {
      onReference(muscle.slot, references.envelopeLevel(slot: muscle.slot))
    }
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

  package var hasNewResults: Bool { !newResults.isEmpty }

  /// What calibrations have measured since the last call, for whoever keeps it.
  package func takeNewResults() -> [CalibrationResult] {
    defer { newResults = [] }
    return newResults
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
      if let reference = muscle.reference { scales[muscle.slot] = Float(reference.envelopeValue) }
      muscles.append(
        ActivationLine.Muscle(
          muscle.muscle, side: muscle.side, slots: 1 << UInt16(muscle.slot), unit: unit))
    }
    line = ActivationLine(envelope: envelope, muscles: muscles)
    mergedLine = ActivationLine(envelope: envelope, muscles: muscles.mergingSides)
  }
}

extension [ActivationLine.Muscle] {
  /// One entry a muscle, the mean of its sides where both are in the same unit.
  fileprivate var mergingSides: [ActivationLine.Muscle] {
    var merged: [ActivationLine.Muscle] = []
    for muscle in self {
      let same = merged.firstIndex { $0.muscle == muscle.muscle }
      guard let same else {
        merged.append(
          ActivationLine.Muscle(muscle.muscle, slots: muscle.slots, unit: muscle.unit))
        continue
      }
      if merged[same].unit == muscle.unit {
        merged[same].slots |= muscle.slots
      } else if muscle.unit == .level {
        merged[same] = ActivationLine.Muscle(muscle.muscle, slots: muscle.slots, unit: .level)
      }
    }
    return merged
  }
}

extension MonotonicTime? {
  /// The earlier of two times, either of which may be none.
  fileprivate mutating func keepEarlier(_ other: MonotonicTime?) {
    guard let other else { return }
    self = self.map { min($0, other) } ?? other
  }
}
