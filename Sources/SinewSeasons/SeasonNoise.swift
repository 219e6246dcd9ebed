/// Random numbers that are the same on every machine (SplitMix64).
package struct SeasonNoise: Sendable {
  private var state: UInt64

  /// Seeds are stirred first: neighbours would give one sequence, shifted by one.
  package init(seed: UInt64) { state = Self.stirred(seed &+ 0xD1B5_4A32_D192_ED03) }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.stirred(state)
  }

  private static func stirred(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0..<1.
  package mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// Mean 0, standard deviation 1: the sum of twelve, good to three deviations.
  package mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniform() }
    return sum
  }

  /// 1 on average, spread by a coefficient of variation; never below a fifth.
  package mutating func factor(_ variation: Double) -> Double {
    max(0.2, 1 + variation * normal())
  }
}
