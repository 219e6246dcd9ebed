/// Exponential, logarithmic and trigonometric functions for filters and detectors.
///
/// The compiler refuses the C library's functions, and `Double.squareRoot()`, in code proved free
/// of locks and allocation, since it cannot see into them. These are written out instead: the proof
/// then covers them, and every processor gives the same bits. Each reduces its argument to a short interval and sums the
/// Taylor series there until the next term is below the precision of `Double`; relative errors are
/// a few units in the last place, except near the zeros of `sin`, `cos` and `tan`, where they are
/// absolute.
internal enum Mathematics {
  /// e^x; 0 below -745, infinite above 709.8.
  @_noLocks @_noAllocation
  static func exp(_ x: Double) -> Double {
    guard x > -745.2 else { return x.isNaN ? x : 0 }
    guard x < 709.79 else { return x.isNaN ? x : .infinity }
    // x = n ln 2 + r with |r| <= ln 2 / 2; ln 2 in two parts, the first exact in products with n.
    let n = nearest(x * 1.4426950408889634)
    let r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    var sum = 1.0 / 6_227_020_800
    sum = sum * r + 1.0 / 479_001_600
    sum = sum * r + 1.0 / 39_916_800
    sum = sum * r + 1.0 / 3_628_800
    sum = sum * r + 1.0 / 362_880
    sum = sum * r + 1.0 / 40_320
    sum = sum * r + 1.0 / 5_040
    sum = sum * r + 1.0 / 720
    sum = sum * r + 1.0 / 120
    sum = sum * r + 1.0 / 24
    sum = sum * r + 1.0 / 6
    sum = sum * r + 0.5
    sum = sum * r * r + r + 1
    // Two steps, because 2^n alone leaves the range of normal numbers at both ends.
    let half = Int64(n) / 2
    return sum * powerOfTwo(half) * powerOfTwo(Int64(n) &- half)
  }

  /// Natural logarithm; minus infinity at 0, not a number below.
  @_noLocks @_noAllocation
  static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    // x = m 2^e, m in 0.707...1.414, and ln m = 2 atanh((m - 1) / (m + 1)).
    let isSubnormal = x < 0x1p-1022
    let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
    var exponent = Int64(bits >> 52) &- 1023 &- (isSubnormal ? 54 : 0)
    var m = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    if m > 1.4142135623730951 {
      m *= 0.5
      exponent &+= 1
    }
    let e = Double(exponent)
    return e * 0.693147180369123816490 + (e * 1.90821492927058770002e-10 + twiceAtanh(m - 1, m + 1))
  }

  /// ln(1 + x), exact for small x.
  @_noLocks @_noAllocation
  static func log1p(_ x: Double) -> Double {
    x > -0.25 && x < 0.35 ? twiceAtanh(x, x + 2) : log(1 + x)
  }

  /// Logarithm to base 10.
  @_noLocks @_noAllocation
  static func log10(_ x: Double) -> Double { log(x) * 0.4342944819032518 }

  /// x^y for x >= 0, by logarithm: the relative error grows as |y ln x|.
  @_noLocks @_noAllocation
  static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 { return 1 }
    if x == 0 { return y > 0 ? 0 : .infinity }
    return exp(y * log(x))
  }

  /// Square root, to one unit in the last place; not a number below 0.
  @_noLocks @_noAllocation
  static func squareRoot(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? x : .nan }
    guard x < .infinity else { return x }
    if x < 0x1p-1000 { return squareRoot(x * 0x1p200) * 0x1p-100 }
    // Newton's iteration for 1 / sqrt(x), from the estimate that halves the exponent in the bits
    // (3.4 % off; Lomont 2003, "Fast inverse square root"); each step squares the error.
    var y = Double(bitPattern: 0x5FE6_EB50_C7B5_37A9 &- (x.bitPattern >> 1))
    let half = 0.5 * x
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    let root = x * y
    return root + 0.5 * (x / root - root)
  }

  /// Sine of an angle in radians, |x| up to 10^6; not a number beyond.
  @_noLocks @_noAllocation
  static func sin(_ x: Double) -> Double { circular(x, quarterTurns: 0) }

  /// Cosine of an angle in radians, |x| up to 10^6; not a number beyond.
  @_noLocks @_noAllocation
  static func cos(_ x: Double) -> Double { circular(x, quarterTurns: 1) }

  /// Tangent of an angle in radians, |x| up to 10^6; not a number beyond.
  @_noLocks @_noAllocation
  static func tan(_ x: Double) -> Double { sin(x) / cos(x) }

  /// The angle of the point (x, y), -pi...pi; 0 at the origin.
  @_noLocks @_noAllocation
  static func atan2(_ y: Double, _ x: Double) -> Double {
    guard !y.isNaN, !x.isNaN else { return .nan }
    let height = y.magnitude
    let width = x.magnitude
    guard height > 0 || width > 0 else { return 0 }
    let isSteep = height > width
    let ratio =
      isSteep
      ? (height == .infinity && width == .infinity ? 1 : width / height)
      : (height == .infinity && width == .infinity ? 1 : height / width)
    var angle = arctangent(ratio)
    if isSteep { angle = 1.5707963267948966 - angle }
    if x < 0 { angle = 3.141592653589793 - angle }
    return y < 0 ? -angle : angle
  }
}

