import SinewSignal
import Testing

@testable import SinewEngine

@Suite struct ClockAccuracyTests {
  /// Runs a link for `seconds` and returns the errors from `after` seconds on.
  private func errors(
    _ link: SimulatedLink, counter: CounterKind = .samples(modulus: 256), seconds: Double = 120,
    after: Double = 5, nominal: Double? = nil, isRateKnown: Bool = true
  ) -> ClockErrors {
    var link = link
    var clock = StreamClock(clockProfile(counter, rate: isRateKnown ? nominal ?? link.rate : nil))
    var result = ClockErrors()
    for sample in 0..<Int(seconds * link.rate) {
      let count = counter == .none ? sample : sample % 256
      let frame = Frame(
        arrival: MonotonicTime(seconds: link.arrival(sample)), counter: UInt32(count))
      let timing = clock.time(of: frame)
      result.add(
        timing.time, truth: link.trueTime(sample), counts: Double(sample) > after * link.rate)
    }
    return result
  }

  /// The chunks' timer and the sample clock drift through each other, so that the last sample of a
  /// chunk waits up to a period, the same for many seconds: at 20 ppm for 200 s. What a beat hides
  /// no estimate can show, hence a bound that depends on the skew.
  @Test(arguments: [
    (-200.0, 1.0), (-90, 2.0), (-7, 1.0), (0, 1.0), (3, 1.0), (90, 2.0), (200, 1.0),
  ])
  func chunksOf16msAreSpreadEvenly(skewPPM: Double, bound: Double) {
    var link = SimulatedLink(rate: 250, skewPPM: skewPPM)
    link.chunk = 0.016
    let result = errors(link)
    #expect(result.isIncreasing)
    #expect(result.deviation < bound * 0.001)
    #expect(result.worst < 0.008)
  }

  @Test(arguments: [-200.0, -50, -20, 0, 20, 50, 200])
  func aSerialBridgeLeavesLessThanAMillisecondOfJitter(skewPPM: Double) {
    var link = SimulatedLink(rate: 250, skewPPM: skewPPM)
    link.chunk = 0.016
    link.jitter = 0.001
    link.packetsPerFlush = 62.0 / 33
    let result = errors(link)
    #expect(result.isIncreasing)
    #expect(result.deviation < 0.001)
    #expect(result.worst < 0.008)
  }

  @Test(arguments: [-200.0, -50, 0, 50, 200], [100.0, 250, 1000])
  func randomDelaysLeaveLessThanAMillisecondOfJitter(skewPPM: Double, rate: Double) {
    var link = SimulatedLink(rate: rate, skewPPM: skewPPM)
    link.jitter = 0.003
    let result = errors(link)
    #expect(result.isIncreasing)
    #expect(result.deviation < 0.001)
    #expect(result.worst < 0.005)
  }

  @Test(arguments: [-200.0, 0, 50, 200], [100.0, 200, 1000])
  func burstsOfABluetoothLinkAreSpreadEvenly(skewPPM: Double, rate: Double) {
    var link = SimulatedLink(rate: rate, skewPPM: skewPPM)
    link.bursts = 0.010...0.060
    let result = errors(link)
    #expect(result.isIncreasing)
    #expect(result.deviation < 0.002)
    #expect(result.worst < 0.010)
  }

  @Test(arguments: [-0.005, -0.002, 0.002, 0.005])
  func aCeramicResonatorFarOffItsRateIsFollowed(off: Double) {
    var link = SimulatedLink(rate: 500 * (1 + off), skewPPM: 0)
    link.chunk = 0.016
    let result = errors(link, counter: .none, after: 15, nominal: 500)
    #expect(result.isIncreasing)
    #expect(result.deviation < 0.002)
    #expect(result.worst < 0.010)
  }

  @Test(arguments: [20.0, 97.3, 480, 1000])
  func anUnknownRateIsMeasured(rate: Double) {
    var link = SimulatedLink(rate: rate, skewPPM: 0)
    link.bursts = 0.010...0.040
    let result = errors(link, counter: .none, after: 20, isRateKnown: false)
    #expect(result.isIncreasing)
    #expect(result.deviation < 0.003)
    #expect(result.worst < 0.012)
  }

  @Test(arguments: [0.016, 0.0])
  func theFirstSecondsAreSteadyToo(chunk: Double) {
    var link = SimulatedLink(rate: 250, skewPPM: 100)
    link.chunk = chunk
    link.jitter = 0.002
    let result = errors(link, seconds: 5, after: 1)
    #expect(result.isIncreasing)
    #expect(result.deviation < 0.002)
    #expect(result.worst < 0.010)
  }

  @Test func twoDevicesAgreeWithin5msAfterAMinute() {
    var cyton = SimulatedLink(rate: 250, skewPPM: 120)
    cyton.chunk = 0.016
    cyton.packetsPerFlush = 62.0 / 33
    cyton.leastDelay = 0.004
    var wearable = SimulatedLink(rate: 200, skewPPM: -80)
    wearable.bursts = 0.010...0.060
    wearable.leastDelay = 0.015
    wearable.generator = Lehmer(seed: 7)
    var first = StreamClock(clockProfile(.samples(modulus: 256), rate: 250, delayMs: 4))
    var second = StreamClock(clockProfile(.samples(modulus: 65536), rate: 200, delayMs: 15))
    var apart: [Double] = []
    var offsets = (0.0, 0.0)
    for pass in 0..<180 {
      for sample in (pass * 250)..<(pass * 250 + 250) {
        let timing = first.time(
          of: Frame(
            arrival: MonotonicTime(seconds: cyton.arrival(sample)), counter: UInt32(sample % 256)))
        offsets.0 = timing.time.seconds - cyton.trueTime(sample)
      }
      for sample in (pass * 200)..<(pass * 200 + 200) {
        let timing = second.time(
          of: Frame(
            arrival: MonotonicTime(seconds: wearable.arrival(sample)),
            counter: UInt32(sample % 65536)))
        offsets.1 = timing.time.seconds - wearable.trueTime(sample)
      }
      if pass >= 60 { apart.append((offsets.0 - offsets.1).magnitude) }
    }
    #expect((apart.max() ?? 1) < 0.005)
  }

  @Test func aDriftOf200ppmIsReported() {
    var link = SimulatedLink(rate: 1000, skewPPM: 200)
    link.chunk = 0.016
    var clock = StreamClock(clockProfile(.samples(modulus: 256), rate: 1000))
    for sample in 0..<120_000 {
      _ = clock.time(
        of: Frame(
          arrival: MonotonicTime(seconds: link.arrival(sample)), counter: UInt32(sample % 256)))
    }
    let report = clock.report(device: 4, stream: 1)
    #expect(report.device == 4 && report.stream == 1)
    #expect((report.skewPPM - 200).magnitude < 20)
    #expect((report.rateHz - 1000.2).magnitude < 0.02)
    #expect(report.unwrapped == 119_999)
    #expect(report.counter == UInt32(119_999 % 256))
    #expect(report.lostSamples == 0 && report.gaps == 0)
    #expect((report.offsetSeconds - 100).magnitude < 0.01)
  }
}
