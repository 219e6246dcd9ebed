/// The one logarithm the coach needs, without a C library: the same bits on every machine.
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
}
