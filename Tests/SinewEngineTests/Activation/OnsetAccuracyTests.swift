import Testing

@testable import SinewEngine

/// Limits are the figures of the design's evaluation (MAE 12.9, 9.2, 6.3, 4.4, 3.0 ms; decisions at
/// 73, 54, 38, 26, 18 ms) with a margin for another generator and 80 bursts.
@Suite struct OnsetAccuracyTests {
  @Test(arguments: [
    (3.0, 16.0, 85.0, 30.0), (6, 11.5, 65, 23), (10, 8.5, 48, 16), (15, 6, 34, 11),
    (20, 4.5, 26, 8),
  ])
  func burstsAreFoundAndDated(
    snrDB: Double, errorMs: Double, delayMs: Double, offsetErrorMs: Double
  ) {
    var onsetErrors = 0.0
    var offsetErrors = 0.0
    for seed in UInt64(1)...2 {
      let signal = SyntheticEMG(bursts: 40, snrDB: snrDB, seed: seed)
      let found = DetectedBursts(signal.samples, settings: .init(sampleRateHz: 1000))
      let onsets = EventScore(found.onsets, truth: signal.onsets.map { Double($0) / 1000 })
      let offsets = EventScore(found.offsets, truth: signal.offsets.map { Double($0) / 1000 })
      #expect(onsets.missed == 0)
      #expect(onsets.extra == 0)
      #expect(onsets.medianDelayMs < delayMs)
      #expect(offsets.missed == 0)
      onsetErrors += onsets.meanAbsoluteMs / 2
      offsetErrors += offsets.meanAbsoluteMs / 2
      #expect(found.onsets.allSatisfy { $0.uncertaintyMs >= 5 && $0.uncertaintyMs < 100 })
    }
    #expect(onsetErrors < errorMs)
    #expect(offsetErrors < offsetErrorMs)
  }

  @Test func correctionsComeLaterAndAreBetter() {
    let signal = SyntheticEMG(bursts: 40, snrDB: 10, seed: 3)
    let truth = signal.onsets.map { Double($0) / 1000 }
    let found = DetectedBursts(signal.samples, settings: .init(sampleRateHz: 1000))
    let firsts = found.onsets.map { stamp in
      var plain = stamp
      plain.best = stamp.first
      return plain
    }
    let corrected = EventScore(found.onsets, truth: truth).meanAbsoluteMs
    #expect(corrected < EventScore(firsts, truth: truth).meanAbsoluteMs)
  }

  @Test func doubledRateGivesTheSameDates() {
    let signal = SyntheticEMG(bursts: 20, snrDB: 15, seed: 4)
    var doubled: [Float] = []
    for (index, sample) in signal.samples.enumerated() {
      let next = index + 1 < signal.samples.count ? signal.samples[index + 1] : sample
      doubled.append(sample)
      doubled.append((sample + next) / 2)
    }
    let truth = signal.onsets.map { Double($0) / 1000 }
    let found = DetectedBursts(doubled, settings: .init(sampleRateHz: 2000))
    let score = EventScore(found.onsets, truth: truth)
    #expect(score.missed == 0)
    #expect(score.extra == 0)
    #expect(score.meanAbsoluteMs < 7)
  }

  @Test func levelsAreThoseOfTheSignal() {
    let signal = SyntheticEMG(bursts: 1, snrDB: 20, seed: 5)
    var detector = OnsetDetector(settings: .init(sampleRateHz: 1000))
    for sample in signal.samples[..<(signal.onsets[0] + 400)] { _ = detector.consume(sample) }
    let isActive = detector.isActive
    let rest = detector.restLevel
    let active = detector.activeLevel
    let snr = detector.snrDB
    #expect(isActive)
    #expect(rest > 0.8 && rest < 1.15)
    #expect(active > 7 && active < 13)
    #expect(snr > 17 && snr < 23)
  }
}
