/// What a field is called and who may see it.
package struct Field: Sendable {
  package let name: StaticString
  /// One line for the schema: what it means.
  package let about: StaticString
  /// The narrowest scope that sees it.
  package let scope: Scope
  /// True when a message without it is not valid.
  package let isRequired: Bool
}

/// Walks over the fields of a payload: one visitor writes them, one reads them, one describes them
/// for the schema, one fills them for tests. Each payload lists its fields once, in `visit`, so
/// that these four can't come apart.
package protocol FieldVisitor: ~Copyable {
  mutating func number(_ field: Field, _ value: inout Double?, _ quantity: Quantity)
  mutating func integer(_ field: Field, _ value: inout Int?, _ count: Count)
  mutating func flag(_ field: Field, _ value: inout Bool?)
  mutating func text(_ field: Field, _ value: inout String?)
  mutating func word<W: Word>(_ field: Field, _ value: inout W?)
  mutating func words<W: Word>(_ field: Field, _ value: inout [W]?)
  mutating func texts(_ field: Field, _ value: inout [String]?)
  mutating func bounds(_ field: Field, _ value: inout Bounds?, _ quantity: Quantity)
  mutating func pair(_ field: Field, _ value: inout Pair?, _ count: Count)
  /// Not-a-number stands for a sample that is missing.
  mutating func numbers(_ field: Field, _ value: inout [Double]?, _ quantity: Quantity)
  mutating func tally(_ field: Field, _ value: inout Tally?)
  /// An object whose members depend on a code beside it.
  mutating func arguments(_ field: Field, _ value: inout JSONObject?)
  mutating func object<P: Payload>(_ field: Field, _ value: inout P?)
  mutating func objects<P: Payload>(_ field: Field, _ value: inout [P]?)
}

/// A JSON object with fixed fields: the body of a message or a part of one.
package protocol Payload: Sendable, Equatable {
  /// All optional fields absent, all required ones at an empty value.
  init()
  /// Lists every field, in the order in which they are written.
  mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V)
}

extension Payload {
  /// A payload filled in place: `Hold { $0.muscle = "biceps" }`.
  package init(_ fill: (inout Self) -> Void) {
    self.init()
    fill(&self)
  }
}
