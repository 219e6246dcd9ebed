import SinewSignal
import Testing

@testable import SinewEngine

/// The expected numbers are `scipy.signal.welch`'s (SciPy 1.17.1, Hann, `nperseg` 256 ms, half
/// overlap, `nfft` 512, no detrending, every second sample at 2148 Hz) of the same noise, summed
/// over 20 Hz to the lower of 450 Hz and 0.45 of the rate.
@Suite struct PhaseSpectrumTests {
  private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(seconds: 10 + seconds) }

  /// Four seconds of noise of a linear congruential generator through two poles at 0.125 of the
  /// rate; the first lane with it, the second with ten times as much.
  private func spectrum(rateHz: Double) -> PhaseSpectrum {
    var spectrum = PhaseSpectrum(rateHz: rateHz, lanes: 0b101)
    var state = 1
    var (last, before) = (0.0, 0.0)
    for index in 0..<Int(4 * rateHz) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      let value = Double(state) / 2_147_483_648 - 0.5 + 1.2 * last - 0.72 * before
      (before, last) = (last, value)
      var lanes = SIMD8<Float>(repeating: 0)
      lanes[0] = Float(100 * value)
      lanes[2] = Float(1000 * value)
      spectrum.add(lanes, at: time(Double(index) / rateHz))
    }
    return spectrum
  }

  @Test(arguments: [
    (500.0, 1.8, 57.986, 60.681, 3.3521e-12), (1000, 2.5, 116.755, 119.766, 5.8375e-14),
    (2148, 2.0, 248.048, 242.316, 2.6567e-15),
  ])
  func frequenciesAreSciPys(
    rate: Double, end: Double, median: Double, mean: Double, dimitrov: Double
  ) throws {
    var spectrum = spectrum(rateHz: rate)
    let answer = spectrum.read(from: time(1), to: time(end))
    let reading = try #require(answer)
    for lane in [0, 2] {
      #expect(abs(Double(reading.medianHz[lane]) / median - 1) < 0.001)
      #expect(abs(Double(reading.meanHz[lane]) / mean - 1) < 0.001)
      #expect(abs(Double(reading.dimitrov[lane]) / dimitrov - 1) < 0.01)
    }
    #expect(reading.medianHz[1] == 0 && reading.dimitrov[7] == 0)
  }

  @Test func shortFutureAndForgottenStretchesAreRefused() {
    var spectrum = spectrum(rateHz: 500)
    let refused = [(1, 1.39), (3.7, 4.3), (-2, 1), (2, 1), (-10, 9e9)].allSatisfy {
      spectrum.read(from: time($0.0), to: time($0.1)) == nil
    }
    #expect(refused)
    for index in 0..<20_000 {
      spectrum.add(SIMD8(repeating: 1), at: time(4 + Double(index) / 500))
    }
    let forgotten = spectrum.read(from: time(1), to: time(2))
    let kept = spectrum.read(from: time(30), to: time(31))
    #expect(forgotten == nil && kept != nil)
  }

  @Test func anEmptyHistoryAndAFlatSignalSayNothing() throws {
    var empty = PhaseSpectrum(rateHz: 1000, lanes: 0xFF)
    let nothing = empty.read(from: time(0), to: time(1))
    #expect(nothing == nil)
    for index in 0..<3000 {
      empty.add(SIMD8(repeating: 0), at: time(Double(index) / 1000))
    }
    let answer = empty.read(from: time(1), to: time(2))
    let flat = try #require(answer)
    #expect(flat.medianHz == SIMD8(repeating: 0))
  }
}
