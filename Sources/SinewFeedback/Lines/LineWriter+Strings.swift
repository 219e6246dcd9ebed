extension LineWriter {
  /// A string in quotes, with the escapes that JSON asks for.
  package mutating func string(_ value: String) {
    append(UInt8(ascii: "\""))
    for byte in value.utf8 { escaped(byte) }
    append(UInt8(ascii: "\""))
  }

  private mutating func escaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case 0..<0x20:
      append(byte < 0x10 ? "\\u000" : "\\u001")
      let low = byte & 0x0F
      append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
    default: append(byte)
    }
  }

  /// Any JSON value, as short as it can be; numbers in the fewest digits that read back the same.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let flag): bool(flag)
    case .integer(let whole): integer(whole)
    case .number(let number): shortest(number)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements {
        separate()
        self.value(element)
      }
      endArray()
    case .object(let members):
      beginObject()
      for (name, member) in members.members {
        key(name)
        self.value(member)
      }
      endObject()
    }
  }

  private mutating func integer(_ value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    integer(value.magnitude)
  }

  private mutating func shortest(_ number: Double) {
    guard number.isFinite else { return null() }
    for byte in number.description.utf8 { append(byte) }
  }
}

extension JSONValue {
  /// The value as JSON text on one line.
  package var text: String {
    var line = LineWriter()
    line.value(self)
    return line.text
  }
}
