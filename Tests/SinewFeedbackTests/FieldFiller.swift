import SinewFeedback

/// Fills every field of a payload with a value that survives fixed decimals, each another one.
struct FieldFiller: FieldVisitor {
  private var next = 0

  private mutating func step() -> Int {
    next += 1
    return next
  }

  private mutating func value(_ quantity: Quantity) -> Double {
    let raw = Double(step()) / 2
    return min(quantity.maximum ?? raw, raw)
  }

  private mutating func value(_ count: Count) -> Int {
    let raw = step()
    return min(count.maximum ?? raw, raw)
  }

  private mutating func text() -> String { "text \(step()) \"\\ü\u{1F4AA}\n" }

  private mutating func word<W: Word>() -> W? {
    let all = Array(W.allCases)
    return all.isEmpty ? nil : all[step() % all.count]
  }

  mutating func number(_ field: Field, _ value: inout Double?, _ quantity: Quantity) {
    value = self.value(quantity)
  }

  mutating func integer(_ field: Field, _ value: inout Int?, _ count: Count) {
    value = self.value(count)
  }

  mutating func flag(_ field: Field, _ value: inout Bool?) { value = true }
  mutating func text(_ field: Field, _ value: inout String?) { value = text() }
  mutating func word<W: Word>(_ field: Field, _ value: inout W?) { value = word() ?? value }

  mutating func words<W: Word>(_ field: Field, _ value: inout [W]?) {
    value = [word(), word()].compactMap(\.self)
  }

  mutating func texts(_ field: Field, _ value: inout [String]?) { value = [text(), ""] }

  mutating func bounds(_ field: Field, _ value: inout Bounds?, _ quantity: Quantity) {
    value = Bounds(self.value(quantity), self.value(quantity))
  }

  mutating func pair(_ field: Field, _ value: inout Pair?, _ count: Count) {
    value = Pair(self.value(count), self.value(count))
  }

  mutating func numbers(_ field: Field, _ value: inout [Double]?, _ quantity: Quantity) {
    value = [self.value(quantity), -1.5, 0]
  }

  mutating func tally(_ field: Field, _ value: inout Tally?) {
    value = ["one": step(), "two": step()]
  }

  mutating func arguments(_ field: Field, _ value: inout JSONObject?) {
    value = ["name": .string(text()), "value": 2.5, "count": 3]
  }

  mutating func object<P: Payload>(_ field: Field, _ value: inout P?) {
    var payload = P()
    payload.visit(&self)
    value = payload
  }

  mutating func objects<P: Payload>(_ field: Field, _ value: inout [P]?) {
    value = (0..<2).map { _ in
      var payload = P()
      payload.visit(&self)
      return payload
    }
  }
}

extension FeedbackMessage {
  /// A message of a kind with every field present.
  static func full(_ kind: FeedbackKind) -> FeedbackMessage {
    var filler = FieldFiller()
    let envelope = Envelope(
      seq: 12_345, tSignal: 812.250001, tEmit: 812.25, station: "rack-2", athlete: "a17", set: 41,
      exercise: "biceps_curl", isState: true)
    return FeedbackMessage(envelope: envelope, body: FeedbackBody(kind, from: &filler))
  }

  /// The line without its LF.
  func line(scope: Scope = .raw) -> String {
    var line = LineWriter(scope: scope)
    encode(self, into: &line)
    return String(line.text.dropLast())
  }
}
