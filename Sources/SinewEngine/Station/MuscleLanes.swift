internal import SinewSignal

/// Eight lanes of EMG from one stream: conditioning, envelope, functional activity, bursts, and the
/// memory that a repetition asks for its levels. Nothing but the initializer allocates.
@safe
struct MuscleLanes: ~Copyable {
  private let setup: MuscleBankSetup
  private let index: UInt8
  private var notch: MainsNotch
  private var activity: FunctionalActivity
  private var history = MeanSquareHistory()
  /// nil below 500 samples a second, and where the sensor rectified.
  private var spectrum: PhaseSpectrum?
  private var contact: ContactQuality
  /// One for each lane in use, in order of lanes; of the kind that suits the stream.
  private let raw: UnsafeMutablePointer<OnsetDetector>
  private let slow: UnsafeMutablePointer<EnvelopeDetector>
  private let detectors: Int
  /// The sensor rectified and smoothed already.
  private let isEnvelope: Bool
  /// Lowest rest and highest work of each lane so far, root mean square; 0 until known.
  private var quietest = SIMD8<Float>(repeating: 0)
  private var hardest = SIMD8<Float>(repeating: 0)
  private let tickSeconds: Double
  private var nextTick = MonotonicTime(nanoseconds: .min / 2)
  private var nextEffort = MonotonicTime(nanoseconds: .min / 2)
  /// Window and step of the level that references are made of (science 1.4), seconds.
  private static let effortSeconds = 0.5
  private static let effortStep = 0.05
  /// Part of the window's samples below which it says nothing.
  private static let leastFilled = 0.9
  /// The newest sample while the detectors have not taken it; see `settle`.
  private var unsettled = SIMD8<Float>(repeating: 0)
  private var unsettledTime = MonotonicTime.zero
  private var isUnsettled = false
  /// The last finite sample of each lane.
  private var held = SIMD8<Float>(repeating: 0)
  /// Samples since a muscle began or ceased to work, and since the levels were judged.
  private var sinceChange = 0
  private var sinceLevels = 0
  /// Lanes whose burst was told, bit 0 = lane 0: its end is told too.
  private var announced: UInt8 = 0

  /// - Parameters:
  ///   - index: 0 or 1, the bank's place in the station.
  ///   - activationHz: levels a second; the stream's own rate where that is lower.
  init(index: Int, setup: MuscleBankSetup, activationHz: Double) {
    self.index = UInt8(truncatingIfNeeded: index)
    self.setup = setup
    let rate = setup.sampleRateHz
    isEnvelope = setup.kind == .envelope
    tickSeconds = activationHz >= rate ? 0 : 1 / max(activationHz, 0.1)
    notch = MainsNotch(rateHz: rate)
    // A sensor of nominally 500 samples a second may say 499.9.
    if !isEnvelope, rate >= 0.99 * PhaseSpectrum.leastRateHz {
      spectrum = PhaseSpectrum(rateHz: rate, lanes: setup.lanes)
    }
    var floor = SIMD8<Float>(repeating: 0)
    for lane in 0..<MuscleSlots.perBank { floor[lane] = setup.resolution[lane] }
    activity = FunctionalActivity(rateHz: rate, floor: floor)
    contact = ContactQuality(
      rateHz: rate, lanes: setup.lanes, resolution: floor, isMicrovolts: setup.isMicrovolts)
    for lane in 0..<MuscleSlots.perBank {
      activity.setReference(lane: lane, setup.reference[lane])
    }
    let lanes = (0..<MuscleSlots.perBank).filter { setup.lanes & (1 << UInt8($0)) != 0 }
    detectors = lanes.count
    unsafe raw = .allocate(capacity: MuscleSlots.perBank)
    unsafe slow = .allocate(capacity: MuscleSlots.perBank)
    for (place, lane) in lanes.enumerated() {
      if setup.kind == .envelope {
        unsafe (slow + place).initialize(
          to: EnvelopeDetector(settings: EnvelopeDetectorSettings(sampleRateHz: rate)))
      } else {
        unsafe (raw + place).initialize(
          to: OnsetDetector(
            settings: OnsetDetectorSettings(
              sampleRateHz: rate, resolution: Double(setup.resolution[lane]))))
      }
    }
  }

