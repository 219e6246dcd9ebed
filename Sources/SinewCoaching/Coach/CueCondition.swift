internal import SinewFeedback
internal import SinewSignal

/// One trigger of one cue, on one side of the body: what a cue is said because of.
struct CueCondition: Sendable, Hashable {
  let cue: ExerciseCue
  let trigger: CueTrigger
  /// nil where the sides are not told apart.
  let side: Side?

  /// Tempo comes before dominance (science 4.16); lower is more urgent.
  var priority: Int {
    switch trigger.metric {
    case .phaseSeconds, .phaseShortfallSeconds: 0
    case .activationRatio: 1
    default: 2
    }
  }

  /// Everything that can be looked at in this set, most urgent first, else in the catalogue's
  /// order.
  static func all(for setup: StationSetup) -> [CueCondition] {
    guard let exercise = setup.exercise else { return [] }
    let cues = exercise.cues.filter { !$0.isSummaryOnly } + exercise.usualTempoCues
    var conditions: [CueCondition] = []
    for cue in cues {
      for trigger in cue.triggers where trigger.isMeasured {
        for side in sides(of: trigger, in: setup) {
          conditions.append(CueCondition(cue: cue, trigger: trigger, side: side))
        }
      }
    }
    let ranked = conditions.enumerated().sorted {
      ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
    }
    return ranked.map(\.element)
  }

  /// The metric in one repetition; nil where it can't be told or has no meaning.
  func value(in numbers: RepetitionNumbers, setup: StationSetup, rules: CueRules) -> Double? {
    switch trigger.metric {
    case .phaseShortfallSeconds:
      guard let phase = trigger.phase, let target = setup.tempo?.target(phase), target > 0
      else { return nil }
      return numbers.tempo?.seconds(phase).map { target - $0 }
    case .phaseSeconds:
      // A pause that the tempo doesn't ask for can't be too short.
      guard let phase = trigger.phase,
        setup.tempo?.target(phase) ?? 0 >= trigger.limit.threshold
      else { return nil }
      return numbers.tempo?.seconds(phase)
    case .activationRatio: return ratio(in: numbers, rules: rules)
    default: return nil
    }
  }

  /// The limits of the catalogue are between shares of a maximum, so a reference set won't do.
  private func ratio(in numbers: RepetitionNumbers, rules: CueRules) -> Double? {
    guard let muscle = trigger.muscle, let other = trigger.other,
      let upper = level(of: muscle, in: numbers), let lower = level(of: other, in: numbers),
      lower > 0, max(upper, lower) >= rules.activeLevel
    else { return nil }
    return upper / lower
  }

  private func level(of muscle: String, in numbers: RepetitionNumbers) -> Double? {
    let slots = numbers.muscles.filter { $0.slot.muscle == muscle }
    guard
      let found = slots.first(where: { $0.slot.side == side })
        ?? slots.first(where: { $0.slot.side == nil }),
      found.slot.reference?.kind.isMaximal == true,
      found.quality == .good || found.quality == .fair
    else { return nil }
    return found.level(trigger.phase ?? .concentric)
  }

  /// The sides on which both muscles of a trigger have a slot; one without a side fits both.
  private static func sides(of trigger: CueTrigger, in setup: StationSetup) -> [Side?] {
    guard let muscle = trigger.muscle, let other = trigger.other else { return [nil] }
    let first = setup.muscles.filter { $0.muscle == muscle }.map(\.side)
    let second = setup.muscles.filter { $0.muscle == other }.map(\.side)
    guard !first.isEmpty, !second.isEmpty else { return [] }
    let told = Side.allCases.filter { first.contains($0) || second.contains($0) }
    if told.isEmpty { return [nil] }
    return told.filter { side in
      [first, second].allSatisfy { $0.contains(side) || $0.contains(nil) }
    }
  }
}

extension Exercise {
  /// "Slow on the way down" for every exercise with a prescribed eccentric phase that has no cue of
  /// its own for it (after science 6, row 8).
  var usualTempoCues: [ExerciseCue] {
    let trigger = CueTrigger(
      metric: .phaseShortfallSeconds, phase: .eccentric, limit: .above(0.6))
    let hasOwn = cues.contains { cue in
      cue.triggers.contains { $0.metric == trigger.metric && $0.phase == trigger.phase }
    }
    guard !hasOwn, firstPhase != .hold else { return [] }
    let isDown =
      (firstPhase == .eccentric && firstDirection == .down)
      || (firstPhase == .concentric && firstDirection == .up)
    let text =
      isDown
      ? LocalizedText(en: "Slow on the way down", de: "Langsam hinunter")
      : LocalizedText(en: "Slow as it lengthens", de: "Langsam nachgeben")
    return [
      ExerciseCue(
        id: isDown ? "slow_on_the_way_down" : "slow_as_it_lengthens", text: text,
        focus: .external, triggers: [trigger])
    ]
  }
}
