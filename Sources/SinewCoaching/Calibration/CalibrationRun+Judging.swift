internal import SinewFeedback
internal import SinewSignal

/// What the trials of a calibration came to.
extension CalibrationRun {
  /// A muscle that rises by less does not answer: 10 dB, below which a signal is poor (science 1.6).
  static let leastRise = ContractionMeter.leastRise
  /// Another channel answers in its place when it rises by this much more: 6 dB. Ours: neighbours
  /// share some of every contraction.
  static let clearlyMore = 2.0
  /// Levels at rest differ by no more than this factor. Ours.
  static let stillness = 2.0

  mutating func judgeContraction(at now: MonotonicTime) {
    guard let slot = current else { return }
    if let fault = listener.fault(of: slot.slot, at: now) { return repeatTrial(fault, at: now) }
    guard let level = listener.highest(slot.slot), listener.rise(slot.slot) >= Self.leastRise
    else {
      return repeatTrial(answering(instead: slot) == nil ? .noContraction : .wrongMuscle, at: now)
    }
    spoilt = 0
    levels.append(level)
    if levels.count >= plan.trials, hasAgreed || levels.count >= plan.mostTrials {
      let kind: ActivationReference.Kind = what == .mvc ? .mvc : .taskmax
      finish(CalibrationResult(slot: slot, .reference(kind, levels.max() ?? level)))
      return next(at: now)
    }
    trial += 1
    begin(.relax, seconds: plan.relax, from: now)
  }

  /// The best two differ by 10 % of the best at most (science 1.8).
  private var hasAgreed: Bool {
    let sorted = levels.sorted(by: >)
    return sorted.count < 2 || sorted[1] >= (1 - plan.agreement) * sorted[0]
  }

  mutating func judgeRest(at now: MonotonicTime) {
    var levels: [(MuscleSlot, Double)] = []
    for slot in queue {
      if let fault = listener.fault(of: slot.slot, at: now) { return refuse(fault, slot: slot) }
      guard let low = listener.lowest(slot.slot), let high = listener.highest(slot.slot) else {
        return refuse(.signalLost, slot: slot)
      }
      guard high <= Self.stillness * low else { return refuse(.notStill, slot: slot) }
      levels.append((slot, (low * high).squareRoot()))
    }
    for (slot, level) in levels { finish(CalibrationResult(slot: slot, .rest(level))) }
    finishAll()
  }

  // MARK: Placement

  mutating func judgeAnswer(at now: MonotonicTime) {
    guard let slot = current else { return }
    if let fault = listener.fault(of: slot.slot, at: now) { return repeatTrial(fault, at: now) }
    if let other = answering(instead: slot) {
      answers[slot.slot] = other.slot
    } else if listener.rise(slot.slot) >= Self.leastRise {
      finish(CalibrationResult(slot: slot, .placed))
    } else {
      return repeatTrial(.noContraction, at: now)
    }
    next(at: now)
    if isOver { judgePlacement() }
  }

  /// The channel that rises clearly more than the one that was asked for.
  private func answering(instead slot: MuscleSlot) -> MuscleSlot? {
    let best = worn.max { listener.rise($0.slot) < listener.rise($1.slot) }
    guard let best, best.slot != slot.slot, listener.rise(best.slot) >= Self.leastRise,
      listener.rise(best.slot) >= Self.clearlyMore * listener.rise(slot.slot)
    else { return nil }
    return best
  }

  /// Two channels that answer for each other are offered for exchange; anything else is for a
  /// person to look at.
  private mutating func judgePlacement() {
    guard let (asked, answered) = answers.min(by: { $0.key < $1.key }) else { return }
    exchange = answers.filter { $0.key < $0.value && answers[$0.value] == $0.key }
      .map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    let slots = [asked, answered].compactMap { slot in worn.first { $0.slot == slot } }
    guard slots.count == 2 else { return }
    var arguments: JSONObject = ["answered": .string(slots[1].muscle)]
    arguments["answered_side"] = slots[1].side.map { .string($0.rawValue) }
    let isSwap = 2 * exchange.count == answers.count
    if !isSwap { exchange = [] }
    refuse(isSwap ? .swapped : .wrongMuscle, slot: slots[0], arguments: arguments)
  }

  // MARK: Repetitions

  mutating func note(_ repetition: Repetition) {
    guard !repetition.isPartial, !repetition.isIncomplete else { return }
    repetitions.append(repetition)
    trial = min(repetitions.count + 1, plan.trials)
    guard repetitions.count >= plan.trials else { return }
    what == .rom ? finishRange() : finishReferenceSet(at: repetition.decidedTime)
  }

  private mutating func finishRange() {
    let ranges = repetitions.map { Double($0.range) }.filter { $0.isFinite && $0 > 0 }
    guard let range = Statistics.median(ranges) else { return refuse(.noMovement, slot: nil) }
    let isRotation = repetitions.last?.measure == .rotation
    finish(CalibrationResult(slot: nil, isRotation ? .degrees(range) : .metres(range)), ends: true)
  }

  private mutating func finishReferenceSet(at now: MonotonicTime) {
    var set = ReferenceSet()
    for repetition in repetitions { set.add(repetition, clean: queue.map(\.slot)) }
    var missing: MuscleSlot?
    for slot in queue {
      let fault = listener.fault(of: slot.slot, at: now)
      guard fault == nil, let level = set.usual(of: slot.slot) else {
        missing = missing ?? slot
        continue
      }
      finish(CalibrationResult(slot: slot, .reference(.refset, level)))
    }
    if let missing {
      return refuse(listener.fault(of: missing.slot, at: now) ?? .noMovement, slot: missing)
    }
    finishAll()
  }
}
