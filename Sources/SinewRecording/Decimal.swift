/// Numbers as recordings write them: `-12.9`, `0.000466`, `1e-5`. No hexadecimal, no infinity, no
/// thousands, a point and never a comma.
enum Decimal {
  /// 10^0...10^22, the powers a Double holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number in `text[range]`, correctly rounded; nil when it is none or not finite.
  ///
  /// Up to 15 digits and a power of ten up to 22 both are exact doubles, so that one division or
  /// multiplication rounds correctly (W. Clinger, How to read floating point numbers accurately,
  /// 1990); the rare others go the slow way.
  static func parse(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
    guard range.lowerBound >= 0, range.upperBound <= text.count else { return nil }
    var index = range.lowerBound
    var negative = false
    if index < range.upperBound,
      text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+")
    {
      negative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var exponent = 0
    var pointSeen = false
    while index < range.upperBound {
      let byte = text[index]
      if byte >= 0x30, byte <= 0x39 {
        digits += 1
        if significant > 0 || byte != 0x30 { significant += 1 }
        mantissa = mantissa &* 10 &+ UInt64(byte - 0x30)
        if pointSeen { exponent -= 1 }
      } else if byte == UInt8(ascii: "."), !pointSeen {
        pointSeen = true
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < range.upperBound {
      guard let power = power(text, index..<range.upperBound) else { return nil }
      exponent += power
    }
    guard significant <= 15, exponent >= -22, exponent <= 22 else { return slow(text, range) }
    let whole = Double(mantissa)
    let value = exponent < 0 ? whole / powers[-exponent] : whole * powers[exponent]
    return negative ? -value : value
  }

  /// `e-5` and the like, up to four digits.
  private static func power(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard text[range.lowerBound] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = range.lowerBound + 1
    var negative = false
    if index < range.upperBound,
      text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+")
    {
      negative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < range.upperBound, range.upperBound - index <= 4 else { return nil }
    var value = 0
    while index < range.upperBound {
      guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
      value = value * 10 + Int(text[index] - 0x30)
      index += 1
    }
    return negative ? -value : value
  }

  private static func slow(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
    guard let value = Double(Characters.text(text, range)), value.isFinite else { return nil }
    return value
  }
}
