package import SinewCoaching
internal import SinewEngine
package import SinewFeedback
package import SinewSignal

/// The engine, the coach and the translation on recorded samples: the same objects as live, fed as
/// fast as they go. Times are seconds since the start of the recording.
@safe
package final class Analysis {
  /// One table of a recording: a muscle, or the movement of a limb.
  package struct Track {
    /// What the table is to the athlete.
    package enum Role {
      /// EMG of a muscle; `reference` is the level that is 100 %, in the table's unit.
      case muscle(String, side: Side?, reference: Double?)
      /// The sensor that tells how the limb moves.
      case motion
    }

    package let profile: StreamProfile
    package let role: Role

    package init(profile: StreamProfile, role: Role) {
      self.profile = profile
      self.role = role
    }
  }

  /// Tables of EMG that can be followed together: each has a bank, for their rates may differ.
  package static let mostMuscles = 2

  private let core: EngineCore
  private let pipeline: StationPipeline
  private var frames: RingProducer<Frame>
  private var incoming: RingConsumer<Frame>
  private var findings: RingProducer<Finding>
  private var found: RingConsumer<Finding>
  private var line = LineWriter(capacity: 4096)
  private var sequence: UInt64 = 0
  private var latest = MonotonicTime.zero
  private let write: (UnsafeBufferPointer<UInt8>) -> Void
  private let includesLevels: Bool

  /// Frames handed to the engine at once.
  package static let batch = 256

  /// - Parameters:
  ///   - exercise: nil follows whatever movement dominates.
  ///   - tracks: by device number of the frames that `feed` will get.
  ///   - activationHz: levels a second; 0 leaves them out.
  ///   - write: gets every line, LF included.
  package init(
    exercise: Exercise?, lang: String, tracks: [Track], activationHz: Double, version: String,
    write: @escaping (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    let tickHz = activationHz > 0 ? activationHz : 20
    var setup = StationSetup(station: "analysis", lang: lang, exercise: exercise)
    var banks: [MuscleBank?] = []
    var routes: [(device: Int, stream: Int, route: StreamRoute)] = []
    for (device, track) in tracks.enumerated() {
      var use = StreamRoute.Use.motion(station: 0)
      var lanes = InlineArray<8, Int8>(repeating: -1)
      if case .muscle(let muscle, let side, let reference) = track.role {
        use = .muscles(station: 0, bank: banks.count)
        lanes[0] = 0
        setup.muscles.append(
          Self.slot(muscle, side, reference, bank: banks.count, track.profile, exercise))
        banks.append(Self.bank(banks.count, track.profile, reference, tickHz))
      }
      let route = StreamRoute(
        device: UInt16(truncatingIfNeeded: device), stream: 0, profile: track.profile, use: use,
        lanes: lanes)
      routes.append((device, 0, route))
    }
    let motion = StationPipeline.motion(of: exercise)
    let station = StationEngine(
      index: 0, banks: banks, motion: motion.motion, firstPhase: motion.firstPhase)
    core = EngineCore(plan: EnginePlan(routes: routes, stations: [station]))
    pipeline = StationPipeline(
      setup: setup, numbers: SequentialSetNumbers(), measuresReferences: false)
    var frameRing = makeRing(of: Frame.self, capacity: Self.batch)
    frames = frameRing.takeProducer()
    incoming = frameRing.takeConsumer()
    var findingRing = makeRing(of: Finding.self, capacity: 4 * Self.batch)
    findings = findingRing.takeProducer()
    found = findingRing.takeConsumer()
    unsafe self.write = write
    includesLevels = activationHz > 0
    let hello = Hello {
      $0.version = version
      $0.scope = .raw
    }
    send(FeedbackMessage(envelope: Envelope(tEmit: 0), body: .hello(hello)))
  }

  /// The coach starts a set before the first sample.
  package func startSet() {
    core.obey(.beginMovement(station: 0, at: latest), findings: &findings)
    pipeline.startSet(at: latest, by: .request) { send($0) }
  }

  /// Takes frames in the order of their arrival; the output does not depend on how many at once.
  package func feed(_ batch: UnsafeBufferPointer<Frame>) {
    var start = 0
    while start < batch.count {
      let count = min(Self.batch, batch.count - start)
      _ = unsafe frames.push(UnsafeBufferPointer(rebasing: batch[start..<start + count]))
      start += count
      work()
    }
    if let last = unsafe batch.last { latest = max(latest, last.arrival) }
  }

  /// The recording is over: what is half done is closed, the running set ends.
  package func finish() {
    core.finish(findings: &findings)
    drain()
    pipeline.endSet(why: .recording, at: latest) { send($0) }
  }

  private static func slot(
    _ muscle: String, _ side: Side?, _ reference: Double?, bank: Int, _ profile: StreamProfile,
    _ exercise: Exercise?
  ) -> MuscleSlot {
    MuscleSlot(
      slot: bank * MuscleSlots.perBank, muscle: muscle, side: side,
      role: exercise?.role(of: muscle) ?? .target,
      reference: reference.flatMap { ActivationReference(kind: .mvc, value: $0) },
      unit: profile.channels.first?.unit ?? .counts,
      sampleRateHz: profile.kind == .envelope ? nil : profile.rateHz)
  }

  private static func bank(
    _ index: Int, _ profile: StreamProfile, _ reference: Double?, _ tickHz: Double
  ) -> MuscleBank {
    var setup = MuscleBankSetup(
      sampleRateHz: profile.rateHz ?? 1000, kind: profile.kind,
      isMicrovolts: profile.channels.first?.unit == .microvolts)
    setup.use(
      lane: 0, resolution: profile.channels.first?.resolution ?? 0,
      reference: Float(reference ?? 0))
    return MuscleBank(index: index, setup: setup, activationHz: tickHz)
  }

  private func work() {
    unsafe withUnsafeTemporaryAllocation(of: Frame.self, capacity: 16) { buffer in
      guard let base = buffer.baseAddress else { return }
      while true {
        // Sixteen frames can't fill the finding ring.
        let count = unsafe incoming.pop(into: base, max: 16)
        if count == 0 { return }
        unsafe core.process(UnsafeBufferPointer(start: base, count: count), findings: &findings)
        core.settle(findings: &findings)
        drain()
      }
    }
  }

  private func drain() {
    while let finding = found.pop() {
      pipeline.handle(finding) { send($0) }
      if case .activation(let tick) = finding, includesLevels { send(tick) }
    }
  }

  private func send(_ message: FeedbackMessage) {
    var message = message
    message.envelope.seq = sequence
    message.envelope.station = nil
    sequence += 1
    line.clear()
    encode(message, into: &line)
    unsafe line.withBytes { unsafe write($0) }
  }

  private func send(_ tick: ActivationTick) {
    line.clear()
    pipeline.encodeLevels(tick, into: &line, sequence: sequence, emitted: tick.decidedTime)
    sequence += 1
    unsafe line.withBytes { unsafe write($0) }
  }
}
