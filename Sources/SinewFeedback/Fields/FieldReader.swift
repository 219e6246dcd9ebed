/// Why a JSON object is not the message it says it is.
package struct MessageError: Error, Equatable, Sendable {
  /// What is wrong.
  package enum Reason: String, Sendable {
    /// The line is no object or has no `kind`.
    case notAMessage
    /// A kind this version does not know; a client passes over it.
    case unknownKind
    /// A field that every message of the kind has is absent.
    case missing
    /// A field holds another type than the contract says.
    case wrongType
    /// A word outside the list of a required field.
    case unknownWord
  }

  package let reason: Reason
  /// The kind or the path of the field, as `muscles.level`.
  package let name: String

  package init(_ reason: Reason, _ name: String) {
    self.reason = reason
    self.name = name
  }
}

/// Reading: takes fields out of a JSON object, keeps the first fault, passes over members it does
/// not know. `null` counts as absent. An unknown word in a field that may be absent is passed
/// over, since a later minor version may add words.
struct FieldReader: FieldVisitor {
  let object: JSONObject
  var fault: MessageError?

  init(_ object: JSONObject) { self.object = object }

  private mutating func note(_ reason: MessageError.Reason, _ field: Field) {
    if fault == nil { fault = MessageError(reason, field.name.description) }
  }

  /// Sets `value` from the member, or leaves it alone.
  private mutating func take<Value>(
    _ field: Field, _ value: inout Value?, _ convert: (JSONValue) -> Value?
  ) {
    guard let member = object[field.name.description], member != .null else {
      if field.isRequired { note(.missing, field) }
      return
    }
    guard let found = convert(member) else { return note(.wrongType, field) }
    value = found
  }

  mutating func number(_ field: Field, _ value: inout Double?, _ quantity: Quantity) {
    take(field, &value) { Self.number($0, quantity) }
  }

  /// A number that could have been written: one past the digits of its field is no such number,
  /// and would get lost when the message is passed on.
  private static func number(_ member: JSONValue, _ quantity: Quantity) -> Double? {
    member.number.flatMap {
      LineWriter.canWrite($0, decimals: quantity.decimals) ? $0 : nil
    }
  }

  mutating func integer(_ field: Field, _ value: inout Int?, _ count: Count) {
    take(field, &value, \.integer)
  }

  mutating func flag(_ field: Field, _ value: inout Bool?) { take(field, &value, \.bool) }

  mutating func text(_ field: Field, _ value: inout String?) {
    take(field, &value, \.string)
  }

  mutating func word<W: Word>(_ field: Field, _ value: inout W?) {
    var spelled: String?
    text(field, &spelled)
    guard let spelled else { return }
    if let word = W(rawValue: spelled) {
      value = word
    } else if field.isRequired {
      note(.unknownWord, field)
    }
  }

  mutating func words<W: Word>(_ field: Field, _ value: inout [W]?) {
    var spelled: [String]?
    texts(field, &spelled)
    if let spelled { value = spelled.compactMap(W.init(rawValue:)) }
  }

  mutating func texts(_ field: Field, _ value: inout [String]?) {
    take(field, &value) { Self.all($0, \.string) }
  }

  mutating func bounds(_ field: Field, _ value: inout Bounds?, _ quantity: Quantity) {
    take(field, &value) { member in
      guard let ends = Self.all(member, { Self.number($0, quantity) }), ends.count == 2 else {
        return nil
      }
      return Bounds(ends[0], ends[1])
    }
  }

  mutating func pair(_ field: Field, _ value: inout Pair?, _ count: Count) {
    take(field, &value) { member in
      guard let both = Self.all(member, \.integer), both.count == 2 else { return nil }
      return Pair(both[0], both[1])
    }
  }

  mutating func numbers(_ field: Field, _ value: inout [Double]?, _ quantity: Quantity) {
    take(field, &value) { Self.all($0) { $0 == .null ? .nan : $0.number } }
  }

  mutating func tally(_ field: Field, _ value: inout Tally?) {
    take(field, &value) { member in
      var tally = Tally()
      guard let members = member.object?.members else { return nil }
      for (kind, count) in members {
        guard let count = count.integer else { return nil }
        tally[kind] = count
      }
      return tally
    }
  }

  mutating func arguments(_ field: Field, _ value: inout JSONObject?) {
    take(field, &value, \.object)
  }

  mutating func object<P: Payload>(_ field: Field, _ value: inout P?) {
    var inner: JSONObject?
    take(field, &inner, \.object)
    if let inner { value = part(field, inner) }
  }

  mutating func objects<P: Payload>(_ field: Field, _ value: inout [P]?) {
    var inner: [JSONObject]?
    take(field, &inner) { Self.all($0, \.object) }
    if let inner { value = inner.map { part(field, $0) } }
  }

  private mutating func part<P: Payload>(_ field: Field, _ object: JSONObject) -> P {
    var reader = FieldReader(object)
    var payload = P()
    payload.visit(&reader)
    if let inner = reader.fault, fault == nil {
      fault = MessageError(inner.reason, "\(field.name).\(inner.name)")
    }
    return payload
  }

  /// The elements of an array, converted; nil when one can't be.
  private static func all<Element>(
    _ value: JSONValue, _ convert: (JSONValue) -> Element?
  ) -> [Element]? {
    guard let elements = value.array else { return nil }
    let converted = elements.compactMap(convert)
    return converted.count == elements.count ? converted : nil
  }
}
