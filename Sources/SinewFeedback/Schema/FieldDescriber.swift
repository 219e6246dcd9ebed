/// Describing: collects the fields of a payload as the properties of a JSON Schema.
struct FieldDescriber: FieldVisitor {
  private(set) var properties = JSONObject()
  private(set) var required: [JSONValue] = []

  /// The schema of an object with the fields of `P`.
  static func schema<P: Payload>(of type: P.Type) -> JSONObject {
    var describer = FieldDescriber()
    var payload = P()
    payload.visit(&describer)
    return describer.object
  }

  /// The schema of the object whose fields have been visited.
  var object: JSONObject {
    var schema: JSONObject = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { schema["required"] = .array(required) }
    return schema
  }

  private mutating func note(_ field: Field, unit: StaticString? = nil, _ schema: JSONObject) {
    let unit = unit.map { "; unit: \($0)" } ?? ""
    var described: JSONObject = ["description": .string("\(field.about)\(unit)")]
    for (name, value) in schema.members { described[name] = value }
    if field.scope > .screen { described["x-scope"] = .string(field.scope.rawValue) }
    properties[field.name.description] = .object(described)
    if field.isRequired { required.append(.string(field.name.description)) }
  }

  private func number(_ quantity: Quantity) -> JSONObject {
    var schema: JSONObject = ["type": "number"]
    schema["minimum"] = quantity.minimum.map(Self.whole)
    schema["maximum"] = quantity.maximum.map(Self.whole)
    schema["x-decimals"] = .integer(Int64(quantity.decimals))
    return schema
  }

  private func integer(_ count: Count) -> JSONObject {
    var schema: JSONObject = ["type": "integer"]
    schema["minimum"] = count.minimum.map { .integer(Int64($0)) }
    schema["maximum"] = count.maximum.map { .integer(Int64($0)) }
    return schema
  }

  private static func whole(_ value: Double) -> JSONValue {
    JSONValue.whole(value).map(JSONValue.integer) ?? .number(value)
  }

  private func list(of schema: JSONObject, exactly count: Int64? = nil) -> JSONObject {
    var list: JSONObject = ["type": "array", "items": .object(schema)]
    list["minItems"] = count.map(JSONValue.integer)
    list["maxItems"] = count.map(JSONValue.integer)
    return list
  }

  private func words<W: Word>(_ type: W.Type) -> JSONObject {
    ["type": "string", "enum": .array(W.allCases.map { .string($0.rawValue) })]
  }

  mutating func number(_ field: Field, _ value: inout Double?, _ quantity: Quantity) {
    note(field, unit: quantity.unit, number(quantity))
  }

  mutating func integer(_ field: Field, _ value: inout Int?, _ count: Count) {
    note(field, unit: count.unit, integer(count))
  }

  mutating func flag(_ field: Field, _ value: inout Bool?) { note(field, ["type": "boolean"]) }
  mutating func text(_ field: Field, _ value: inout String?) { note(field, ["type": "string"]) }
  mutating func word<W: Word>(_ field: Field, _ value: inout W?) { note(field, words(W.self)) }

  mutating func words<W: Word>(_ field: Field, _ value: inout [W]?) {
    note(field, list(of: words(W.self)))
  }

  mutating func texts(_ field: Field, _ value: inout [String]?) {
    note(field, list(of: ["type": "string"]))
  }

  mutating func bounds(_ field: Field, _ value: inout Bounds?, _ quantity: Quantity) {
    note(field, unit: quantity.unit, list(of: number(quantity), exactly: 2))
  }

  mutating func pair(_ field: Field, _ value: inout Pair?, _ count: Count) {
    note(field, unit: count.unit, list(of: integer(count), exactly: 2))
  }

  mutating func numbers(_ field: Field, _ value: inout [Double]?, _ quantity: Quantity) {
    var element = number(quantity)
    element["type"] = ["number", "null"]
    note(field, unit: quantity.unit, list(of: element))
  }

  mutating func tally(_ field: Field, _ value: inout Tally?) {
    note(field, ["type": "object", "additionalProperties": .object(integer(.count))])
  }

  mutating func arguments(_ field: Field, _ value: inout JSONObject?) {
    note(field, ["type": "object"])
  }

  mutating func object<P: Payload>(_ field: Field, _ value: inout P?) {
    note(field, Self.schema(of: P.self))
  }

  mutating func objects<P: Payload>(_ field: Field, _ value: inout [P]?) {
    note(field, list(of: Self.schema(of: P.self)))
  }
}
