import SinewFeedback
import Testing

@Suite struct LineWriterTests {
  private func number(_ value: Double, _ decimals: Int) -> String {
    var line = LineWriter()
    line.number(value, decimals: decimals)
    return line.text
  }

  private func string(_ value: String) -> String {
    var line = LineWriter()
    line.string(value)
    return line.text
  }

  @Test func decimalsAreFixedAndHalvesGoAwayFromZero() {
    #expect(number(0, 4) == "0.0000")
    #expect(number(1, 0) == "1")
    #expect(number(0.42, 4) == "0.4200")
    #expect(number(12.0625, 3) == "12.063")
    #expect(number(-12.0625, 3) == "-12.063")
    #expect(number(0.5, 0) == "1")
    #expect(number(9.9999, 2) == "10.00")
    #expect(number(812.25, 6) == "812.250000")
    #expect(number(31_556_952.123457, 6) == "31556952.123457")
    #expect(number(1, 99) == "1.000000000")
    #expect(number(1.6, -3) == "2")
  }

  @Test func zeroIsNeverNegative() {
    #expect(number(-0.0, 2) == "0.00")
    #expect(number(-0.004, 2) == "0.00")
    #expect(number(-0.006, 2) == "-0.01")
  }

  @Test func whatIsNoNumberIsNull() {
    for value in [Double.nan, .infinity, -.infinity, 1e300, -1e19] {
      #expect(number(value, 4) == "null")
      #expect(!LineWriter.canWrite(value, decimals: 4))
    }
    #expect(number(8e18, 0) == "8000000000000000000")
  }

  @Test func stringsAreEscaped() {
    #expect(string("") == "\"\"")
    #expect(string("a\"b\\c/") == #""a\"b\\c/""#)
    #expect(
      string("\n\r\t\u{0}\u{1}\u{B}\u{1F}\u{7F}")
        == "\"\\n\\r\\t\\u0000\\u0001\\u000b\\u001f\u{7F}\"")
    #expect(string("Größe \u{1F3CB}\u{FE0F}") == "\"Größe \u{1F3CB}\u{FE0F}\"")
    let repaired = String(decoding: [0x61, 0xED, 0xA0, 0x80, 0x62] as [UInt8], as: UTF8.self)
    #expect(string(repaired) == "\"a\u{FFFD}\u{FFFD}\u{FFFD}b\"")
  }

  @Test func integersReachBothEnds() {
    var line = LineWriter()
    line.beginArray()
    for value in [0, 7, -7, Int.max, Int.min] {
      line.separate()
      line.integer(value)
    }
    line.separate()
    line.integer(UInt64.max)
    line.endArray()
    #expect(
      line.text
        == "[0,7,-7,9223372036854775807,-9223372036854775808,18446744073709551615]")
  }

  @Test func commasStandBetweenMembersOnly() {
    var line = LineWriter()
    line.beginObject()
    line.key("a{" as String)
    line.string("[")
    line.key("b")
    line.beginArray()
    line.beginObject()
    line.endObject()
    line.separate()
    line.beginObject()
    line.endObject()
    line.endArray()
    line.endObject()
    #expect(line.text == #"{"a{":"[","b":[{},{}]}"#)
  }

  @Test func aWarmBufferDoesNotGrow() {
    var line = LineWriter(capacity: 64)
    let message = FeedbackMessage.full(.rep)
    encode(message, into: &line)
    let (text, capacity) = (line.text, line.capacity)
    for _ in 0..<100 {
      line.clear()
      encode(message, into: &line)
    }
    let (again, after) = (line.text, line.capacity)
    #expect(again == text)
    #expect(after == capacity)
    #expect(capacity >= text.utf8.count)
  }

  @Test func linesFollowEachOtherInOneBuffer() {
    var line = LineWriter()
    let beat = FeedbackMessage(envelope: Envelope(seq: 1), body: .heartbeat)
    encode(beat, into: &line)
    let first = line.count
    encode(beat, into: &line)
    #expect(line.text == "{\"kind\":\"heartbeat\",\"seq\":1}\n{\"kind\":\"heartbeat\",\"seq\":1}\n")
    line.shorten(to: first)
    #expect(line.text == "{\"kind\":\"heartbeat\",\"seq\":1}\n")
  }
}
