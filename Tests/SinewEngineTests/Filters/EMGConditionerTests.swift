import Testing

@testable import SinewEngine

@Suite struct EMGConditionerTests {
  private struct Result {
    var signal: [SIMD8<Float>]
    var envelope: [SIMD8<Float>]
  }

  private func run(
    _ conditioner: inout EMGConditioner, _ input: [SIMD8<Float>], block: Int = 32
  ) -> Result {
    var signal = input
    var envelope = input
    unsafe signal.withUnsafeMutableBufferPointer { signal in
      unsafe envelope.withUnsafeMutableBufferPointer { envelope in
        guard let from = signal.baseAddress, let to = envelope.baseAddress else { return }
        var index = 0
        while index < input.count {
          let count = min(block, input.count - index)
          unsafe conditioner.process(from + index, envelope: to + index, count: count)
          index += count
        }
      }
    }
    return Result(signal: signal, envelope: envelope)
  }

  private func sine(_ hz: Double, rate: Double, seconds: Double, amplitude: Float = 100)
    -> [SIMD8<Float>]
  {
    (0..<Int(seconds * rate)).map { sample in
      SIMD8(
        repeating: amplitude * Float(Mathematics.sin(2 * .pi * hz * Double(sample) / rate)))
    }
  }

  private func rms(_ values: ArraySlice<SIMD8<Float>>) -> Float {
    (values.reduce(0) { $0 + $1[3] * $1[3] } / Float(values.count)).squareRoot()
  }

  /// scipy's `sosfilt` on the same input, with the band pass and the 50 Hz comb at 1000 Hz.
  @Test(arguments: [1, 7, 32, 100, 2000])
  func theOutputIsScipysWhateverTheBlock(block: Int) {
    let input = (0..<2000).map { n -> SIMD8<Float> in
      let t = Double(n) / 1000
      let value =
        100 * Mathematics.sin(2 * .pi * 77 * t) + 30 * Mathematics.sin(2 * .pi * 190 * t + 1)
        + 500 + 50 * t
      return SIMD8(repeating: Float(value))
    }
    var conditioner = EMGConditioner(rateHz: 1000, mainsHz: 50)
    let result = run(&conditioner, input, block: block)
    let expected: [(Int, Double, Double)] = [
      (0, 319.50579110810656, 0.11056221133848929), (1, 452.61708646958505, 0.5929798296304303),
      (10, -114.29543462911306, 17.319505423768152),
      (100, -93.92041662606741, 71.39678816859244),
      (500, -4.777665356621568, 65.46636434794199),
      (1999, -44.60237973312185, 65.06530101385128),
    ]
    for (sample, signal, envelope) in expected {
      for lane in [0, 7] {
        #expect((Double(result.signal[sample][lane]) - signal).magnitude < 0.02)
        #expect((Double(result.envelope[sample][lane]) - envelope).magnitude < 0.02)
      }
    }
  }

  @Test func oneSampleAtATimeGivesTheSame() {
    let input = sine(80, rate: 500, seconds: 0.5)
    var whole = EMGConditioner(rateHz: 500)
    var single = EMGConditioner(rateHz: 500)
    let result = run(&whole, input)
    for (index, x) in input.enumerated() {
      let sample = single.process(x)
      #expect(sample.signal == result.signal[index])
      #expect(sample.envelope == result.envelope[index])
    }
  }

  @Test(arguments: [200.0, 250, 500, 1000, 2000])
  func theBandPassesMuscleAndStopsDrift(rate: Double) {
    var conditioner = EMGConditioner(rateHz: rate)
    let muscle = run(&conditioner, sine(70, rate: rate, seconds: 3))
    #expect((rms(muscle.signal[Int(rate)...]) / 70.71 - 1).magnitude < 0.02)
    // The mean of a rectified sine is 2 / pi of its amplitude; 70 Hz folds little at any rate.
    #expect((muscle.envelope[Int(2.9 * rate)][0] / 63.66 - 1).magnitude < 0.04)
    var other = EMGConditioner(rateHz: rate)
    let drift = run(&other, sine(2, rate: rate, seconds: 3))
    #expect(rms(drift.signal[Int(rate)...]) < 1)
  }

