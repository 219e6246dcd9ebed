internal import Glibc

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same on every machine.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64
  private var spare: Double?

  package init(seed: UInt64) { state = seed }

  /// A generator of its own for each use of one seed, so that adding a use moves no other.
  package init(seed: UInt64, stream: UInt64) {
    var mixer = SeededRandom(seed: seed)
    let first = mixer.next()
    mixer = SeededRandom(seed: first ^ (stream &* 0xD1B5_4A32_D192_ED03))
    state = mixer.next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Evenly in 0..<1.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Evenly in `low..<high`.
  package mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// Normal with mean 0 and standard deviation 1 (Box and Muller 1958).
  package mutating func gaussian() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = sqrt(-2 * log(1 - uniform()))
    let angle = 2 * Double.pi * uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// A factor around 1 with coefficient of variation `cv`, never negative (log-normal).
  package mutating func factor(cv: Double) -> Double {
    let sigma = sqrt(log(1 + cv * cv))
    return exp(sigma * gaussian() - 0.5 * sigma * sigma)
  }
}