extension Mathematics {
  /// 2 atanh(a / b) for |a / b| <= 0.172.
  @_noLocks @_noAllocation
  private static func twiceAtanh(_ a: Double, _ b: Double) -> Double {
    let s = a / b
    let q = s * s
    var sum = 1.0 / 21
    sum = sum * q + 1.0 / 19
    sum = sum * q + 1.0 / 17
    sum = sum * q + 1.0 / 15
    sum = sum * q + 1.0 / 13
    sum = sum * q + 1.0 / 11
    sum = sum * q + 1.0 / 9
    sum = sum * q + 1.0 / 7
    sum = sum * q + 1.0 / 5
    sum = sum * q + 1.0 / 3
    return 2 * s + 2 * s * q * sum
  }

  /// sin(x + quarterTurns pi / 2).
  @_noLocks @_noAllocation
  private static func circular(_ x: Double, quarterTurns: Int64) -> Double {
    guard x.magnitude <= 1e6 else { return .nan }
    let n = nearest(x * 0.6366197723675814)
    // pi / 2 in two parts, the first with 33 bits so that its product with n is exact.
    let r = (x - n * 1.57079632673412561417) - n * 6.07710050650619224932e-11
    let turns = Int64(n) &+ quarterTurns
    let value = turns & 1 == 0 ? sineSeries(r) : cosineSeries(r)
    return turns & 2 == 0 ? value : -value
  }

  /// sin r, |r| <= pi / 4.
  @_noLocks @_noAllocation
  private static func sineSeries(_ r: Double) -> Double {
    let q = r * r
    var sum = 1.0 / 355_687_428_096_000
    sum = sum * q - 1.0 / 1_307_674_368_000
    sum = sum * q + 1.0 / 6_227_020_800
    sum = sum * q - 1.0 / 39_916_800
    sum = sum * q + 1.0 / 362_880
    sum = sum * q - 1.0 / 5_040
    sum = sum * q + 1.0 / 120
    sum = sum * q - 1.0 / 6
    return r + r * q * sum
  }

  /// cos r, |r| <= pi / 4.
  @_noLocks @_noAllocation
  private static func cosineSeries(_ r: Double) -> Double {
    let q = r * r
    var sum = 1.0 / 20_922_789_888_000
    sum = sum * q - 1.0 / 87_178_291_200
    sum = sum * q + 1.0 / 479_001_600
    sum = sum * q - 1.0 / 3_628_800
    sum = sum * q + 1.0 / 40_320
    sum = sum * q - 1.0 / 720
    sum = sum * q + 1.0 / 24
    sum = sum * q - 0.5
    return 1 + q * sum
  }

  /// arctan of 0...1, by two halvings of the angle: atan t = 2 atan(t / (1 + sqrt(1 + t^2))).
  @_noLocks @_noAllocation
  private static func arctangent(_ ratio: Double) -> Double {
    let half = ratio / (1 + squareRoot(1 + ratio * ratio))
    let t = half / (1 + squareRoot(1 + half * half))
    let q = t * t
    var sum = 0.0
    var order = 23.0
    while order > 1 {
      sum = 1 / order - sum * q
      order -= 2
    }
    return 4 * (t - t * q * sum)
  }

  /// The nearest whole number, for |x| < 2^51.
  @_noLocks @_noAllocation
  private static func nearest(_ x: Double) -> Double { (x + 0x1.8p52) - 0x1.8p52 }

  /// 2^n for n in -1022...1023.
  @_noLocks @_noAllocation
  private static func powerOfTwo(_ n: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: n &+ 1023) << 52)
  }
}
