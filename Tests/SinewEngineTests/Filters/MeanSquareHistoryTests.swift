import SinewSignal
import Testing

@testable import SinewEngine

@Suite struct MeanSquareHistoryTests {
  private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(seconds: seconds) }

  @Test func rootMeanSquareOfAnySpanIsRead() {
    var history = MeanSquareHistory()
    for sample in 0..<10_000 {
      let t = Double(sample) / 1000
      let amplitude: Float = t >= 4 && t < 6 ? 30 : 10
      var value = SIMD8<Float>(repeating: sample % 2 == 0 ? amplitude : -amplitude)
      value[1] = 1
      history.add(value, at: time(t))
    }
    let whole = history.rms(from: time(4), to: time(6))
    #expect((whole.rms[0] - 30).magnitude < 0.01 && (whole.rms[1] - 1).magnitude < 0.001)
    #expect(whole.samples == 2000 && !whole.hasDropout)
    let mixed = history.rms(from: time(3), to: time(5))
    #expect((mixed.rms[0] - Float(500).squareRoot()).magnitude < 0.1)
  }

  @Test func thePeakIsTheHighest250ms() {
    var history = MeanSquareHistory()
    for sample in 0..<5000 {
      let t = Double(sample) / 1000
      let isBurst = t >= 2 && t < 2.125
      history.add(SIMD8(repeating: isBurst ? 20 : 0), at: time(t))
    }
    let peak = history.peak(from: time(1), to: time(4))
    // 125 of 250 ms at 20.
    #expect((peak.rms[0] - 14.142).magnitude < 0.05)
    let short = history.peak(from: time(2), to: time(2.1))
    #expect((short.rms[0] - 20).magnitude < 0.01)
  }

  @Test func lossesAndSpansOutsideAreMarked() {
    var history = MeanSquareHistory()
    let empty = history.rms(from: time(0), to: time(1))
    #expect(empty.hasDropout && empty.samples == 0)
    for sample in 0..<1000 { history.add(SIMD8(repeating: 1), at: time(Double(sample) / 250)) }
    history.add(SIMD8(repeating: 1), at: time(4.5), lost: 125)
    for sample in 0..<100 {
      history.add(SIMD8(repeating: 1), at: time(4.504 + Double(sample) / 250))
    }
    let across = history.rms(from: time(3), to: time(4.8))
    let before = history.rms(from: time(1), to: time(3))
    let beyond = history.rms(from: time(4.6), to: time(60))
    #expect(across.hasDropout && !before.hasDropout && beyond.hasDropout)
    #expect((across.rms[0] - 1).magnitude < 1e-4)
  }

  @Test func whatIsOlderThan40sIsForgotten() {
    var history = MeanSquareHistory()
    for sample in 0..<10_000 {
      let t = Double(sample) / 100
      history.add(SIMD8(repeating: Float(Int(t))), at: time(t))
    }
    let recent = history.rms(from: time(61), to: time(62))
    let old = history.rms(from: time(10), to: time(20))
    #expect(!recent.hasDropout && (recent.rms[0] - 61).magnitude < 0.5)
    #expect(old.hasDropout && old.samples == 0)
    history.add(SIMD8(repeating: 3), at: time(100_000))
    let leap = history.rms(from: time(99_999.99), to: time(100_000.01))
    #expect((leap.rms[0] - 3).magnitude < 1e-5)
  }
}
