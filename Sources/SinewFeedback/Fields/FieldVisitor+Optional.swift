/// Fields that may be absent: the short form that payloads use.
extension FieldVisitor where Self: ~Copyable {
  mutating func number(
    _ name: StaticString, _ value: inout Double?, _ quantity: Quantity, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    number(Field(name: name, about: about, scope: scope, isRequired: false), &value, quantity)
  }

  mutating func integer(
    _ name: StaticString, _ value: inout Int?, _ count: Count, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    integer(Field(name: name, about: about, scope: scope, isRequired: false), &value, count)
  }

  mutating func flag(
    _ name: StaticString, _ value: inout Bool?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    flag(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func text(
    _ name: StaticString, _ value: inout String?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    text(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func word<W: Word>(
    _ name: StaticString, _ value: inout W?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    word(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func words<W: Word>(
    _ name: StaticString, _ value: inout [W]?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    words(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func texts(
    _ name: StaticString, _ value: inout [String]?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    texts(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func bounds(
    _ name: StaticString, _ value: inout Bounds?, _ quantity: Quantity, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    bounds(Field(name: name, about: about, scope: scope, isRequired: false), &value, quantity)
  }

  mutating func pair(
    _ name: StaticString, _ value: inout Pair?, _ count: Count, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    pair(Field(name: name, about: about, scope: scope, isRequired: false), &value, count)
  }

  mutating func numbers(
    _ name: StaticString, _ value: inout [Double]?, _ quantity: Quantity, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    numbers(Field(name: name, about: about, scope: scope, isRequired: false), &value, quantity)
  }

  mutating func tally(
    _ name: StaticString, _ value: inout Tally?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    tally(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func arguments(
    _ name: StaticString, _ value: inout JSONObject?, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    arguments(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func object<P: Payload>(
    _ name: StaticString, _ value: inout P?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    object(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }

  mutating func objects<P: Payload>(
    _ name: StaticString, _ value: inout [P]?, _ about: StaticString, _ scope: Scope = .screen
  ) {
    objects(Field(name: name, about: about, scope: scope, isRequired: false), &value)
  }
}
