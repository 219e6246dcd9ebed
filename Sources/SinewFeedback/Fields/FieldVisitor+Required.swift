/// Fields that every message of the kind carries: the short form that payloads use.
extension FieldVisitor where Self: ~Copyable {
  mutating func number(
    _ name: StaticString, _ value: inout Double, _ quantity: Quantity, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    var present: Double? = value
    number(Field(name: name, about: about, scope: scope, isRequired: true), &present, quantity)
    if let present { value = present }
  }

  mutating func integer(
    _ name: StaticString, _ value: inout Int, _ count: Count, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    var present: Int? = value
    integer(Field(name: name, about: about, scope: scope, isRequired: true), &present, count)
    if let present { value = present }
  }

  mutating func flag(
    _ name: StaticString, _ value: inout Bool, _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: Bool? = value
    flag(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func text(
    _ name: StaticString, _ value: inout String, _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: String? = value
    text(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func word<W: Word>(
    _ name: StaticString, _ value: inout W, _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: W? = value
    word(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func words<W: Word>(
    _ name: StaticString, _ value: inout [W], _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: [W]? = value
    words(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func texts(
    _ name: StaticString, _ value: inout [String], _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: [String]? = value
    texts(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func bounds(
    _ name: StaticString, _ value: inout Bounds, _ quantity: Quantity, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    var present: Bounds? = value
    bounds(Field(name: name, about: about, scope: scope, isRequired: true), &present, quantity)
    if let present { value = present }
  }

  mutating func pair(
    _ name: StaticString, _ value: inout Pair, _ count: Count, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    var present: Pair? = value
    pair(Field(name: name, about: about, scope: scope, isRequired: true), &present, count)
    if let present { value = present }
  }

  mutating func numbers(
    _ name: StaticString, _ value: inout [Double], _ quantity: Quantity, _ about: StaticString,
    _ scope: Scope = .screen
  ) {
    var present: [Double]? = value
    numbers(Field(name: name, about: about, scope: scope, isRequired: true), &present, quantity)
    if let present { value = present }
  }

  mutating func tally(
    _ name: StaticString, _ value: inout Tally, _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: Tally? = value
    tally(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func arguments(
    _ name: StaticString, _ value: inout JSONObject, _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: JSONObject? = value
    arguments(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func object<P: Payload>(
    _ name: StaticString, _ value: inout P, _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: P? = value
    object(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }

  mutating func objects<P: Payload>(
    _ name: StaticString, _ value: inout [P], _ about: StaticString, _ scope: Scope = .screen
  ) {
    var present: [P]? = value
    objects(Field(name: name, about: about, scope: scope, isRequired: true), &present)
    if let present { value = present }
  }
}
