internal import Glibc

/// A second-order section, transposed direct form II.
struct Biquad: Sendable {
  private let b0: Double
  private let b1: Double
  private let b2: Double
  private let a1: Double
  private let a2: Double
  private var z1 = 0.0
  private var z2 = 0.0

  /// s / (s + w), bilinear.
  init(zeroAtRest hertz: Double, rateHz: Double) {
    let k = tan(Double.pi * hertz / rateHz)
    (b0, b1, b2) = (1 / (1 + k), -1 / (1 + k), 0)
    (a1, a2) = ((k - 1) / (k + 1), 0)
  }

  /// w / (s + w), bilinear.
  init(onePole hertz: Double, rateHz: Double) {
    let k = tan(Double.pi * hertz / rateHz)
    (b0, b1, b2) = (k / (1 + k), k / (1 + k), 0)
    (a1, a2) = ((k - 1) / (k + 1), 0)
  }

  /// w / (s + w), pole matched in time.
  init(matchedPole hertz: Double, rateHz: Double) {
    let pole = exp(-2 * Double.pi * hertz / rateHz)
    (b0, b1, b2) = (1 - pole, 0, 0)
    (a1, a2) = (-pole, 0)
  }

  /// Low pass with a quality, bilinear.
  init(lowPass hertz: Double, quality: Double, rateHz: Double) {
    let k = tan(Double.pi * hertz / rateHz)
    let norm = 1 / (1 + k / quality + k * k)
    (b0, b1, b2) = (k * k * norm, 2 * k * k * norm, k * k * norm)
    (a1, a2) = (2 * (k * k - 1) * norm, (1 - k / quality + k * k) * norm)
  }

  mutating func process(_ input: Double) -> Double {
    let output = b0 * input + z1
    z1 = b1 * input - a1 * output + z2
    z2 = b2 * input - a2 * output
    return output
  }
}
