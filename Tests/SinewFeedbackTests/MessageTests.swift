import SinewFeedback
import Testing

@Suite struct MessageTests {
  @Test(arguments: FeedbackKind.allCases)
  func everyKindSurvivesTheWire(_ kind: FeedbackKind) throws {
    let message = FeedbackMessage.full(kind)
    let line = message.line()
    #expect(line.hasPrefix("{\"kind\":\"\(kind.rawValue)\",\"seq\":12345,"))
    #expect(!line.contains("\n"))
    let read = try FeedbackMessage(json: JSONValue(parsing: line))
    #expect(read == message)
    #expect(read.line() == line)
  }

  @Test(arguments: FeedbackKind.allCases)
  func aMessageWithNothingButItsRequiredFieldsSurvivesTheWire(_ kind: FeedbackKind) throws {
    var reader = FieldFillerOfNothing()
    let message = FeedbackMessage(
      envelope: Envelope(seq: 1), body: FeedbackBody(kind, from: &reader))
    let read = try FeedbackMessage(json: JSONValue(parsing: message.line()))
    #expect(read == message)
  }

  @Test func numbersHaveTheDecimalsOfTheirQuantity() throws {
    var rep = Rep()
    rep.rep = 3
    rep.details.tStart = 1.5
    rep.details.velocityMetresPerSecond = 0.456
    rep.details.dominanceLog2 = -0.6214
    rep.details.score = 71
    let message = FeedbackMessage(envelope: Envelope(seq: 7, tSignal: 12), body: .rep(rep))
    #expect(
      message.line()
        == #"{"kind":"rep","seq":7,"t_signal":12.000000,"rep":3,"partial":false,"#
        + #""incomplete":false,"t_start":1.500000,"velocity_m_s":0.46,"dominance_log2":-0.621,"score":71.0}"#
    )
  }

  @Test func aNumberThatIsNoneIsLeftOut() {
    let level = MuscleLevel {
      $0.muscle = "biceps"
      $0.level = .nan
      $0.levelMicrovolts = .infinity
      $0.levelCounts = 1e300
    }
    let body = FeedbackBody.activation(Activation { $0.muscles = [level] })
    let line = FeedbackMessage(envelope: Envelope(seq: 1, tSignal: -.infinity), body: body).line()
    #expect(line == #"{"kind":"activation","seq":1,"muscles":[{"muscle":"biceps"}]}"#)
  }

  @Test func missingSamplesAreNullBothWays() throws {
    let samples = Samples {
      $0.device = "box-1"
      $0.channel = "ch1"
      $0.values = [1, .nan, -2.25]
    }
    let line = FeedbackMessage(envelope: Envelope(seq: 1), body: .samples(samples)).line()
    #expect(line.contains("\"values\":[1.0000,null,-2.2500]"))
    let read = try FeedbackMessage(json: JSONValue(parsing: line))
    guard case .samples(let back) = read.body else { return #expect(Bool(false)) }
    #expect(back.values.count == 3 && back.values[1].isNaN)
  }

  @Test func unknownFieldsAreIgnoredAndUnknownKindsAreNamed() throws {
    let line = #"{"kind":"heartbeat","seq":1,"mood":{"a":[1]}}"#
    #expect(try FeedbackMessage(json: JSONValue(parsing: line)).body == .heartbeat)
    #expect(throws: MessageError(.unknownKind, "hologram")) {
      try FeedbackMessage(json: ["kind": "hologram", "seq": 1])
    }
  }

  @Test func faultsNameTheField() {
    #expect(throws: MessageError(.missing, "seq")) {
      try FeedbackMessage(json: ["kind": "heartbeat"])
    }
    #expect(throws: MessageError(.wrongType, "muscles.level")) {
      try FeedbackMessage(
        json: [
          "kind": "activation", "seq": 1, "muscles": [["muscle": "biceps", "level": "high"]],
        ])
    }
    #expect(throws: MessageError(.unknownWord, "quality")) {
      try FeedbackMessage(
        json: ["kind": "signal", "seq": 1, "quality": "superb", "flags": []])
    }
    #expect(throws: MessageError(.notAMessage, "kind")) { try FeedbackMessage(json: [1]) }
  }

  @Test func anUnknownWordInAnOptionalFieldIsPassedOver() throws {
    let json: JSONValue = ["kind": "next", "seq": 1, "why": "a_later_reason"]
    #expect(try FeedbackMessage(json: json).body == .next(Next()))
  }
}

/// Leaves every field as it is.
private struct FieldFillerOfNothing: FieldVisitor {
  mutating func number(_ field: Field, _ value: inout Double?, _ quantity: Quantity) {}
  mutating func integer(_ field: Field, _ value: inout Int?, _ count: Count) {}
  mutating func flag(_ field: Field, _ value: inout Bool?) {}
  mutating func text(_ field: Field, _ value: inout String?) {}
  mutating func word<W: Word>(_ field: Field, _ value: inout W?) {}
  mutating func words<W: Word>(_ field: Field, _ value: inout [W]?) {}
  mutating func texts(_ field: Field, _ value: inout [String]?) {}
  mutating func bounds(_ field: Field, _ value: inout Bounds?, _ quantity: Quantity) {}
  mutating func pair(_ field: Field, _ value: inout Pair?, _ count: Count) {}
  mutating func numbers(_ field: Field, _ value: inout [Double]?, _ quantity: Quantity) {}
  mutating func tally(_ field: Field, _ value: inout Tally?) {}
  mutating func arguments(_ field: Field, _ value: inout JSONObject?) {}
  mutating func object<P: Payload>(_ field: Field, _ value: inout P?) {}
  mutating func objects<P: Payload>(_ field: Field, _ value: inout [P]?) {}
}
