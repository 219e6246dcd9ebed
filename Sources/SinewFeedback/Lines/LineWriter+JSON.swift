extension LineWriter {
  /// Opens an object: the line itself, or the value of the last key.
  package mutating func beginObject() { append(UInt8(ascii: "{")) }

  /// Closes the object.
  package mutating func endObject() { append(UInt8(ascii: "}")) }

  /// Opens an array: the value of the last key or an element.
  package mutating func beginArray() { append(UInt8(ascii: "[")) }

  /// Closes the array.
  package mutating func endArray() { append(UInt8(ascii: "]")) }
  /// Ends the line.
  package mutating func endLine() { append(0x0A) }

  /// A comma, unless an object or array has just been opened. Inside a string these brackets are
  /// followed by its closing quote, so the last byte alone tells.
  package mutating func separate() {
    guard let last, last != UInt8(ascii: "{"), last != UInt8(ascii: "["), last != 0x0A else {
      return
    }
    append(UInt8(ascii: ","))
  }

  /// The name of the next member. It must need no escaping.
  package mutating func key(_ name: StaticString) {
    separate()
    append(UInt8(ascii: "\""))
    append(name)
    append(UInt8(ascii: "\""))
    append(UInt8(ascii: ":"))
  }

  /// The name of the next member, any text.
  package mutating func key(_ name: String) {
    separate()
    string(name)
    append(UInt8(ascii: ":"))
  }

  /// The word `null`.
  package mutating func null() { append("null") }

  /// `true` or `false`.
  package mutating func bool(_ value: Bool) { append(value ? "true" : "false" as StaticString) }

  /// A whole number.
  package mutating func integer(_ value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    digits(UInt64(value.magnitude), atLeast: 1)
  }

  /// A whole number.
  package mutating func integer(_ value: UInt64) { digits(value, atLeast: 1) }

  /// A number with exactly `decimals` (0...9) digits after the point, half rounded away from
  /// zero, never "-0". `null` when it is not finite or too large to scale.
  package mutating func number(_ value: Double, decimals: Int) {
    let places = min(max(decimals, 0), 9)
    guard let scaled = Self.scaled(value, places) else { return null() }
    if value < 0, scaled > 0 { append(UInt8(ascii: "-")) }
    let unit = Self.powers[places]
    digits(scaled / unit, atLeast: 1)
    if places == 0 { return }
    append(UInt8(ascii: "."))
    digits(scaled % unit, atLeast: places)
  }

  /// True when `number` can write this value as a number.
  package static func canWrite(_ value: Double, decimals: Int) -> Bool {
    scaled(value, min(max(decimals, 0), 9)) != nil
  }

  private static func scaled(_ value: Double, _ places: Int) -> UInt64? {
    let scaled = value.magnitude * Double(powers[places])
    // 2^53: beyond it a double has no digits left behind the last place asked for.
    guard scaled < 9_007_199_254_740_992 else {
      return scaled < 9e18 ? UInt64(scaled) : nil
    }
    return UInt64(scaled + 0.5)
  }

  private static var powers: InlineArray<10, UInt64> {
    [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]
  }

  private mutating func digits(_ value: UInt64, atLeast width: Int) {
    var text = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    var rest = value
    var first = 20
    while rest > 0 {
      first -= 1
      text[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    first = min(first, 20 - width)
    while first < 20 {
      append(text[first])
      first += 1
    }
  }
}
