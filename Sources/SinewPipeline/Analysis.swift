package import SinewCoaching
package import SinewEngine
internal import SinewFeedback
package import SinewSignal

/// The engine, the coach and the translation on recorded samples: the same objects as live, fed as
/// fast as they go. Times are seconds since the start of the recording.
@safe
package final class Analysis {
  /// A stream of the recording and what it is to the one station.
  package struct Input {
    package let profile: StreamProfile
    package let use: StreamRoute.Use
    package let lanes: InlineArray<8, Int8>

    package init(
      profile: StreamProfile, use: StreamRoute.Use,
      lanes: InlineArray<8, Int8> = InlineArray(repeating: -1)
    ) {
      self.profile = profile
      self.use = use
      self.lanes = lanes
    }
  }

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
  ///   - setup: exercise, muscles and language.
  ///   - banks: the engine's view of the muscles.
  ///   - inputs: by device number of the frames that `feed` will get.
  ///   - activationHz: levels a second; 0 leaves them out.
  ///   - write: gets every line, LF included.
  package init(
    setup: StationSetup, banks: [MuscleBankSetup?], inputs: [Input], activationHz: Double,
    version: String, write: @escaping (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    let motion = StationPipeline.motion(of: setup.exercise)
    let station = StationEngine(
      index: 0,
      banks: banks.enumerated().map { index, setup in
        setup.map {
          MuscleBank(index: index, setup: $0, activationHz: activationHz > 0 ? activationHz : 20)
        }
      },
      motion: motion.motion, firstPhase: motion.firstPhase)
    let routes = inputs.enumerated().map { index, input in
      (
        device: index, stream: 0,
        route: StreamRoute(
          device: UInt16(truncatingIfNeeded: index), stream: 0, profile: input.profile,
          use: input.use, lanes: input.lanes)
      )
    }
    core = EngineCore(plan: EnginePlan(routes: routes, stations: [station]))
    pipeline = StationPipeline(setup: setup, numbers: SequentialSetNumbers())
    let frameRing = makeRing(of: Frame.self, capacity: Self.batch)
    frames = frameRing.producer
    incoming = frameRing.consumer
    let findingRing = makeRing(of: Finding.self, capacity: 4 * Self.batch)
    findings = findingRing.producer
    found = findingRing.consumer
    unsafe self.write = write
    includesLevels = activationHz > 0
    let hello = Hello {
      $0.version = version
      $0.scope = .raw
    }
    send(FeedbackMessage(envelope: Envelope(tEmit: 0), body: .hello(hello)))
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

  private func work() {
    unsafe withUnsafeTemporaryAllocation(of: Frame.self, capacity: 16) { buffer in
      guard let base = buffer.baseAddress else { return }
      while true {
        // Sixteen frames can't fill the finding ring.
        let count = unsafe incoming.pop(into: base, max: 16)
        if count == 0 { return }
        unsafe core.process(UnsafeBufferPointer(start: base, count: count), findings: &findings)
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
