import SinewCoaching
import SinewSignal
import Testing

/// The expected numbers were computed with numpy: the same sines sampled every 50 ms, read with
/// `numpy.interp`, integrated with `numpy.trapezoid` between the knots, standard deviations with
/// `ddof=1`; the rise by search on two million points.
@Suite struct LevelTraceTests {
  private func sine(_ seconds: Double) -> Double {
    // Taylor series after taking whole turns away: the test needs no C library.
    let turn = 2 * Double.pi
    let x = seconds - turn * (seconds / turn).rounded()
    var term = x
    var sum = x
    for n in 1...20 {
      term *= -x * x / Double((2 * n) * (2 * n + 1))
      sum += term
    }
    return sum
  }

  private func history(_ level: (Double) -> Double) -> LevelHistory {
    var history = LevelHistory()
    for index in 0..<200 {
      var tick = ActivationTick(station: 0, bank: 1, lanes: 0b100)
      tick.signalTime = MonotonicTime(seconds: 100 + 0.05 * Double(index))
      tick.levels[2] = Float(level(0.05 * Double(index)))
      history.note(tick)
    }
    return history
  }

  private func trace(
    _ history: LevelHistory, _ from: Double, _ to: Double, slot: Int = 10
  ) -> LevelTrace? {
    history.trace(
      slot: slot, from: MonotonicTime(seconds: 100 + from), to: MonotonicTime(seconds: 100 + to))
  }

  private func wave(_ t: Double) -> Double { 20 + 15 * sine(1.7 * t) + 6 * sine(5.1 * t + 0.4) }
  private func held(_ t: Double) -> Double { 50 + 8 * sine(2.3 * t) + 5 * sine(7 * t + 1) }

  @Test func `means, the highest window and the rise agree with numpy`() throws {
    let history = history(wave)
    let span = try #require(trace(history, 0.13, 3.41))
    #expect(abs(span.mean() - 20.244743685) < 1e-4)
    #expect(abs(span.mean(from: 0.5, to: 1.25) - 31.842933561) < 1e-4)
    #expect(abs(span.highestMean(window: 0.25) - 35.826914129) < 1e-4)
    let rising = try #require(trace(history, 2.6, 4.6))
    #expect(abs((rising.rise(to: 0.5) ?? 0) - 1.0267187) < 1e-4)
  }

  @Test func `steadiness takes away what a perfectly steady muscle shows`() throws {
    let span = try #require(trace(history(held), 1, 4))
    for (rate, expected) in [(1000.0, 0.103415311), (500, 0.094840532), (200, 0.051910756)] {
      let excess = try #require(HoldNumbers.excessCV(span, rateHz: rate))
      #expect(abs(excess - expected) < 1e-5, "\(rate)")
    }
    #expect(HoldNumbers.excessCV(span, rateHz: 100) == nil)
    let short = try #require(trace(history(held), 1, 2.9))
    #expect(HoldNumbers.excessCV(short, rateHz: 1000) == nil)
    let steady = try #require(trace(history { _ in 50 }, 1, 4))
    #expect(HoldNumbers.excessCV(steady, rateHz: 1000) == 0)
  }

  @Test func `a hold fails after half a second outside its band`() throws {
    let span = try #require(trace(history(held), 1, 4))
    #expect(abs(HoldNumbers.timeInBand(span, above: 48) - 0.30) < 1e-9)
    #expect(abs(HoldNumbers.timeInBand(span, above: 30) - 3) < 1e-9)
    // Out for a moment and back again costs the moment.
    #expect(abs(HoldNumbers.timeInBand(span, above: 42) - 2.65) < 1e-9)
  }

  @Test func `the quality of a hold is time in band less what is unsteady`() {
    let hold = HoldNumbers(seconds: 2, prescribed: 2, inBand: 1.5, excessCV: 0.06)
    #expect(abs(hold.quality - 60) < 1e-9)
    #expect(HoldNumbers(seconds: 3, prescribed: 2, inBand: 3, excessCV: nil).quality == 100)
    #expect(HoldNumbers(seconds: 2, prescribed: 2, inBand: 2, excessCV: 0.4).quality == 0)
  }

  @Test func `the floor of noise is that of the table, and unknown below it`() {
    for (rate, cv) in [(200.0, 0.12), (250, 0.11), (500, 0.09), (1000, 0.08), (4000, 0.08)] {
      #expect(NoiseFloor.variation(rateHz: rate) == cv)
    }
    #expect(abs((NoiseFloor.variation(rateHz: 750) ?? 0) - 0.085) < 1e-12)
    #expect(NoiseFloor.variation(rateHz: 100) == nil)
  }

  @Test func `a hole in the levels, a lane that is not worn and a span before the first give none`()
  {
    var history = history(wave)
    #expect(trace(history, -0.5, 1) == nil)
    #expect(trace(history, 9, 10.5) == nil)
    #expect(trace(history, 1, 2, slot: 9) == nil)
    #expect(trace(history, 2, 1) == nil)
    #expect(trace(history, 1, 2, slot: 99) == nil)
    var late = ActivationTick(station: 0, bank: 1, lanes: 0b100)
    late.signalTime = MonotonicTime(seconds: 110.2)
    history.note(late)
    #expect(trace(history, 9, 10.1) == nil)
    var strange = ActivationTick(station: 0, bank: 7, lanes: 0xFF)
    strange.signalTime = MonotonicTime(seconds: 111)
    history.note(strange)
  }

  @Test func `half a minute is remembered, whatever the rate of the levels`() {
    var history = LevelHistory()
    for index in 0..<100_000 {
      var tick = ActivationTick(station: 0, bank: 0, lanes: 1)
      tick.signalTime = MonotonicTime(seconds: 0.001 * Double(index))
      tick.levels[0] = 7
      history.note(tick)
    }
    func knows(_ from: Double) -> Bool {
      history.trace(
        slot: 0, from: MonotonicTime(seconds: from), to: MonotonicTime(seconds: from + 1)) != nil
    }
    #expect(knows(98) && knows(69))
    #expect(!knows(60))
  }
}
