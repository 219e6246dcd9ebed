import SinewFeedback
import Testing

@Suite struct JSONParserTests {
  private func reason(_ text: String, _ limits: JSONLimits = .line) -> JSONError.Reason? {
    reason(Array(text.utf8), limits)
  }

  private func reason(_ bytes: [UInt8], _ limits: JSONLimits = .line) -> JSONError.Reason? {
    do throws(JSONError) {
      _ = try JSONValue(parsing: bytes, limits: limits)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func plainValuesAreRead() throws {
    let text = " {\"a\" : [1, -2.5e1, true, false, null, \"x\"], \"\" : {} }\r\n"
    let value = try JSONValue(parsing: text)
    #expect(value == ["a": [1, .number(-25), true, false, .null, "x"], "": .object(JSONObject())])
  }

  @Test func numbersKeepToTheGrammar() throws {
    for text in ["01", "-01", "00", "1.", ".5", "+1", "-", "1e", "1e+", "0x10", "1_0", "- 1"] {
      #expect(reason(text) != nil, "\(text)")
    }
    for text in ["NaN", "nan", "Infinity", "-Infinity", "inf"] { #expect(reason(text) != nil) }
    #expect(reason("1e999") == .range)
    #expect(reason("-1e999") == .range)
    #expect(try JSONValue(parsing: "1e-999") == .number(0))
    #expect(try JSONValue(parsing: "0") == .integer(0))
    let negativeZero = try JSONValue(parsing: "-0").number
    #expect(negativeZero == 0 && negativeZero?.sign == .minus)
    #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
    #expect(try JSONValue(parsing: "9223372036854775808") == .number(9_223_372_036_854_775_808))
    #expect(try JSONValue(parsing: "9223372036854775808").integer == nil)
    #expect(try JSONValue(parsing: "1e300").integer == nil)
    #expect(try JSONValue(parsing: "3.0").integer == 3)
    #expect(try JSONValue(parsing: "3.5").integer == nil)
  }

  @Test func escapesAreResolved() throws {
    let text = #""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\udcaa""#
    #expect(try JSONValue(parsing: text) == "\"\\/\u{8}\u{C}\n\r\tA\u{E9}\u{1F4AA}")
  }

  @Test func loneSurrogatesAreRefused() {
    for text in [
      #""\ud83d""#, #""\udcaa""#, #""\ud83d\ud83d""#, #""\ud83dx""#, #""\ud83d\n""#,
      #""\udcaa\ud83d""#,
    ] {
      #expect(reason(text) == .surrogate, "\(text)")
    }
    #expect(reason(#""\ud83d\u""#) == .string)
    #expect(reason(#""\u12""#) == .string)
    #expect(reason(#""\u+123""#) == .string)
    #expect(reason(#""\x""#) == .string)
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    let quote = UInt8(ascii: "\"")
    for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x80]] {
      #expect(reason([quote] + bad + [quote]) == .encoding)
    }
  }

  @Test func controlCharactersInStringsAreRefused() {
    #expect(reason([UInt8(ascii: "\""), 0x0A, UInt8(ascii: "\"")]) == .string)
    #expect(reason([UInt8(ascii: "\""), 0x00, UInt8(ascii: "\"")]) == .string)
  }

  @Test func brokenStructureIsRefused() {
    #expect(reason("") == .unfinished)
    #expect(reason("{") == .unfinished)
    #expect(reason("[1,") == .unfinished)
    #expect(reason("[1,]") == .unexpected)
    #expect(reason("{\"a\":1,}") == .unexpected)
    #expect(reason("{a:1}") == .unexpected)
    #expect(reason("[1 2]") == .unexpected)
    #expect(reason("tru") == .unfinished)
    #expect(reason("trux") == .unexpected)
    #expect(reason("1 2") == .trailing)
    #expect(reason("{} // note") == .trailing)
    #expect(reason("{\"a\":1,\"a\":2}") == .duplicate)
    #expect(reason("{\"a\":1,\"\\u0061\":2}") == .duplicate)
    #expect(reason("\u{FEFF}{}") == .unexpected)
  }

  @Test func depthIsLimited() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(reason(nested(32)) == nil)
    #expect(reason(nested(33)) == .depth)
    #expect(reason(String(repeating: "[", count: 60_000)) == .depth)
    #expect(reason(String(repeating: "{\"a\":", count: 10_000)) == .depth)
  }

  @Test func sizeIsLimited() {
    let long = "\"" + String(repeating: "x", count: 65_534) + "\""
    #expect(reason(long) == nil)
    #expect(reason(long + " ") == .size)
    #expect(reason("[]", JSONLimits(depth: 1, bytes: 1)) == .size)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let value: JSONValue = [
      "text": "a\"b\\c\u{1}\u{1F}\u{7F}\u{2028}ü", "list": [1, 2.5, .null, .bool(true), []],
      "number": .number(0.1), "small": .number(.leastNonzeroMagnitude),
      "large": .number(1.7976931348623157e308),
      "least": .integer(.min), "inner": ["a": .object(JSONObject())],
    ]
    #expect(try JSONValue(parsing: value.text) == value)
    #expect(try JSONValue(parsing: value.indented) == value)
    #expect(JSONValue.number(.nan).text == "null")
  }
}
