/// A number as text prints it, read without a locale and without allocation.
///
/// Grammar: `[+|-] digits [. digits] [(e|E) [+|-] digits]` with at least one digit before the
/// exponent; `.5` and `5.` are taken, `nan`, `inf` and `ovf` (what Arduino prints) are numbers
/// without a value, `0x10` and `1,5` are no numbers.
struct DecimalNumber: BitwiseCopyable {
  /// The value is `digits` x 10^`exponent`; digits past the 19th are cut off.
  private var digits: UInt64 = 0
  private var exponent = 0
  private var isNegative = false
  private var hasValue = false

  /// A number without a value.
  @_noLocks @_noAllocation
  init() {}

  /// Reads `text[start..<end]`, all of it; nil where that is no number.
  @_noLocks @_noAllocation
  init?(_ text: borrowing TextLine, from start: Int, to end: Int) {
    var position = start
    let sign = text[position]
    if sign == 0x2D || sign == 0x2B {
      isNegative = sign == 0x2D
      position &+= 1
    }
    guard position < end else { return nil }
    if Self.isWordWithoutValue(text, from: position, to: end) { return }
    var seen = 0
    var isFraction = false
    while position < end {
      let byte = text[position]
      if byte == 0x2E, !isFraction {
        isFraction = true
      } else if byte >= 0x30, byte <= 0x39 {
        take(byte &- 0x30, isFraction: isFraction)
        seen &+= 1
      } else {
        break
      }
      position &+= 1
    }
    guard seen > 0 else { return nil }
    hasValue = true
    guard position < end else { return }
    guard text[position] | 0x20 == 0x65, readExponent(text, position &+ 1, end) else { return nil }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ digit: UInt8, isFraction: Bool) {
    if digits < 1_000_000_000_000_000_000 {
      digits = digits &* 10 &+ UInt64(digit)
      if isFraction { exponent &-= 1 }
    } else if !isFraction {
      exponent &+= 1
    }
  }

  @_noLocks @_noAllocation
  private mutating func readExponent(
    _ text: borrowing TextLine, _ start: Int, _ end: Int
  ) -> Bool {
    var position = start
    var isDown = false
    let sign = text[position]
    if sign == 0x2D || sign == 0x2B {
      isDown = sign == 0x2D
      position &+= 1
    }
    guard position < end else { return false }
    var value = 0
    while position < end {
      let byte = text[position]
      guard byte >= 0x30, byte <= 0x39 else { return false }
      if value < 10_000 { value = value &* 10 &+ Int(byte &- 0x30) }
      position &+= 1
    }
    exponent &+= isDown ? 0 &- value : value
    return true
  }

  /// `nan`, `inf`, `ovf` in any case.
  @_noLocks @_noAllocation
  private static func isWordWithoutValue(
    _ text: borrowing TextLine, from start: Int, to end: Int
  ) -> Bool {
    guard end &- start == 3 else { return false }
    let a = text[start] | 0x20
    let b = text[start &+ 1] | 0x20
    let c = text[start &+ 2] | 0x20
    return (a == 0x6E && b == 0x61 && c == 0x6E) || (a == 0x69 && b == 0x6E && c == 0x66)
      || (a == 0x6F && b == 0x76 && c == 0x66)
  }

  // MARK: Values

  /// The value times `scale`; not-a-number where there is none or it does not fit.
  ///
  /// With at most 15 digits and a power within 10^22 the double before the last rounding is the
  /// nearest one (Clinger 1990, the fast path); beyond that it may be a few steps off. The float
  /// differs from the nearest one only where the number lies within that error of the middle
  /// between two floats.
  @_noLocks @_noAllocation
  func value(times scale: Float) -> Float {
    guard hasValue else { return .nan }
    var magnitude = Double(digits)
    var power = exponent
    if digits != 0 {
      if power > 400 || power < -400 { power = power > 0 ? 400 : -400 }
      while power > 0 {
        let step = min(power, 22)
        magnitude *= Self.tenTo(step)
        power &-= step
      }
      while power < 0 {
        let step = min(0 &- power, 22)
        magnitude /= Self.tenTo(step)
        power &+= step
      }
    }
    let number = Float(isNegative ? -magnitude : magnitude) * scale
    return number.isFinite ? number : .nan
  }

  /// 10^`power` for 0...22, which doubles hold exactly.
  @_noLocks @_noAllocation
  private static func tenTo(_ power: Int) -> Double {
    var result = 1.0
    var left = power
    while left > 0 {
      result *= 10
      left &-= 1
    }
    return result
  }

  /// The whole number modulo 2^32, for counters; nil without a value or with a fraction.
  @_noLocks @_noAllocation
  func wrappedInteger() -> UInt32? {
    guard hasValue, exponent == 0 else { return nil }
    return UInt32(truncatingIfNeeded: isNegative ? 0 &- digits : digits)
  }

  /// The number of units of `microseconds` each (1 or 1000), in microseconds modulo 2^32; nil
  /// without a value. Both a 32-bit millisecond and a 32-bit microsecond clock wrap to 0 in it.
  @_noLocks @_noAllocation
  func wrappedMicroseconds(unit microseconds: UInt64) -> UInt32? {
    guard hasValue, exponent > -19, exponent <= 19 else { return nil }
    var divisor: UInt64 = 1
    var factor: UInt64 = 1
    var left = exponent
    while left < 0 {
      divisor &*= 10
      left &+= 1
    }
    while left > 0 {
      factor &*= 10
      left &-= 1
    }
    let whole = (digits / divisor) &* factor &* microseconds
    // Less than 10^18 / 10^3 x 10^3, so the product fits.
    let part =
      divisor >= 1000
      ? (digits % divisor) / (divisor / 1000) &* microseconds / 1000
      : (digits % divisor) &* microseconds / divisor
    let sum = whole &+ part
    return UInt32(truncatingIfNeeded: isNegative ? 0 &- sum : sum)
  }
}
