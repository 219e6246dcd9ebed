import SinewSignal
import Testing

@testable import SinewEngine

@Suite struct ClockCounterTests {
  private func frame(_ counter: Int, _ seconds: Double, _ flags: FrameFlags = .none) -> Frame {
    Frame(
      arrival: MonotonicTime(seconds: seconds), counter: UInt32(truncatingIfNeeded: counter),
      flags: flags)
  }

  /// Runs samples through a clock, leaving out those in `missing`; gives the losses it told.
  private func losses(
    _ link: SimulatedLink, _ counter: CounterKind, missing: [Range<Int>], samples: Int = 6000,
    count: (Int) -> Int
  ) -> (told: [UInt32], worst: Double) {
    var link = link
    var clock = StreamClock(clockProfile(counter, rate: link.rate))
    var told: [UInt32] = []
    var worst = 0.0
    for sample in 0..<samples {
      let arrival = link.arrival(sample)
      if missing.contains(where: { $0.contains(sample) }) { continue }
      let timing = clock.time(of: frame(count(sample), arrival))
      if timing.lostBefore > 0 { told.append(timing.lostBefore) }
      #expect(!timing.restarted)
      if sample > 1000 {
        worst = max(worst, (timing.time.seconds - link.trueTime(sample)).magnitude)
      }
    }
    #expect(clock.report(device: 0, stream: 0).gaps == UInt64(told.count))
    return (told, worst)
  }

  @Test func lossesAreCountedAlsoBeyondAWrap() {
    var link = SimulatedLink(rate: 250, skewPPM: 60)
    link.chunk = 0.016
    link.jitter = 0.001
    let result = losses(
      link, .samples(modulus: 256), missing: [300..<301, 1500..<1503, 2000..<2259, 3000..<3700]
    ) { $0 % 256 }
    #expect(result.told == [1, 3, 259, 700])
    #expect(result.worst < 0.008)
  }

  @Test func aWholeWrapLostIsNotTakenForADuplicate() {
    let result = losses(
      SimulatedLink(), .samples(modulus: 256), missing: [2000..<2255]
    ) { $0 % 256 }
    #expect(result.told == [255])
    #expect(result.worst < 0.008)
  }

