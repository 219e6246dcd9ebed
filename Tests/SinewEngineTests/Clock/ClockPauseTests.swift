import SinewSignal
import Testing

@testable import SinewEngine

/// What is said of long silences: nobody knows how often a short counter came round in one.
@Suite struct ClockPauseTests {
  private struct Outcome {
    var report = ClockReport(device: 0, stream: 0)
    var told: UInt64 = 0
    /// Largest error of the times of the last half of the samples, seconds.
    var worst = 0.0
    var isIncreasing = true
  }

  /// Samples with their number on the wire, when they were true, and when they arrived.
  private func run(
    _ counter: CounterKind, rate: Double?,
    _ samples: [(count: Int, truth: Double, arrival: Double)]
  ) -> Outcome {
    var clock = StreamClock(clockProfile(counter, rate: rate))
    var outcome = Outcome()
    var last = -1.0
    for (index, sample) in samples.enumerated() {
      let frame = Frame(
        arrival: MonotonicTime(seconds: sample.arrival),
        counter: UInt32(truncatingIfNeeded: sample.count))
      let timing = clock.time(of: frame)
      outcome.told += UInt64(timing.lostBefore)
      let time = timing.time.seconds
      if time <= last { outcome.isIncreasing = false }
      last = time
      if index > samples.count / 2 {
        outcome.worst = max(outcome.worst, (time - sample.truth).magnitude)
      }
    }
    outcome.report = clock.report(device: 0, stream: 0)
    return outcome
  }

  /// A device that measures nothing from `number` on for `pause` seconds; then its counter goes on.
  private func paused(
    at number: Int, for pause: Double, rate: Double, modulus: Int, samples: Int = 8000
  ) -> [(Int, Double, Double)] {
    (0..<samples).map { sample in
      let truth = 10 + Double(sample) / rate + (sample < number ? 0 : pause)
      return (sample % modulus, truth, truth + 0.001)
    }
  }

  @Test(
    arguments: [
      (CounterKind.samples(modulus: 256), 200.0, 256), (.samples(modulus: 256), 1000, 256),
      (.samples(modulus: 16), 1000, 16), (.samples(modulus: 65536), 200, 65536),
      (.none, 200, 1 << 30),
    ], [2.7, 10.3, 30, 60, 3600])
  func aDeviceThatWasMuteLosesNothing(
    _ counter: (kind: CounterKind, rate: Double, modulus: Int), pause: Double
  ) {
    let outcome = run(
      counter.kind, rate: counter.rate,
      paused(at: 3500, for: pause, rate: counter.rate, modulus: counter.modulus))
    #expect(outcome.told == 0 && outcome.report.lostSamples == 0 && outcome.report.gaps == 0)
    #expect(outcome.report.pauses == 1)
    #expect(outcome.isIncreasing)
    #expect(outcome.worst < 0.01)
  }

  /// Samples 0..<count at `rate` without those in `missing`, each as soon as it is true.
  private func samples(
    _ count: Int, without missing: Range<Int>, rate: Double, modulus: Int
  ) -> [(Int, Double, Double)] {
    (0..<count).filter { !missing.contains($0) }.map { number in
      let truth = 10 + Double(number) / rate
      return (number % modulus, truth, truth)
    }
  }

  @Test func afterALongSilenceOnlyWhatTheCounterShowsIsCalledLost() {
    // 30 s at 200 Hz are 6000 samples, 23 times round a byte and 112 more.
    let outcome = run(
      .samples(modulus: 256), rate: 200,
      samples(12_000, without: 2000..<8000, rate: 200, modulus: 256))
    #expect(outcome.report.lostSamples == 6000 % 256 && outcome.report.gaps == 1)
    #expect(outcome.report.pauses == 1)
    #expect(outcome.worst < 0.01)
  }

  @Test func aWideCounterTellsAlsoTheLossOfALongSilence() {
    let outcome = run(
      .samples(modulus: 65536), rate: 200,
      samples(12_000, without: 2000..<8000, rate: 200, modulus: 65536))
    #expect(outcome.report.lostSamples == 6000 && outcome.report.gaps == 1)
    #expect(outcome.report.pauses == 0)
  }

