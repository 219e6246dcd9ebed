import Testing

@testable import SinewEngine

@Suite struct OnsetRobustnessTests {
  @Test func eventsTakenLateHaveTheSameTimes() {
    let signal = SyntheticEMG(bursts: 12, snrDB: 10, seed: 21)
    let live = DetectedBursts(signal.samples, settings: .init(sampleRateHz: 1000))
    var late = live
    late.onsets = []
    late.offsets = []
    var detector = OnsetDetector(settings: .init(sampleRateHz: 1000))
    var random = SplitMix(seed: 22)
    var pause = 1
    for (index, sample) in signal.samples.enumerated() {
      _ = detector.consume(sample)
      pause -= 1
      guard pause == 0 else { continue }
      pause = random.integer(1...90)
      while let event = detector.nextEvent() { late.note(event, now: Double(index) / 1000) }
    }
    #expect(live.onsets.count == 12)
    #expect(late.onsets.count == live.onsets.count)
    #expect(late.offsets.count == live.offsets.count)
    for (one, other) in zip(live.onsets, late.onsets) { #expect(abs(one.best - other.best) < 1e-9) }
  }

  @Test(arguments: [1.0, 100, 250, 1000, 1399, 1400, 1799, 2148, 20_000, .nan, -5, .infinity])
  func noInputTraps(rateHz: Double) {
    let nasty: [Float] = [
      .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, -0,
      .leastNonzeroMagnitude, 1e9, -1e9, 1,
    ]
    var random = SplitMix(seed: 23)
    var detector = OnsetDetector(settings: .init(sampleRateHz: rateHz, resolution: .nan))
    for round in 0..<30 {
      let constant = nasty[random.integer(0...nasty.count - 1)]
      for _ in 0..<500 {
        let kind = round % 3
        let sample =
          kind == 0
          ? constant : kind == 1 ? nasty[random.integer(0...10)] : Float(random.gaussian())
        if detector.consume(sample) {
          while let event = detector.nextEvent() {
            #expect(event.signalTimeOffset.isFinite && event.signalTimeOffset <= 0)
            #expect(event.uncertaintyMs.isFinite)
          }
        }
      }
      if round % 7 == 6 { detector.gap() }
      let rest = detector.restLevel
      let snr = detector.snrDB
      #expect(rest.isFinite && rest >= 0)
      #expect(snr.isFinite)
    }
  }

  @Test func aConstantHasNoOnset() {
    for constant in [Float(0), 2048, -1e9] {
      let found = DetectedBursts(
        [Float](repeating: constant, count: 20_000), settings: .init(sampleRateHz: 1000))
      #expect(found.onsets.isEmpty)
    }
  }

  @Test func aFewMissingSamplesCostNoBurst() {
    let signal = SyntheticEMG(bursts: 12, snrDB: 15, seed: 24)
    var samples = signal.samples
    for index in samples.indices where index % 97 < 3 { samples[index] = .nan }
    let found = DetectedBursts(samples, settings: .init(sampleRateHz: 1000))
    let score = EventScore(found.onsets, truth: signal.onsets.map { Double($0) / 1000 })
    #expect(score.missed == 0)
    #expect(score.extra == 0)
  }

  @Test func aGapAtRestInventsNothing() {
    let rest = SyntheticEMG.rest(seconds: 20, seed: 25)
    var detector = OnsetDetector(settings: .init(sampleRateHz: 1000))
    var events = 0
    for (index, sample) in rest.enumerated() {
      if index % 3000 == 2999 { detector.gap() }
      // The offset of the electrode has moved in every gap.
      if detector.consume(sample + Float(index / 3000) * 5000) { events += 1 }
    }
    #expect(events == 0)
  }

  @Test func manyMissingSamplesAreAGap() {
    var rest = SyntheticEMG.rest(seconds: 20, seed: 26)
    for index in 8000..<12_000 { rest[index] = .nan }
    for index in 12_000..<rest.count { rest[index] += 3000 }
    let found = DetectedBursts(rest, settings: .init(sampleRateHz: 1000))
    #expect(found.onsets.isEmpty)
  }

  @Test func aBurstThatBeganInAGapIsActiveWithoutAnOnset() {
    let signal = SyntheticEMG(bursts: 1, snrDB: 15, seed: 27)
    var detector = OnsetDetector(settings: .init(sampleRateHz: 1000))
    var events = 0
    for sample in signal.samples[..<signal.onsets[0]] where detector.consume(sample) { events += 1 }
    detector.gap()
    let resumed = signal.onsets[0] + 100
    for sample in signal.samples[resumed..<resumed + 300] where detector.consume(sample) {
      events += 1
    }
    let isActive = detector.isActive
    for sample in signal.samples[(resumed + 300)...] where detector.consume(sample) { events += 1 }
    let isStillActive = detector.isActive
    #expect(isActive)
    #expect(!isStillActive)
    #expect(events == 0)
  }

  @Test func aGapInABurstDoesNotEndIt() {
    let signal = SyntheticEMG(bursts: 1, snrDB: 15, seed: 28)
    var detector = OnsetDetector(settings: .init(sampleRateHz: 1000))
    var kinds: [ActivationEvent.Kind] = []
    let middle = signal.onsets[0] + 250
    for (index, sample) in signal.samples.enumerated() {
      if index == middle { detector.gap() }
      if detector.consume(sample) {
        while let event = detector.nextEvent() { kinds.append(event.kind) }
      }
    }
    #expect(kinds.filter { $0 == .onset }.count == 1)
    #expect(kinds.filter { $0 == .offset }.count == 1)
  }
}
