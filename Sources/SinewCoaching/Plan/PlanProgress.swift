package import SinewFeedback

/// How far a session has come in its plan, and what comes next, with the reason (science 4.3, 4.9,
/// 4.13, 4.15, 4.17). The daemon keeps the plan; the coach asks after every set.
package struct PlanProgress: Sendable, Hashable {
  /// The next set.
  package struct Step: Sendable, Hashable {
    package var exercise: String
    /// Which limb, where one works at a time.
    package var side: Side?
    package var loadKg: Double?
    package var loadKind: LoadKind?
    package var reps: ClosedRange<Int>?
    package var tempo: Tempo?
    package var focus: Focus?
    package var restSeconds: Double
    package var why: Next.Why
    /// This set and how many are planned of the exercise.
    package var set: Int
    package var of: Int
  }

  /// What else bears on the next set.
  package struct Facts: Sendable, Hashable {
    /// The side that a flagged symmetry calls lower, by exercise.
    package var lagging: [String: Side] = [:]
    /// The load to go back to, by exercise, after the load outran the connection.
    package var stepBack: [String: Double] = [:]
    /// The next set of the exercise is a probe.
    package var probes: Set<String> = []
    /// Phase of the programme, 1...5; nil: none.
    package var phase: Int?
    /// How far it is learnt, and what a trial of the focus found, by exercise.
    package var stages: [String: LearningStage.Stage] = [:]
    package var effects: [String: FocusEffect.Verdict] = [:]
    /// The intent block that runs, by exercise.
    package var blocks: [String: IntentBlock] = [:]
    /// One-repetition maxima in kilograms, by exercise.
    package var maxima: [String: Double] = [:]

    package init() {}

    /// Takes what followed from a set of an exercise.
    mutating func note(_ bodies: [FeedbackBody], exercise: String) {
      for body in bodies {
        switch body {
        case .symmetry(let symmetry): lagging[exercise] = symmetry.lagging
        case .loadAdvice(let advice):
          stepBack[exercise] = advice.advice == .lower ? advice.loadKg : nil
        default: break
        }
      }
    }
  }

  /// Of the session.
  package let plan: SessionPlan

  package init(_ plan: SessionPlan) { self.plan = plan }

  /// What comes next after the sets done today, oldest first; nil when the plan is through.
  package func next(after done: [PastSet], _ facts: Facts) -> Step? {
    for item in plan.items {
      let own = done.filter { $0.exercise == item.exercise && $0.isWork }
      let total = sets(of: item, facts)
      guard own.count < total else { continue }
      if own.isEmpty, let drill = drill(of: item, done) { return drill }
      return step(item, own, total, facts)
    }
    return nil
  }

  /// At most one set more than planned, for the lagging limb (science 4.3).
  private func sets(of item: SessionPlan.Item, _ facts: Facts) -> Int {
    guard item.isOneLimb else { return item.sets }
    return 2 * item.sets + (facts.lagging[item.exercise] == nil ? 0 : 1)
  }

  private func drill(of item: SessionPlan.Item, _ done: [PastSet]) -> Step? {
    guard let drill = item.drill, !done.contains(where: { $0.exercise == drill }) else {
      return nil
    }
    return Step(
      exercise: drill, reps: 10...15, restSeconds: 60, why: .preActivation, set: 1, of: 1)
  }

  private func step(
    _ item: SessionPlan.Item, _ own: [PastSet], _ total: Int, _ facts: Facts
  ) -> Step {
    var step = Step(
      exercise: item.exercise, restSeconds: own.isEmpty ? 60 : item.restSeconds, why: .plan,
      set: own.count + 1, of: total)
    step.reps = item.reps
    step.loadKind = item.loadKind
    step.tempo = item.tempo
    step.focus = item.focus
    let maximum = facts.maxima[item.exercise]
    step.loadKg = item.loadKg ?? item.intensity.flatMap { part in maximum.map { part * $0 } }
    if step.focus == nil { step.focus = focus(step, facts) }
    if item.isOneLimb { takeTurns(&step, own, facts) }
    if let block = facts.blocks[item.exercise] {
      step.loadKg = block.loadKg ?? step.loadKg
      step.tempo = IntentBlock.tempo
      step.focus = .internal
      step.why = .intent
    }
    if own.isEmpty, plan.imagerySeconds != nil { step.why = .imagery }
    if own.isEmpty, facts.probes.contains(item.exercise) { step.why = .probe }
    if let back = facts.stepBack[item.exercise], back < step.loadKg ?? .infinity {
      step.loadKg = back
      step.why = .loadOutran
    }
    if facts.phase == 5 { unload(&step, maximum) }
    return step
  }

  /// Where the plan leaves it open.
  private func focus(_ step: Step, _ facts: Facts) -> Focus? {
    let maximum = facts.maxima[step.exercise]
    return FocusAdvice.focus(
      phase: facts.phase,
      loadOfMaximum: step.loadKg.flatMap { load in maximum.map { load / $0 } },
      isExplosive: step.tempo?.isExplosive == true, stage: facts.stages[step.exercise],
      own: facts.effects[step.exercise])
  }

  /// The lagging limb first, then the other with the same load and repetitions (science 4.3).
  private func takeTurns(_ step: inout Step, _ own: [PastSet], _ facts: Facts) {
    let first = facts.lagging[step.exercise] ?? .left
    let second: Side = first == .left ? .right : .left
    step.side = own.count.isMultiple(of: 2) ? first : second
    if facts.lagging[step.exercise] != nil, step.side == first { step.why = .laggingSide }
    guard step.side == second, let last = own.last else { return }
    step.loadKg = last.loadKg ?? step.loadKg
    if last.counted > 0 { step.reps = last.counted...last.counted }
  }

  /// Not above half of the maximum in phase 5, and slow (science 4.15).
  private func unload(_ step: inout Step, _ maximum: Double?) {
    guard let phase = try? PhaseTable.standard.get().phase(5) else { return }
    if let maximum, let load = step.loadKg {
      step.loadKg = min(load, phase.intensity.upperBound * maximum)
    }
    step.reps = phase.reps
    step.tempo = phase.tempo
    step.focus = phase.focus
    step.why = .deload
  }
}

