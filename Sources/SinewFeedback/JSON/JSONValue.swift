/// Any JSON value, as read from a line of a stranger or built to be written.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number written without fraction and exponent that fits 64 bits.
  case integer(Int64)
  /// Every other number; always finite when it comes from the parser.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The text, if this is a string.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth value, if this is one.
  package var bool: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// The number, whichever way it was written.
  package var number: Double? {
    switch self {
    case .integer(let whole): Double(whole)
    case .number(let value): value
    default: nil
    }
  }

  /// The number when it is whole and fits `Int`; `3.0` counts as whole.
  package var integer: Int? {
    switch self {
    case .integer(let whole): Int(exactly: whole)
    case .number(let value): Self.whole(value).flatMap { Int(exactly: $0) }
    default: nil
    }
  }

  /// A whole number of a double that is one. `Int64(exactly:)` would need the C mathematics
  /// library, which this target does not link.
  static func whole(_ value: Double) -> Int64? {
    guard value > -9e18, value < 9e18 else { return nil }
    let whole = Int64(value)
    return Double(whole) == value ? whole : nil
  }

  /// The elements, if this is an array.
  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members, if this is an object.
  package var object: JSONObject? {
    if case .object(let members) = self { members } else { nil }
  }

  /// A member of an object; nil for a missing member and for everything that is no object.
  package subscript(name: String) -> JSONValue? { object?[name] }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    var members = JSONObject()
    for (name, value) in elements { members[name] = value }
    self = .object(members)
  }
}
