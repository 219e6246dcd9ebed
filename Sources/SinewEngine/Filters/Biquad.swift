/// A filter section with two poles and two zeros:
/// H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2).
package struct Biquad: BitwiseCopyable, Sendable {
  package var b0: Double
  package var b1: Double
  package var b2: Double
  package var a1: Double
  package var a2: Double

  package init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    self.b0 = b0
    self.b1 = b1
    self.b2 = b2
    self.a1 = a1
    self.a2 = a2
  }

  /// Lets everything through.
  package static var identity: Biquad { Biquad(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0) }

  /// Butterworth low pass with two poles: the bilinear transform of 1 / (s^2 + s sqrt 2 + 1) with
  /// the corner prewarped (Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
  /// coefficients", LPF with Q = 1 / sqrt 2).
  ///
  /// - Parameters:
  ///   - cornerHz: -3 dB, drawn into 0.0001...0.499 of the rate.
  ///   - rateHz: samples a second, above 0.
  package static func lowPass(cornerHz: Double, rateHz: Double) -> Biquad {
    let (cosine, alpha) = terms(hz: cornerHz, rateHz: rateHz, q: 0.5.squareRoot())
    let a0 = 1 + alpha
    let b = (1 - cosine) / a0
    return Biquad(b0: b / 2, b1: b, b2: b / 2, a1: -2 * cosine / a0, a2: (1 - alpha) / a0)
  }

  /// Butterworth high pass with two poles; the same source, HPF.
  package static func highPass(cornerHz: Double, rateHz: Double) -> Biquad {
    let (cosine, alpha) = terms(hz: cornerHz, rateHz: rateHz, q: 0.5.squareRoot())
    let a0 = 1 + alpha
    let b = (1 + cosine) / a0
    return Biquad(b0: b / 2, b1: -b, b2: b / 2, a1: -2 * cosine / a0, a2: (1 - alpha) / a0)
  }

  /// Notch whose -3 dB points lie `hz / q` apart: zeros on the unit circle, poles beside them, the
  /// bandwidth prewarped (Orfanidis, "Introduction to Signal Processing", 11.3, as in scipy's
  /// `iirnotch`).
  package static func notch(hz: Double, q: Double, rateHz: Double) -> Biquad {
    let angle = 2 * Double.pi * inside(hz, rateHz) / rateHz
    let gain = 1 / (1 + Mathematics.tan(angle / max(q, 0.5) / 2))
    let cosine = Mathematics.cos(angle)
    return Biquad(
      b0: gain, b1: -2 * gain * cosine, b2: gain, a1: -2 * gain * cosine, a2: 2 * gain - 1)
  }

  /// |H| at a frequency.
  package func gain(atHz hz: Double, rateHz: Double) -> Double {
    let angle = 2 * Double.pi * hz / rateHz
    let (c1, s1) = (Mathematics.cos(angle), Mathematics.sin(angle))
    let (c2, s2) = (Mathematics.cos(2 * angle), Mathematics.sin(2 * angle))
    let (nr, ni) = (b0 + b1 * c1 + b2 * c2, b1 * s1 + b2 * s2)
    let (dr, di) = (1 + a1 * c1 + a2 * c2, a1 * s1 + a2 * s2)
    return ((nr * nr + ni * ni) / (dr * dr + di * di)).squareRoot()
  }

  private static func inside(_ hz: Double, _ rateHz: Double) -> Double {
    min(max(hz, 0.0001 * rateHz), 0.499 * rateHz)
  }

  /// cos w and alpha = sin w / 2Q of the cookbook.
  private static func terms(hz: Double, rateHz: Double, q: Double) -> (Double, Double) {
    let angle = 2 * Double.pi * inside(hz, rateHz) / rateHz
    return (Mathematics.cos(angle), Mathematics.sin(angle) / (2 * q))
  }
}