extension PlanProgress.Step {
  /// As a message.
  ///
  /// - Parameter ready: When the rest is over, seconds of the monotonic clock.
  package func message(readyAt ready: Double?, lang: String) -> Next {
    Next {
      $0.side = side.flatMap { SetStarted.Sides(rawValue: $0.rawValue) }
      $0.loadKg = loadKg
      $0.loadKind = loadKind
      $0.reps = reps.map { Pair($0.lowerBound, $0.upperBound) }
      $0.tempo = tempo.map(Target.Tempo.init(_:))
      $0.focus = focus
      $0.restS = restSeconds
      $0.readyAt = ready
      $0.why = why
      $0.text = Self.reason(why).text(lang)
    }
  }

  private static func reason(_ why: Next.Why) -> LocalizedText {
    switch why {
    case .plan: LocalizedText(en: "as planned", de: "nach Plan")
    case .laggingSide:
      LocalizedText(
        en: "the side that did less goes first", de: "die Seite, die weniger tat, beginnt")
    case .loadOutran:
      LocalizedText(
        en: "one step back: the load outran the connection",
        de: "eine Stufe zurück: die Last war schneller als die Verbindung")
    case .preActivation:
      LocalizedText(en: "wake the target first", de: "erst den Zielmuskel wecken")
    case .imagery:
      LocalizedText(en: "see the movement before you do it", de: "stell dir die Bewegung erst vor")
    case .probe:
      LocalizedText(
        en: "once without the screen: what has stayed?",
        de: "einmal ohne Anzeige: Was ist geblieben?")
    case .intent:
      LocalizedText(
        en: "the experiment: the same load, slowly, attention on the muscle",
        de: "der Versuch: dieselbe Last, langsam, Aufmerksamkeit im Muskel")
    case .deload:
      LocalizedText(
        en: "lighter; for retraining only as your clinician advises",
        de: "leichter; zum Wiederaufbau nur nach ärztlichem Rat")
    }
  }
}
