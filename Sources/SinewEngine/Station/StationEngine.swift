package import SinewSignal

/// One athlete's half of the engine: two banks of muscles and the movement of one limb, joined to
/// repetitions with the work of every muscle in them.
///
/// `@unchecked Sendable`: built on the cold side, then touched by the engine thread alone.
package final class StationEngine: @unchecked Sendable {
  package let banks: [MuscleBank?]
  private let index: UInt16
  /// Ids of repetitions start here, so that an engine built anew repeats none.
  private let firstID: UInt32
  private let firstPhase: MovementPhase
  private var repetitions: RepetitionDetector
  private var gate = LoadGate()
  private var shaking = ShakeWatch()

  /// - Parameters:
  ///   - index: the station's index in the plan.
  ///   - banks: two, nil where none is worn; an engine's before, to keep what it has learned.
  ///   - firstPhase: `.concentric`, `.eccentric`, or `.out` where the exercise does not say.
  ///   - generation: how many engines this station had before.
  package init(
    index: UInt16, banks: [MuscleBank?], motion: ExerciseMotion, firstPhase: MovementPhase,
    generation: UInt32 = 0
  ) {
    self.index = index
    self.banks = banks
    self.firstPhase = firstPhase
    firstID = generation &<< 16
    repetitions = RepetitionDetector(motion: motion)
  }

  /// Takes one frame of a bank's stream.
  func consumeMuscles(
    _ frame: Frame, bank: Int, lanes: InlineArray<8, Int8>, timing: SampleTiming,
    findings: inout RingProducer<Finding>
  ) {
    guard bank >= 0, bank < banks.count, let bank = banks[bank] else { return }
    bank.consume(
      frame, lanes: lanes, timing: timing, isStill: !repetitions.isActive,
      isShaken: shaking.isShaken(at: timing.time), station: index, findings: &findings)
  }

  /// Finishes the newest frame of a bank's stream.
  func settle(bank: Int, findings: inout RingProducer<Finding>) {
    guard bank >= 0, bank < banks.count, let bank = banks[bank] else { return }
    bank.settle(station: index, findings: &findings)
  }

  /// Takes one frame of the motion stream: acceleration and turn rate, or acceleration alone.
  func consumeMotion(
    _ frame: Frame, kind: StreamKind, timing: SampleTiming, findings: inout RingProducer<Finding>
  ) {
    let values = frame.values
    let none = SIMD3<Float>(repeating: .nan)
    shaking.note(SIMD3(values[0], values[1], values[2]), at: timing.time)
    repetitions.consume(
      MotionSample(
        time: timing.time, acceleration: SIMD3(values[0], values[1], values[2]),
        rotation: kind == .motion ? SIMD3(values[3], values[4], values[5]) : none))
    publish(&findings)
  }

  /// The coach started a set: its first repetition is told as soon as it is complete.
  func beginMovement(at time: MonotonicTime, findings: inout RingProducer<Finding>) {
    repetitions.beginMovement(at: time)
    publish(&findings)
  }

  /// The coach ended the set.
  func endMovement(at time: MonotonicTime, findings: inout RingProducer<Finding>) {
    repetitions.endMovement(at: time)
    publish(&findings)
  }

  /// What counts as 100 % of a slot from now on; 0: nothing.
  func setReference(slot: Int, _ level: Float) {
    let bank = slot / MuscleSlots.perBank
    guard slot >= 0, bank < banks.count else { return }
    banks[bank]?.setReference(lane: slot % MuscleSlots.perBank, level)
  }

  /// The muscles rest for the next seconds.
  func learnRest() {
    var bank = 0
    while bank < banks.count {
      banks[bank]?.learnRest()
      bank &+= 1
    }
  }

  /// The recording is over.
  func finish(findings: inout RingProducer<Finding>) {
    repetitions.finish()
    publish(&findings)
  }

  private func publish(_ findings: inout RingProducer<Finding>) {
    while let event = repetitions.nextEvent() {
      switch event {
      case .repetition(let movement):
        publish(movement, &findings)
      case .endMoved(let ordinal, let end, let decided):
        revise(ordinal, removed: false, why: .pauseShared, end, decided, &findings)
      case .removed(let ordinal, let decided):
        revise(ordinal, removed: true, why: .notALift, decided, decided, &findings)
      case .phase(let phase, let time, let decided):
        _ = findings.push(
          .phase(
            PhaseChange(
              station: index, phase: named(phase), signalTime: time, decidedTime: decided)))
      case .ended(let time, let decided):
        _ = findings.push(
          .movementEnded(MovementEnd(station: index, signalTime: time, decidedTime: decided)))
      case .walking(let time, let decided):
        var end = MovementEnd(station: index, signalTime: time, decidedTime: decided)
        end.isWalking = true
        _ = findings.push(.movementEnded(end))
      }
    }
  }

  private func publish(_ movement: MotionRepetition, _ findings: inout RingProducer<Finding>) {
    var repetition = Repetition(station: index, id: firstID &+ movement.ordinal)
    repetition.start = movement.start
    repetition.outEnd = movement.outEnd
    repetition.backStart = movement.backStart
    repetition.end = movement.end
    repetition.decidedTime = movement.decided
    repetition.firstPhase = firstPhase
    repetition.measure = movement.measure
    repetition.isPartial = movement.isPartial
    repetition.isIncomplete = movement.isIncomplete
    repetition.range = movement.range
    repetition.outSpeed = movement.outSpeed
    repetition.backSpeed = movement.backSpeed
    let trusted = measure(&repetition)
    _ = findings.push(.repetition(repetition))
    if gate.isUnloaded(repetition, trusted: trusted) {
      revise(
        movement.ordinal, removed: true, why: .unloaded, movement.end, movement.decided, &findings)
    }
  }

  /// Puts the work of every muscle in; returns the slots whose signal can be trusted.
  private func measure(_ repetition: inout Repetition) -> UInt16 {
    var trusted: UInt16 = 0
    var index = 0
    while index < banks.count {
      defer { index &+= 1 }
      guard let bank = banks[index] else { continue }
      let out = bank.rms(from: repetition.start, to: repetition.outEnd)
      let back = bank.rms(from: repetition.backStart, to: repetition.end)
      let peak = bank.peak(from: repetition.start, to: repetition.end)
      guard out.samples > 0, back.samples > 0 else { continue }
      if out.hasDropout || back.hasDropout { repetition.isIncomplete = true }
      let shift = index &* MuscleSlots.perBank
      var lane = 0
      while lane < MuscleSlots.perBank {
        repetition.outRMS[shift &+ lane] = out.rms[lane]
        repetition.backRMS[shift &+ lane] = back.rms[lane]
        repetition.peakRMS[shift &+ lane] = peak.rms[lane]
        lane &+= 1
      }
      measureSpectrum(&repetition, bank, shift)
      let worn = UInt16(bank.setup.lanes) &<< UInt16(truncatingIfNeeded: shift)
      let untrusted = UInt16(bank.untrusted) &<< UInt16(truncatingIfNeeded: shift)
      repetition.slots |= worn
      trusted |= worn & ~untrusted
    }
    return trusted
  }

  /// Puts in what tells fatigue, of the direction in which the muscle lifts.
  private func measureSpectrum(_ repetition: inout Repetition, _ bank: MuscleBank, _ shift: Int) {
    let isBack = repetition.firstPhase == .eccentric
    guard
      let reading = bank.spectrum(
        from: isBack ? repetition.backStart : repetition.start,
        to: isBack ? repetition.end : repetition.outEnd)
    else { return }
    let off = bank.off
    var lane = 0
    while lane < MuscleSlots.perBank {
      if off & (1 << UInt8(truncatingIfNeeded: lane)) == 0 {
        repetition.medianHz[shift &+ lane] = reading.medianHz[lane]
        repetition.meanHz[shift &+ lane] = reading.meanHz[lane]
        repetition.dimitrov[shift &+ lane] = reading.dimitrov[lane]
      }
      lane &+= 1
    }
  }

  private func revise(
    _ ordinal: UInt32, removed: Bool, why: RepetitionRevision.Why, _ end: MonotonicTime,
    _ decided: MonotonicTime, _ findings: inout RingProducer<Finding>
  ) {
    _ = findings.push(
      .repetitionRevised(
        RepetitionRevision(
          station: index, id: firstID &+ ordinal, removed: removed, why: why, end: end,
          decidedTime: decided)))
  }

  /// The phase by the exercise's words, where it says which direction comes first.
  private func named(_ phase: MovementPhase) -> MovementPhase {
    guard firstPhase == .concentric || firstPhase == .eccentric else { return phase }
    let liftsFirst = firstPhase == .concentric
    switch phase {
    case .out: return firstPhase
    case .outPause: return liftsFirst ? .contracted : .stretched
    case .back: return liftsFirst ? .eccentric : .concentric
    case .backPause: return liftsFirst ? .stretched : .contracted
    default: return phase
    }
  }
}