  deinit {
    if isEnvelope {
      _ = unsafe slow.deinitialize(count: detectors)
    } else {
      _ = unsafe raw.deinitialize(count: detectors)
    }
    unsafe raw.deallocate()
    unsafe slow.deallocate()
  }

  /// Takes one frame of the stream; `settle` does the rest of the work on it.
  ///
  /// - Parameters:
  ///   - lanes: the frame value of each lane, -1 where the lane is not used.
  ///   - isStill: the body is still and no set runs, so rest may be learned.
  ///   - isShaken: the limb was jerked a moment ago.
  mutating func consume(
    _ frame: Frame, lanes: InlineArray<8, Int8>, timing: SampleTiming, isStill: Bool,
    isShaken: Bool, station: UInt16, findings: inout RingProducer<Finding>
  ) {
    let sample = gather(frame, lanes)
    // What is missing leaves the filters where they are: a zero would be a step for an electrode
    // with an offset.
    held = held.replacing(
      with: sample, where: BankSection.magnitude(sample) .< SIMD8<Float>(repeating: 1e9))
    if timing.restarted || timing.lostBefore > 0 { skip(timing.lostBefore) }
    unsettled = sample
    unsettledTime = timing.time
    isUnsettled = true

    var conditioned = ConditionedSample(signal: held, envelope: held)
    if !isEnvelope {
      conditioned = notch.process(held)
      listen(conditioned.signal)
    }
    let isClipped = frame.flags.rawValue & FrameFlags.clipped.rawValue != 0
    let changed = contact.update(
      sample, signal: conditioned.signal, isClipped: isClipped, lost: timing.lostBefore,
      isShaken: isShaken || !isStill)
    if changed != 0 { publishQuality(of: changed, station, timing.time, &findings) }
    // A restart is a hole too, of a size that nobody knows.
    let missing = timing.restarted && timing.lostBefore == 0 ? 1 : timing.lostBefore
    history.add(conditioned.signal, at: timing.time, lost: missing)
    spectrum?.add(conditioned.signal, at: timing.time)
    let active = activity.update(
      conditioned.envelope, isStill: isStill, ignored: contact.off)
    // Only `<` of an instant is compiled into its caller; the other comparisons are looked up.
    if timing.time < nextTick { return }
    // The grid is kept where it can be, so that the rate is the one asked for.
    let next = nextTick.advanced(bySeconds: tickSeconds)
    nextTick = timing.time < next ? next : timing.time.advanced(bySeconds: 0.5 * tickSeconds)
    tick(conditioned.envelope, active, frame.counter, station, timing.time, &findings)
  }

  /// Lets the detectors of bursts take the newest sample. They read far more memory than
  /// everything before them, so the levels go out first.
  mutating func settle(station: UInt16, findings: inout RingProducer<Finding>) {
    guard isUnsettled else { return }
    isUnsettled = false
    detect(unsettled, station, unsettledTime, &findings)
  }

  /// What counts as 100 % of a lane's envelope from now on; 0: nothing.
  mutating func setReference(lane: Int, _ level: Float) { activity.setReference(lane: lane, level) }

  /// The muscles rest for the next seconds: the level of rest is taken anew.
  mutating func learnRest() { activity.beginAgain() }

  /// Root mean square of the conditioned signal between two instants, by lane.
  func rms(from start: MonotonicTime, to end: MonotonicTime) -> MeanSquareReading {
    history.rms(from: start, to: end)
  }

  /// The highest 250 ms between two instants, by lane.
  func peak(from start: MonotonicTime, to end: MonotonicTime) -> MeanSquareReading {
    history.peak(from: start, to: end)
  }

  /// The spectrum over the middle half between two instants; nil where it can't be told.
  mutating func spectrum(from start: MonotonicTime, to end: MonotonicTime) -> SpectrumReading? {
    let quarter = 0.25 * end.seconds(since: start)
    let (first, last) = (
      start.advanced(bySeconds: quarter), end.advanced(bySeconds: -quarter)
    )
    if history.rms(from: first, to: last).hasDropout { return nil }
    return spectrum?.read(from: first, to: last)
  }

