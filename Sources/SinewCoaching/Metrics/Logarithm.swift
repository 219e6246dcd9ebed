/// Logarithms and their inverse without a C library: the same bits on every machine.
enum Logarithm {
  /// log2 of a finite number above 0; 0 for anything else. Exponent plus the series of the inverse
  /// hyperbolic tangent of the significand, good to about 1e-15.
  static func base2(_ value: Double) -> Double {
    guard value.isFinite, value > 0 else { return 0 }
    let ratio = (value.significand - 1) / (value.significand + 1)
    var power = ratio
    var sum = 0.0
    for odd in stride(from: 1, through: 33, by: 2) {
      sum += power / Double(odd)
      power *= ratio * ratio
    }
    return Double(value.exponent) + sum * 2.885_390_081_777_926_8
  }

  /// The natural logarithm of a finite number above 0; 0 for anything else.
  static func natural(_ value: Double) -> Double { base2(value) * 0.693_147_180_559_945_31 }

  /// e to the power of a number; 0 far below and the largest double far above. The power of two
  /// next to it, times the Taylor series of what remains, good to about 1e-15.
  static func exponential(_ value: Double) -> Double {
    guard value.isFinite, value > -700 else { return 0 }
    guard value < 700 else { return .greatestFiniteMagnitude }
    let whole = (value * 1.442_695_040_888_963_4).rounded()
    let rest = value - whole * 0.693_147_180_559_945_31
    var (term, sum) = (1.0, 1.0)
    for index in 1...18 {
      term *= rest / Double(index)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(whole), significand: sum)
  }
}
