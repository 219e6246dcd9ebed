/// Random numbers that are the same on every machine (SplitMix64).
struct SeededNoise {
  private var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// Nearly normal with mean 0 and standard deviation 1: the sum of four.
  mutating func normal() -> Double {
    (uniform() + uniform() + uniform() + uniform() - 2) * 1.732_050_807_568_877_2
  }

  /// 1 on average, spread by a coefficient of variation; never below a fifth.
  mutating func factor(_ cv: Double) -> Double { max(0.2, 1 + cv * normal()) }
}