  /// Lanes whose signal can't be trusted, bit 0 = lane 0.
  var untrusted: UInt8 {
    var bits: UInt8 = 0
    for lane in 0..<MuscleSlots.perBank {
      switch contact.quality(lane: lane) {
      case .good, .fair: break
      case .poor, .off: bits |= 1 << UInt8(truncatingIfNeeded: lane)
      }
    }
    return bits
  }

  /// Lanes without contact, bit 0 = lane 0.
  var off: UInt8 { contact.off }

  /// No lane is in a burst; the first half second, while the filters settle, is no rest.
  private var isResting: Bool {
    var place = 0
    while place < detectors {
      if unsafe raw[place].isActive || !raw[place].isRestKnown { return false }
      place &+= 1
    }
    return detectors > 0
  }

  /// Listens for hum while nothing changes, and twice a second takes over what was learned of
  /// levels.
  private mutating func listen(_ signal: SIMD8<Float>) {
    sinceChange &+= 1
    let isSteady = Double(sinceChange) > 0.3 * setup.sampleRateHz
    if notch.listen(signal, isSteady: isSteady, isResting: isSteady && isResting) {
      contact.setMains(share: notch.share)
    }
    sinceLevels &+= 1
    if Double(sinceLevels) > 0.5 * setup.sampleRateHz { judgeLevels() }
  }

  private func gather(_ frame: Frame, _ lanes: InlineArray<8, Int8>) -> SIMD8<Float> {
    // All eight in their own places, as most boards are worn: one load.
    if (unsafe unsafeBitCast(lanes, to: UInt64.self)) == 0x0706_0504_0302_0100 {
      return SIMD8(
        frame.values[0], frame.values[1], frame.values[2], frame.values[3], frame.values[4],
        frame.values[5], frame.values[6], frame.values[7])
    }
    var sample = SIMD8<Float>(repeating: 0)
    var lane = 0
    while lane < MuscleSlots.perBank {
      let place = Int(lanes[lane])
      if place >= 0, place < Frame.capacity { sample[lane] = frame.values[place] }
      lane &+= 1
    }
    return sample
  }

  /// Samples are missing: a few are bridged by the filters, more start the detectors anew.
  private mutating func skip(_ lost: UInt32) {
    guard Double(lost) > 0.05 * setup.sampleRateHz || lost == 0 else { return }
    var place = 0
    while place < detectors {
      unsafe isEnvelope ? slow[place].gap() : raw[place].gap()
      place &+= 1
    }
  }

  private mutating func detect(
    _ sample: SIMD8<Float>, _ station: UInt16, _ time: MonotonicTime,
    _ findings: inout RingProducer<Finding>
  ) {
    var hasNewLevels = false
    var place = 0
    var lane = 0
    while lane < MuscleSlots.perBank {
      defer { lane &+= 1 }
      guard setup.lanes & (1 << UInt8(truncatingIfNeeded: lane)) != 0 else { continue }
      if unsafe isEnvelope
        ? slow[place].consume(sample[lane]) : raw[place].consume(sample[lane])
      {
        while let event = unsafe isEnvelope ? slow[place].nextEvent() : raw[place].nextEvent() {
          publish(event, lane, station, time, &findings)
        }
        hasNewLevels = true
        sinceChange = 0
      }
      place &+= 1
    }
    if hasNewLevels, !isEnvelope { judgeLevels() }
  }

  /// Quality compares the quietest rest with the hardest work so far: between two repetitions a
  /// muscle seldom rests, and the detector's own level then follows the muscle, not the contact.
  private mutating func judgeLevels() {
    sinceLevels = 0
    var place = 0
    var lane = 0
    while lane < MuscleSlots.perBank {
      if setup.lanes & (1 << UInt8(truncatingIfNeeded: lane)) != 0 {
        let rest = unsafe Float(raw[place].restLevel)
        let work = unsafe Float(raw[place].activeLevel)
        if rest > 0, rest < quietest[lane] || quietest[lane] == 0 { quietest[lane] = rest }
        // A burst has just begun when its onset is told: its level is known when it is over.
        if work > hardest[lane], unsafe !raw[place].isActive { hardest[lane] = work }
        place &+= 1
      }
      lane &+= 1
    }
    contact.setLevels(rest: quietest, work: hardest)
  }

