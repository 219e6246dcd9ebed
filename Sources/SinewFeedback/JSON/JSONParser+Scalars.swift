extension JSONParser {
  /// A number in the grammar of RFC 8259 section 6. `1e999` is refused rather than made infinite;
  /// a number too small to tell from zero is zero.
  mutating func number() throws(JSONError) -> JSONValue {
    let start = place
    var isWhole = true
    if peek == UInt8(ascii: "-") { place += 1 }
    if peek == UInt8(ascii: "0") {
      place += 1
    } else {
      try digits()
    }
    if peek == UInt8(ascii: ".") {
      isWhole = false
      place += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isWhole = false
      place += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { place += 1 }
      try digits()
    }
    if let byte = peek, byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") {
      throw JSONError(.number, at: start)
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, text != "-0", let whole = Int64(text) { return .integer(whole) }
    guard let value = Double(text), value.isFinite else { throw JSONError(.range, at: start) }
    return .number(value)
  }

  private mutating func digits() throws(JSONError) {
    let start = place
    while let byte = peek, byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") { place += 1 }
    guard place > start else { throw fault(.number) }
  }

  /// A string with its escapes resolved; the bytes between must be UTF-8.
  mutating func string() throws(JSONError) -> String {
    guard peek == UInt8(ascii: "\"") else { throw fault(.unexpected) }
    let start = place
    place += 1
    var text: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw JSONError(.encoding, at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        place += 1
        try escape(into: &text)
      case 0..<0x20: throw JSONError(.string, at: place)
      default:
        text.append(byte)
        place += 1
      }
    }
    throw fault(.unfinished)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = peek else { throw fault(.unfinished) }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try scalar())).utf8)
    default: throw JSONError(.string, at: place - 1)
    }
  }

  /// The character of `\uXXXX`, or of two of them that form a surrogate pair.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let start = place
    let high = try hexadecimal()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00 else { throw JSONError(.surrogate, at: start) }
    guard peek == UInt8(ascii: "\\") else { throw JSONError(.surrogate, at: start) }
    place += 1
    guard peek == UInt8(ascii: "u") else { throw JSONError(.surrogate, at: start) }
    place += 1
    let low = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw JSONError(.surrogate, at: start) }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
        byte < 0x80
      else { throw fault(.string) }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    return value
  }
}