  @Test func theCombRemovesHumAndItsHarmonicsOnly() {
    for hz in [50.0, 100, 150, 400] {
      var conditioner = EMGConditioner(rateHz: 1000, mainsHz: 50)
      let result = run(&conditioner, sine(hz, rate: 1000, seconds: 4))
      #expect(rms(result.signal[3000...]) < 0.5)
    }
    var conditioner = EMGConditioner(rateHz: 1000, mainsHz: 50)
    let result = run(&conditioner, sine(75, rate: 1000, seconds: 3))
    #expect((rms(result.signal[2000...]) / 70.3 - 1).magnitude < 0.01)
  }

  @Test(arguments: [250.0, 1000])
  func theEnvelopeLagsByThePublishedDelay(rate: Double) {
    // Amplitude 1 + 0.5 sin(2 pi 1 Hz t) on a carrier that fills the band.
    let input = (0..<Int(20 * rate)).map { n -> SIMD8<Float> in
      let t = Double(n) / rate
      let amplitude = 100 * (1 + 0.5 * Mathematics.sin(2 * .pi * t))
      return SIMD8(repeating: Float(amplitude * Mathematics.sin(2 * .pi * 63.7 * t)))
    }
    var conditioner = EMGConditioner(rateHz: rate)
    let envelope = run(&conditioner, input).envelope
    var (real, imaginary) = (0.0, 0.0)
    for n in Int(10 * rate)..<Int(20 * rate) {
      let angle = 2 * Double.pi * Double(n) / rate
      real += Double(envelope[n][0]) * Mathematics.sin(angle)
      imaginary -= Double(envelope[n][0]) * Mathematics.cos(angle)
    }
    let delay = Mathematics.atan2(imaginary, real) / (2 * .pi)
    // The band pass itself delays the modulation by another four milliseconds at most.
    #expect(delay > EMGConditioner.envelopeDelaySeconds - 0.004)
    #expect(delay < EMGConditioner.envelopeDelaySeconds + 0.006)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 3e38])
  func aBadValueIsForgottenInASecond(bad: Float) {
    let clean = sine(80, rate: 1000, seconds: 3)
    var input = clean
    for sample in 500..<520 { input[sample][3] = bad }
    var conditioner = EMGConditioner(rateHz: 1000, mainsHz: 50)
    let result = run(&conditioner, input)
    var reference = EMGConditioner(rateHz: 1000, mainsHz: 50)
    let expected = run(&reference, clean)
    for sample in 2500..<3000 {
      #expect((result.signal[sample][3] - expected.signal[sample][3]).magnitude < 0.01)
      #expect((result.envelope[sample][3] - expected.envelope[sample][3]).magnitude < 0.01)
    }
    // The neighbours never notice.
    for sample in 400..<1000 { #expect(result.signal[sample][2] == expected.signal[sample][2]) }
  }

  @Test func silenceEndsInZeroNotInDenormals() {
    var conditioner = EMGConditioner(rateHz: 1000, mainsHz: 50)
    _ = run(&conditioner, sine(80, rate: 1000, seconds: 1))
    let silence = [SIMD8<Float>](repeating: SIMD8(repeating: 0), count: 30_000)
    let result = run(&conditioner, silence)
    for sample in result.signal { #expect(sample[0].isZero || sample[0].isNormal) }
    for sample in result.envelope { #expect(sample[0].isZero || sample[0].isNormal) }
    #expect(result.envelope.last == SIMD8(repeating: 0))
  }

  @Test func lanesDoNotMix() {
    var input = [SIMD8<Float>](repeating: SIMD8(repeating: 0), count: 1000)
    let tone = sine(80, rate: 1000, seconds: 1)
    for sample in 0..<1000 { input[sample][5] = tone[sample][0] }
    var conditioner = EMGConditioner(rateHz: 1000)
    let result = run(&conditioner, input)
    for sample in result.signal {
      for lane in 0..<8 where lane != 5 { #expect(sample[lane] == 0) }
    }
    #expect(rms(result.signal.map { SIMD8(repeating: $0[5]) }[500...]) > 60)
  }
}
