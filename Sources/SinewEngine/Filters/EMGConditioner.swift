/// Raw EMG of up to eight channels in, conditioned EMG and its envelope out (science 1.2-1.4).
///
/// High pass 20 Hz and low pass by the rate, two poles each; a comb of notches when mains hum was
/// found; full-wave rectification; a low pass of two poles at 6 Hz. Units are those of the input.
package struct EMGConditioner: BitwiseCopyable, Sendable {
  private var bank: EMGBank
  /// Samples a second.
  package let rateHz: Double
  /// 50 or 60 where the notches are on; frozen, since a reference taken with other filters can't
  /// be compared (science 1.3).
  package let mainsHz: Double?

  /// By how much the envelope lags behind the muscle: group delay of the 6 Hz low pass at 1 Hz
  /// (science 1.4), the same at every rate to half a millisecond.
  package static var envelopeDelaySeconds: Double {
    @_noLocks @_noAllocation
    get { 0.038 }
  }

  /// - Parameters:
  ///   - rateHz: samples a second, 50 or more; below, the high pass moves down to a quarter.
  ///   - highPassHz: 20, or 30 over chest, back and trunk where the heart is seen (science 1.6).
  ///   - mainsHz: 50 or 60 to notch it and its harmonics; nil for none.
  package init(rateHz: Double, highPassHz: Double = 20, mainsHz: Double? = nil) {
    let rate = rateHz.isFinite && rateHz > 1 ? rateHz : 1000
    self.rateHz = rate
    self.mainsHz = mainsHz
    var chain = [
      Biquad.highPass(cornerHz: min(highPassHz, 0.25 * rate), rateHz: rate),
      Biquad.lowPass(cornerHz: min(450, 0.45 * rate), rateHz: rate),
    ]
    if let mainsHz, mainsHz > 1 {
      var harmonic = mainsHz
      // Q = 30 for each: 1.7 Hz wide at 50 Hz, settling in 0.19 s (science 1.3).
      while harmonic < min(0.45 * rate, 450), chain.count < 11 {
        chain.append(Biquad.notch(hz: harmonic, q: 30, rateHz: rate))
        harmonic += mainsHz
      }
    }
    bank = EMGBank(
      chain: chain, smoothing: Biquad.lowPass(cornerHz: min(6, 0.2 * rate), rateHz: rate))
  }

  /// A conditioner with other filters, to measure and compare.
  ///
  /// - Parameters:
  ///   - chain: at most eleven biquads before the rectifier, with b2 = b0.
  ///   - smoothing: the low pass behind it, with b2 = b0.
  package init(rateHz: Double, chain: [Biquad], smoothing: Biquad) {
    self.rateHz = rateHz
    mainsHz = nil
    bank = EMGBank(chain: chain, smoothing: smoothing)
  }

  /// Conditions `count` samples in place and writes the envelope of each to `envelope`, which
  /// must have as many places. Not-a-number counts as 0.
  @_noLocks @_noAllocation
  package mutating func process(
    _ samples: UnsafeMutablePointer<SIMD8<Float>>, envelope: UnsafeMutablePointer<SIMD8<Float>>,
    count: Int
  ) {
    unsafe bank.process(samples, envelope, count)
  }

  /// Conditions one sample.
  @_noLocks @_noAllocation
  package mutating func process(_ sample: SIMD8<Float>) -> ConditionedSample {
    var result = ConditionedSample(signal: sample, envelope: sample)
    unsafe withUnsafeMutablePointer(to: &result.signal) { signal in
      unsafe withUnsafeMutablePointer(to: &result.envelope) { envelope in
        unsafe bank.process(signal, envelope, 1)
      }
    }
    return result
  }
}
