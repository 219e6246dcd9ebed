/// A strict reader of one JSON text (RFC 8259): no comments, no trailing commas, no duplicate
/// members, no lone surrogates, bounded in depth and size. Whatever the bytes, it returns or
/// throws; it never traps.
struct JSONParser {
  let bytes: [UInt8]
  let limits: JSONLimits
  var place = 0

  /// The value that the whole text holds.
  mutating func document() throws(JSONError) -> JSONValue {
    guard bytes.count <= limits.bytes else { throw JSONError(.size, at: limits.bytes) }
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw JSONError(.trailing, at: place) }
    return value
  }

  /// The next byte, without taking it.
  var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  func fault(_ reason: JSONError.Reason) -> JSONError {
    JSONError(place < bytes.count ? reason : .unfinished, at: place)
  }

  mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard let byte = peek else { throw fault(.unfinished) }
    switch byte {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fault(.unexpected)
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for byte in word.utf8 {
      guard peek == byte else { throw fault(.unexpected) }
      place += 1
    }
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) throws(JSONError) {
    guard peek == UInt8(ascii: character) else { throw fault(.unexpected) }
    place += 1
  }

  /// True when the list goes on after a comma, false when `close` ended it.
  private mutating func goesOn(until close: Unicode.Scalar) throws(JSONError) -> Bool {
    skipSpace()
    if peek == UInt8(ascii: close) {
      place += 1
      return false
    }
    try take(",")
    skipSpace()
    return true
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    guard depth < limits.depth else { throw JSONError(.depth, at: place) }
    try take("[")
    skipSpace()
    var elements: [JSONValue] = []
    if peek == UInt8(ascii: "]") {
      place += 1
      return elements
    }
    repeat {
      elements.append(try value(depth: depth + 1))
    } while try goesOn(until: "]")
    return elements
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    guard depth < limits.depth else { throw JSONError(.depth, at: place) }
    try take("{")
    skipSpace()
    if peek == UInt8(ascii: "}") {
      place += 1
      return JSONObject()
    }
    var members: [(name: String, value: JSONValue)] = []
    var names: Set<String> = []
    repeat {
      let start = place
      let name = try string()
      guard names.insert(name).inserted else { throw JSONError(.duplicate, at: start) }
      skipSpace()
      try take(":")
      skipSpace()
      members.append((name, try value(depth: depth + 1)))
    } while try goesOn(until: "}")
    return JSONObject(unique: members)
  }
}

extension JSONValue {
  /// Reads one JSON text.
  package init(parsing bytes: [UInt8], limits: JSONLimits = .line) throws(JSONError) {
    var parser = JSONParser(bytes: bytes, limits: limits)
    self = try parser.document()
  }

  /// Reads one JSON text.
  package init(parsing text: String, limits: JSONLimits = .line) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}