  @Test(arguments: [2.0, 4.4, 9], [(200.0, 200.0), (250, 250.02), (250, 249.9)])
  func aShorterSilenceIsCountedWhole(seconds: Double, rate: (nominal: Double, real: Double)) {
    let missing = Int(seconds * rate.nominal)
    let outcome = run(
      .samples(modulus: 256), rate: rate.nominal,
      samples(10_000, without: 5000..<(5000 + missing), rate: rate.real, modulus: 256))
    #expect(outcome.report.lostSamples == UInt64(missing) && outcome.report.gaps == 1)
    #expect(outcome.report.pauses == 0)
    #expect(outcome.worst < 0.01)
  }

  @Test(arguments: [1, 1.5, 3, 5], [256, 65536])
  func aReaderThatWasStoppedLosesNothingAndKeepsTheTimes(stop: Double, modulus: Int) {
    // Everything that was sent meanwhile waits in the kernel's buffer.
    let samples = (0..<4000).map { sample in
      let truth = 10 + Double(sample) / 200
      return (sample % modulus, truth, truth > 17 && truth < 17 + stop ? 17 + stop : truth)
    }
    let outcome = run(.samples(modulus: UInt32(modulus)), rate: 200, samples)
    #expect(outcome.told == 0 && outcome.report.lostSamples == 0)
    #expect(outcome.report.pauses == 0)
    #expect(outcome.isIncreasing)
    #expect(outcome.worst < 0.01)
  }

  /// A computer that is short of time takes what waits slowly, and the device sends on meanwhile.
  @Test(arguments: [200, nil] as [Double?], [3, 5])
  func whatIsTakenSlowlyIsNotLost(rate: Double?, stop: Double) {
    let samples = (0..<8000).map { sample in
      let truth = 10 + Double(sample) / 200
      let queued = truth > 22 ? 22 + stop + (truth - 22) * 0.6 : truth
      return (sample % 256, truth, max(truth, queued))
    }
    let outcome = run(.samples(modulus: 256), rate: rate, samples)
    #expect(outcome.told == 0 && outcome.report.lostSamples == 0)
    #expect(outcome.isIncreasing)
  }

  @Test func whatABufferCouldNotHoldIsCountedBehindWhatItHeld() {
    // Stopped for 3 s; half a second of it was kept, the rest is gone.
    let samples = (0..<5000).filter { !(2125..<2750).contains($0) }.map { sample in
      let truth = 10 + Double(sample) / 250
      return (sample % 256, truth, truth > 18 && truth < 21 ? 21 : truth)
    }
    let outcome = run(.samples(modulus: 256), rate: 250, samples)
    #expect(outcome.report.lostSamples == 625 && outcome.report.gaps == 1)
    #expect(outcome.report.pauses == 0)
    #expect(outcome.worst < 0.01)
  }

  @Test(arguments: stride(from: 2.1, to: 9.9, by: 0.13).map(\.self))
  func aPauseOfAnyLengthInventsNoLossWhileTheRateWasJustLearned(pause: Double) {
    let outcome = run(
      .samples(modulus: 256), rate: nil, paused(at: 600, for: pause, rate: 200, modulus: 256))
    #expect(outcome.told == 0 && outcome.report.lostSamples == 0 && outcome.report.pauses == 1)
  }

  @Test func aDeviceThatBecomesSlowerLosesNothing() {
    // A sketch whose loop takes a tenth longer from now on, with a rate nobody declared.
    let samples = (0..<9000).map { sample in
      let truth = 10 + Double(sample) / 200 + Double(max(0, sample - 4000)) / 2000
      return (sample % 65536, truth, truth)
    }
    let outcome = run(.samples(modulus: 65536), rate: nil, samples)
    #expect(outcome.report.lostSamples == 0 && outcome.report.pauses == 0)
  }
}