  private mutating func publish(
    _ event: ActivationEvent, _ lane: Int, _ station: UInt16, _ time: MonotonicTime,
    _ findings: inout RingProducer<Finding>
  ) {
    let isOnset = event.kind == .onset || event.kind == .onsetCorrected
    let bit = UInt8(1) << UInt8(truncatingIfNeeded: lane)
    if event.kind == .onset {
      // Where the signal can't be trusted, silence is the result; an end follows a beginning only.
      announced = contact.mute & bit == 0 ? announced | bit : announced & ~bit
    }
    if announced & bit == 0 { return }
    // Nothing may claim better than 30 ms on a real muscle (science 2.1).
    let floor: Float = 30
    let moment = MuscleEvent(
      station: station, slot: slot(lane),
      isCorrection: event.kind == .onsetCorrected || event.kind == .offsetCorrected,
      uncertaintyMs: event.uncertaintyMs > floor ? event.uncertaintyMs : floor,
      signalTime: time.advanced(bySeconds: event.signalTimeOffset), decidedTime: time)
    _ = findings.push(isOnset ? .onset(moment) : .offset(moment))
  }

  private mutating func publishQuality(
    of lanes: UInt8, _ station: UInt16, _ time: MonotonicTime,
    _ findings: inout RingProducer<Finding>
  ) {
    var lane = 0
    while lane < MuscleSlots.perBank {
      if lanes & (1 << UInt8(truncatingIfNeeded: lane)) != 0 {
        _ = findings.push(
          .quality(
            QualityChange(
              station: station, slot: slot(lane), quality: contact.quality(lane: lane),
              flags: contact.flags(lane: lane), snrDB: contact.snrDB(lane: lane),
              signalTime: time, decidedTime: time)))
      }
      lane &+= 1
    }
  }

  private mutating func tick(
    _ envelope: SIMD8<Float>, _ active: UInt8, _ counter: UInt32, _ station: UInt16,
    _ time: MonotonicTime, _ findings: inout RingProducer<Finding>
  ) {
    var tick = ActivationTick(station: station, bank: index, lanes: setup.lanes)
    tick.active = active & setup.lanes
    tick.sample = counter
    let delay = isEnvelope ? 0 : EMGConditioner.envelopeDelaySeconds
    tick.signalTime = time.advanced(bySeconds: -delay)
    tick.decidedTime = time
    var lane = 0
    while lane < MuscleSlots.perBank {
      tick.levels[lane] = envelope[lane] > 0 ? envelope[lane] : 0
      tick.quality[lane] = contact.quality(lane: lane).rawValue
      lane &+= 1
    }
    addEffort(to: &tick, time)
    _ = findings.push(.activation(tick))
  }

  private mutating func addEffort(to tick: inout ActivationTick, _ time: MonotonicTime) {
    if time < nextEffort { return }
    // Half a step early is in time, or levels at 20 a second would be looked at every other one.
    nextEffort = time.advanced(bySeconds: 0.5 * Self.effortStep)
    let reading = history.rms(from: time.advanced(bySeconds: -Self.effortSeconds), to: time)
    let needed = Self.leastFilled * Self.effortSeconds * setup.sampleRateHz
    guard !reading.hasDropout, Double(reading.samples) >= needed else { return }
    tick.hasEffort = true
    var lane = 0
    while lane < MuscleSlots.perBank {
      tick.effort[lane] = reading.rms[lane]
      lane &+= 1
    }
  }

  private func slot(_ lane: Int) -> UInt8 {
    index &* UInt8(MuscleSlots.perBank) &+ UInt8(truncatingIfNeeded: lane)
  }
}
