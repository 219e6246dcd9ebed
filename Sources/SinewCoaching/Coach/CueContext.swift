internal import SinewFeedback
internal import SinewSignal

/// What the metrics of cues are taken against: the set so far, the session, the athlete.
struct CueContext: Sendable {
  let setup: StationSetup
  let rules: CueRules
  private let session: SessionMemory
  /// Median share and range of the first repetitions of the set; nil while there are too few.
  private let openingShare: Double?
  private let openingRange: Double?

  init(_ set: TrainingSet, session: SessionMemory, rules: CueRules) {
    setup = set.setup
    self.rules = rules
    self.session = session
    let opening = set.valid.prefix(rules.opening).map(\.numbers)
    let isThere = opening.count == rules.opening
    openingShare = isThere ? Statistics.median(opening.compactMap(\.share)) : nil
    openingRange = isThere ? Statistics.median(opening.map(\.range)) : nil
  }

  /// The metric of a condition in one repetition; nil where it can't be told or has no meaning.
  func value(_ condition: CueCondition, in numbers: RepetitionNumbers) -> Double? {
    let trigger = condition.trigger
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
    case .rangeRatio:
      guard let openingRange, openingRange > 0 else { return nil }
      return numbers.range / openingRange
    case .shareChangePoints:
      guard let share = numbers.share, let openingShare else { return nil }
      return 100 * (share - openingShare)
    case .onsetLeadMs:
      guard let first = delay(trigger.muscle, condition.side, numbers),
        let second = delay(trigger.other, condition.side, numbers)
      else { return nil }
      return second - first
    case .onsetDelayMs:
      guard let template = setup.baseline?.firing,
        template.stability >= FiringTemplate.leastStability
      else { return nil }
      return OrderOfSet.lag(numbers.firing, of: trigger.muscle, template: template)
    case .activationRatio, .ratioOverOwn, .activation, .activationOverOwn, .peakIndex,
      .burstBeforeConcentric:
      return level(condition, in: numbers)
    case .segmentDegrees, .segmentLeadSeconds, .segmentLeadDegrees, .symmetryPercent,
      .outOfBandSeconds:
      return nil
    }
  }

  private func level(_ condition: CueCondition, in numbers: RepetitionNumbers) -> Double? {
    let trigger = condition.trigger
    guard let muscle = trusted(trigger.muscle, condition.side, numbers) else { return nil }
    switch trigger.metric {
    case .peakIndex: return isActive(muscle) ? muscle.envelope?.peakIndex : nil
    case .activationOverOwn:
      guard let usual = session.usualLevel(of: muscle.slot, setup: setup), usual > 0 else {
        return nil
      }
      return muscle.concentric.map { $0 / usual }
    case .burstBeforeConcentric: return isMaximal(muscle) ? muscle.envelope?.burstBefore : nil
    case .activation: return isMaximal(muscle) ? trigger.phase.flatMap(muscle.level) : nil
    case .activationRatio:
      let ratio = ratio(muscle, condition, numbers)
      return ratio.flatMap { isNews($0, trigger) ? $0 : nil }
    case .ratioOverOwn:
      let pair = MusclePair(muscle.slot.muscle, trigger.other ?? "")
      guard let baseline = setup.baseline,
        baseline.sessions >= AthleteBaseline.sessionsForRatios,
        let usual = baseline.ratios[pair], usual > 0
      else { return nil }
      return ratio(muscle, condition, numbers).map { $0 / usual }
    default: return nil
    }
  }

  /// Once three sessions are known, the limit of the exercise is for those who usually pass it; for
  /// everybody else a ratio is news where it is a quarter under their own (science 4.2).
  private func isNews(_ ratio: Double, _ trigger: CueTrigger) -> Bool {
    guard trigger.phase ?? .concentric == .concentric, let baseline = setup.baseline,
      baseline.sessions >= AthleteBaseline.sessionsForRatios, ratio > 0,
      let muscle = trigger.muscle, let other = trigger.other
    else { return true }
    var (pair, now, limit) = (MusclePair(muscle, other), ratio, trigger.limit.threshold)
    if case .above = trigger.limit {
      (pair, now, limit) = (MusclePair(other, muscle), 1 / now, 1 / limit)
    }
    guard let usual = baseline.ratios[pair] else { return true }
    return usual < limit || now < AthleteBaseline.ratioLimit * usual
  }

  /// The limits of the catalogue are between shares of a maximum, so a reference set won't do.
  private func ratio(
    _ muscle: MuscleNumbers, _ condition: CueCondition, _ numbers: RepetitionNumbers
  ) -> Double? {
    let phase = condition.trigger.phase ?? .concentric
    guard let other = trusted(condition.trigger.other, condition.side, numbers),
      isMaximal(muscle), isMaximal(other),
      let upper = muscle.level(phase), let lower = other.level(phase),
      lower > 0, max(upper, lower) >= rules.activeLevel
    else { return nil }
    return upper / lower
  }

  private func delay(_ muscle: String?, _ side: Side?, _ numbers: RepetitionNumbers) -> Double? {
    let delays = numbers.firing.filter { $0.slot.muscle == muscle }
    return (delays.first { $0.slot.side == side } ?? delays.first { $0.slot.side == nil })?
      .milliseconds
  }

  private func trusted(
    _ id: String?, _ side: Side?, _ numbers: RepetitionNumbers
  ) -> MuscleNumbers? {
    let slots = numbers.muscles.filter { $0.slot.muscle == id }
    guard
      let found = slots.first(where: { $0.slot.side == side })
        ?? slots.first(where: { $0.slot.side == nil }),
      found.quality == .good || found.quality == .fair
    else { return nil }
    return found
  }

  private func isMaximal(_ muscle: MuscleNumbers) -> Bool {
    muscle.slot.reference?.kind.isMaximal == true
  }

  /// Where there is a reference, a muscle that rests has no peak worth a word.
  private func isActive(_ muscle: MuscleNumbers) -> Bool {
    !muscle.isNormalised || muscle.peak >= rules.activeLevel
  }
}
