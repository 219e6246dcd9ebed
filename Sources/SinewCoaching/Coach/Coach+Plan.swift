package import SinewFeedback
package import SinewSignal

/// What follows for the plan and the programme.
extension Coach {
  /// What follows from a set, and what comes next by the plan; nothing after pain.
  mutating func advise(
    _ bodies: [FeedbackBody], after set: TrainingSet, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    if isHurt { return [] }
    let messages = bodies.map { Self.message($0, of: set, at: set.end, decided: now) }
    facts.note(bodies, exercise: set.setup.exercise?.id ?? "")
    guard let plan = setup.plan, let day = setup.calendar?.day(of: now) else { return messages }
    var facts = facts
    facts.phase = past.programme.last?.phase
    facts.maxima = past.maxima.mapValues(\.kilograms)
    for exercise in Set(plan.items.map(\.exercise)) {
      let progress = LearningProgress(of: exercise, in: past, on: day)
      if progress.isProbeDue { facts.probes.insert(exercise) }
      facts.stages[exercise] = progress.stage
      facts.effects[exercise] = FocusTrial(of: exercise, in: past).verdict
      facts.blocks[exercise] = past.block(of: exercise, on: day)
    }
    let today = past.sets.filter { $0.day == day }
    guard let step = PlanProgress(plan).next(after: today, facts) else { return messages }
    let ready = set.end.advanced(bySeconds: step.restSeconds)
    var next = Self.message(
      .next(step.message(readyAt: ready.seconds, lang: setup.lang)), of: set, at: set.end,
      decided: now)
    next.envelope.exercise = step.exercise
    return messages + [next]
  }

  /// Where the programme stands is settled with the first set of a day.
  mutating func decideProgramme(at start: MonotonicTime) -> [FeedbackBody] {
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
  ///
  /// - Parameters:
  ///   - state: In whose words it is told; nil: by what the phase was.
  ///   - note: The reason in the coach's own words.
  package mutating func overrideProgramme(
    phase: Int, state: Programme.State? = nil, note: String? = nil, by person: String,
    at now: MonotonicTime
  ) -> [FeedbackMessage] {
    guard let day = setup.calendar?.day(of: now), setup.athlete != nil,
      let table = try? PhaseTable.standard.get(), (1...5).contains(phase)
    else { return [] }
    let decision = ProgrammeDecision(
      overriding: past.programme.last?.phase, phase: phase, state: state, note: note, by: person,
      on: day)
    past.programme.append(decision)
    newPast.programme.append(decision)
    reported.insert("programme \(day.number)")
    return [stationMessage(.programme(decision.message(table, lang: setup.lang)), at: now)]
  }

  /// Somebody agrees to the experiment that a plateau offers.
  package mutating func startBlock(_ block: IntentBlock) {
    past.blocks = (past.blocks ?? []) + [block]
    newPast.blocks = (newPast.blocks ?? []) + [block]
  }
}
