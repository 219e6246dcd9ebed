/// Writing: a field goes on the line when it is present, when the scope may see it, and when a
/// number can be written as one.
extension LineWriter: FieldVisitor {
  private func admits(_ field: Field) -> Bool { field.scope <= scope }

  /// Writes a number with the decimals of its quantity.
  package mutating func number(_ field: Field, _ value: inout Double?, _ quantity: Quantity) {
    guard admits(field), let value, Self.canWrite(value, decimals: quantity.decimals) else {
      return
    }
    key(field.name)
    number(value, decimals: quantity.decimals)
  }

  /// Writes a whole number.
  package mutating func integer(_ field: Field, _ value: inout Int?, _ count: Count) {
    guard admits(field), let value else { return }
    key(field.name)
    integer(value)
  }

  /// Writes a truth value.
  package mutating func flag(_ field: Field, _ value: inout Bool?) {
    guard admits(field), let value else { return }
    key(field.name)
    bool(value)
  }

  /// Writes a string.
  package mutating func text(_ field: Field, _ value: inout String?) {
    guard admits(field), let value else { return }
    key(field.name)
    string(value)
  }

  /// Writes a word as it is spelled.
  package mutating func word<W: Word>(_ field: Field, _ value: inout W?) {
    guard admits(field), let value else { return }
    key(field.name)
    string(value.rawValue)
  }

  /// Writes a list of words.
  package mutating func words<W: Word>(_ field: Field, _ value: inout [W]?) {
    list(field, value) { line, word in line.string(word.rawValue) }
  }

  /// Writes a list of strings.
  package mutating func texts(_ field: Field, _ value: inout [String]?) {
    list(field, value) { line, text in line.string(text) }
  }

  /// Writes a list of numbers; not-a-number as `null`.
  package mutating func numbers(_ field: Field, _ value: inout [Double]?, _ quantity: Quantity) {
    list(field, value) { line, number in line.number(number, decimals: quantity.decimals) }
  }

  /// Writes a list of objects.
  package mutating func objects<P: Payload>(_ field: Field, _ value: inout [P]?) {
    list(field, value) { line, part in line.payload(part) }
  }

  /// Writes an object.
  package mutating func object<P: Payload>(_ field: Field, _ value: inout P?) {
    guard admits(field), let value else { return }
    key(field.name)
    payload(value)
  }

  /// Writes both ends, or nothing.
  package mutating func bounds(_ field: Field, _ value: inout Bounds?, _ quantity: Quantity) {
    guard admits(field), let value, Self.canWrite(value.lower, decimals: quantity.decimals),
      Self.canWrite(value.upper, decimals: quantity.decimals)
    else { return }
    key(field.name)
    beginArray()
    number(value.lower, decimals: quantity.decimals)
    separate()
    number(value.upper, decimals: quantity.decimals)
    endArray()
  }

  /// Writes two whole numbers.
  package mutating func pair(_ field: Field, _ value: inout Pair?, _ count: Count) {
    guard admits(field), let value else { return }
    key(field.name)
    beginArray()
    integer(value.first)
    separate()
    integer(value.second)
    endArray()
  }

  /// Writes an object of counts.
  package mutating func tally(_ field: Field, _ value: inout Tally?) {
    guard admits(field), let value else { return }
    key(field.name)
    beginObject()
    for entry in value.entries {
      key(entry.kind)
      integer(entry.count)
    }
    endObject()
  }

  /// Writes an object as it is.
  package mutating func arguments(_ field: Field, _ value: inout JSONObject?) {
    guard admits(field), let value else { return }
    key(field.name)
    self.value(.object(value))
  }

  /// An object with the fields of a payload.
  package mutating func payload<P: Payload>(_ payload: P) {
    beginObject()
    fields(of: payload)
    endObject()
  }

  /// The fields of a payload, into an object that is open already.
  mutating func fields<P: Payload>(of payload: P) {
    var copy = payload
    copy.visit(&self)
  }

  private mutating func list<Element>(
    _ field: Field, _ elements: [Element]?, _ write: (inout LineWriter, Element) -> Void
  ) {
    guard admits(field), let elements else { return }
    key(field.name)
    beginArray()
    for element in elements {
      separate()
      write(&self, element)
    }
    endArray()
  }
}