  @Test func aStallWithoutLossIsNotTakenForLoss() {
    var clock = StreamClock(clockProfile(.samples(modulus: 256), rate: 250))
    var lost: UInt32 = 0
    for sample in 0..<2500 {
      let truth = 10 + Double(sample) / 250
      // Between 5.0 s and 5.6 s nothing comes; then everything at once.
      let arrival = truth > 15 && truth < 15.6 ? 15.6 : truth
      let timing = clock.time(of: frame(sample % 256, arrival))
      lost += timing.lostBefore
      if sample > 500 { #expect((timing.time.seconds - truth).magnitude < 0.005) }
    }
    #expect(lost == 0)
  }

  @Test(arguments: [0.016, 0.05, 0.3])
  func lateSamplesOfAShortCounterAreNotTakenForLoss(stall: Double) {
    var link = SimulatedLink(rate: 1000, skewPPM: 40)
    link.jitter = 0.001
    link.bursts = 0.0...stall
    let result = losses(link, .samples(modulus: 16), missing: [3000..<3005]) { $0 % 16 }
    #expect(result.told == [5])
    #expect(result.worst < 0.02)
  }

  @Test func wholeWrapsOfAShortCounterShowOnceTheSamplesStayLate() {
    var clock = StreamClock(clockProfile(.samples(modulus: 16), rate: 1000))
    var lost: UInt64 = 0
    var worst = 0.0
    for sample in 0..<40_000 where !(20_000..<20_084).contains(sample) {
      let truth = 10 + Double(sample) / 1000
      let timing = clock.time(of: frame(sample % 16, truth + 0.001))
      lost += UInt64(timing.lostBefore)
      if sample > 30_000 { worst = max(worst, (timing.time.seconds - truth).magnitude) }
    }
    // 4 are seen at once in the counter, 80 by the delay that stays.
    #expect(lost == 84)
    #expect(worst < 0.008)
  }

  @Test(arguments: [16, 24, 32])
  func ticksWrapAtTheirWidth(bits: Int) {
    var link = SimulatedLink(rate: 51.2, skewPPM: 30)
    link.bursts = 0.010...0.060
    let first = (1 << bits) - 300_000
    let result = losses(
      link, .ticks(hertz: 32768, bits: bits), missing: [1200..<1210, 2000..<2200], samples: 4000
    ) { (first + $0 * 640) & ((1 << bits) - 1) }
    #expect(result.told == [10, 200])
    #expect(result.worst < 0.010)
  }

  @Test func ticksWithoutARateLearnTheDistanceOfSamples() {
    var clock = StreamClock(clockProfile(.ticks(hertz: 1000, bits: 32), rate: nil))
    var told: [UInt32] = []
    for sample in 0..<400 where sample != 300 && sample != 301 {
      let truth = Double(sample) * 0.010
      let timing = clock.time(of: frame(sample * 10, 5 + truth))
      if timing.lostBefore > 0 { told.append(timing.lostBefore) }
    }
    #expect(told == [2])
    let rate = clock.report(device: 0, stream: 0).rateHz
    #expect((rate - 100).magnitude < 0.5)
  }

  @Test func aFlaggedRestartBeginsAnewAndLosesNothing() {
    var clock = StreamClock(clockProfile(.samples(modulus: 65536), rate: 100))
    for sample in 0..<500 { _ = clock.time(of: frame(sample, 1 + Double(sample) * 0.01)) }
    let before = clock.time(of: frame(500, 6.0))
    let timing = clock.time(of: frame(0, 8.0, .restarted))
    #expect(timing.restarted && timing.lostBefore == 0)
    #expect(timing.time > before.time)
    #expect((timing.time.seconds - 8).magnitude < 0.001)
    let next = clock.time(of: frame(1, 8.01))
    #expect(!next.restarted && (next.time.seconds - 8.01).magnitude < 0.001)
  }

  @Test func aCounterThatFallsBackWithoutAFlagIsARestart() {
    var clock = StreamClock(clockProfile(.ticks(hertz: 32768, bits: 32), rate: 100))
    for sample in 0..<500 {
      _ = clock.time(of: frame(1_000_000 + sample * 328, 1 + Double(sample) * 0.01))
    }
    let timing = clock.time(of: frame(0, 6.2))
    #expect(timing.restarted)
    #expect((timing.time.seconds - 6.2).magnitude < 0.001)
  }

  @Test func aKnownGapOfAStreamWithoutCounterIsBridgedByTheArrival() {
    var clock = StreamClock(clockProfile(.none, rate: 500))
    for sample in 0..<5000 { _ = clock.time(of: frame(sample, 1 + Double(sample) * 0.002)) }
    let timing = clock.time(of: frame(5000, 1 + 5100 * 0.002, .gapBefore))
    #expect(timing.lostBefore >= 98 && timing.lostBefore <= 100)
    #expect((timing.time.seconds - (1 + 5100 * 0.002)).magnitude < 0.004)
  }

  @Test func anUnseenLossOfAStreamWithoutCounterIsCaughtUpWith() {
    var clock = StreamClock(clockProfile(.none, rate: 500))
    var last = 0.0
    for sample in 0..<20_000 {
      let truth = 1 + Double(sample + (sample > 8000 ? 40 : 0)) * 0.002
      last = clock.time(of: frame(sample, truth)).time.seconds - truth
    }
    #expect(last.magnitude < 0.003)
    #expect(clock.report(device: 0, stream: 0).lostSamples > 35)
  }

  @Test func exactArrivalsPassThroughAndHolesCount() {
    var clock = StreamClock(clockProfile(.arrivalIsExact, rate: 1000, delayMs: 2))
    for sample in 0..<100 {
      let timing = clock.time(of: frame(0, Double(sample) * 0.001))
      #expect(timing.time.nanoseconds == Int64(sample) * 1_000_000 - 2_000_000)
      #expect(timing.lostBefore == 0)
    }
    let timing = clock.time(of: frame(0, 0.109))
    #expect(timing.lostBefore == 9)
  }

  @Test func theDeclaredDelayIsSubtracted() {
    var plain = StreamClock(clockProfile(.samples(modulus: 256), rate: 250))
    var delayed = StreamClock(clockProfile(.samples(modulus: 256), rate: 250, delayMs: 12.5))
    for sample in 0..<100 {
      let frame = frame(sample, Double(sample) / 250)
      let difference =
        plain.time(of: frame).time.nanoseconds - delayed.time(of: frame).time.nanoseconds
      #expect(difference == 12_500_000)
    }
  }

  @Test func nonsenseNeitherTrapsNorRunsBackwards() {
    let kinds: [CounterKind] = [
      .samples(modulus: 0), .samples(modulus: 1), .samples(modulus: .max),
      .ticks(hertz: 0, bits: 32), .ticks(hertz: .nan, bits: 8), .ticks(hertz: 1e9, bits: 99),
      .ticks(hertz: 1e-9, bits: -4), .none, .arrivalIsExact,
    ]
    var generator = Lehmer(seed: 3)
    for kind in kinds {
      for rate in [nil, 0, -1, Double.infinity, 1e-12, 1e12, 250] as [Double?] {
        var clock = StreamClock(clockProfile(kind, rate: rate, delayMs: rate == nil ? .nan : 1))
        var last = MonotonicTime(nanoseconds: .min)
        for _ in 0..<300 {
          let arrival = Int64(generator.uniform(-1e15...1e15))
          let frame = Frame(
            arrival: MonotonicTime(nanoseconds: arrival),
            counter: UInt32(generator.uniform(0...4.2e9)),
            flags: FrameFlags(rawValue: UInt8(generator.uniform(0...4))))
          let timing = clock.time(of: frame)
          #expect(timing.time > last)
          last = timing.time
        }
        _ = clock.report(device: 0, stream: 0)
      }
    }
  }
}
