import SinewDevices
import SinewSignal
import Testing

/// The numbers of text, seen through a driver of one column.
@Suite struct DecimalNumberTests {
  /// The value of one printed number; nil when the line is refused.
  private func read(_ texts: [String]) -> [Float?] {
    var driver = GenericLines(
      settings: DriverSettings(lines: LineSettings(columns: [PrintedColumn("a")])))
    _ = decode(&driver, Array("\n".utf8))
    return texts.map { text in
      let decoded = decode(&driver, Array((text + "\n").utf8))
      return decoded.frames.first?.numbers(1)[0]
    }
  }

  private func isSame(_ left: Float?, _ right: Float?) -> Bool {
    left == right || (left?.isNaN == true && right?.isNaN == true)
  }

  @Test func everyFormOfTheGrammar() {
    let cases: [(String, Float?)] = [
      ("0", 0), ("-0", -0), ("512", 512), ("+1.5", 1.5), ("-7", -7), ("1e3", 1000), ("1E+3", 1000),
      ("25e-1", 2.5), (".5", 0.5), ("5.", 5), ("000123.4500", 123.45), ("0.1", 0.1),
      ("4294967040", 4_294_967_040), ("16777217", 16_777_216), ("3.4028235e38", 3.4028235e38),
      ("1e-45", .leastNonzeroMagnitude), ("1e-60", 0), ("99999999999999999999999", 1e23),
      ("0.00000000000000000000000001234", 1.234e-26), ("0e999999999999", 0),
      ("1e39", .nan), ("1e999999999999999999999", .nan), ("nan", .nan), ("NaN", .nan),
      ("inf", .nan),
      ("-inf", .nan), ("ovf", .nan), ("-nan", .nan),
    ]
    for (value, (text, wanted)) in zip(read(cases.map(\.0)), cases) {
      #expect(isSame(value, wanted), "\(text) gives \(String(describing: value))")
    }
  }

  @Test func whatIsNoNumber() {
    let texts = [
      "0x10", "1.2.3", "--1", "+", "-", ".", "e5", "1e", "1e+", "1e5.0", "1_000", "5V", "٣", "nanx",
      "infinity", "1\u{0}",
    ]
    for (value, text) in zip(read(texts), texts) { #expect(value == nil, "\(text)") }
  }

  @Test func randomDecimalsAreTheFloatsOfTheStandardLibrary() {
    var random = SeededGenerator(42)
    var texts: [String] = []
    for _ in 0..<60_000 {
      let sign = ["", "-", "+"][Int(random.next() % 3)]
      let digits = String(random.next() % (1 << (1 + random.next() % 63)))
      let place = Int(random.next() % UInt64(digits.count + 1))
      let point = random.next() % 3 == 0 ? "" : "."
      let mantissa = digits.prefix(place) + point + digits.dropFirst(place)
      let exponent = random.next() % 4 == 0 ? "e\(Int(random.next() % 60) - 30)" : ""
      texts.append(sign + mantissa + exponent)
    }
    check(texts)
  }

  @Test func everyFloatSurvivesItsShortestDecimals() {
    var random = SeededGenerator(43)
    let floats = (0..<60_000).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    }
    check(floats.filter(\.isFinite).map(\.description))
  }

  @Test func everySensorReadingOfUpToSixDigits() {
    check((0..<10_000).flatMap { ["\($0)", "\($0 / 100).\($0 % 100 / 10)\($0 % 10)", "-0.\($0)"] })
  }

  private func check(_ texts: [String]) {
    var wrong: [String] = []
    for (value, text) in zip(read(texts), texts) {
      let wanted = Float(text).map { $0.isFinite ? $0 : .nan }
      if !isSame(value, wanted) { wrong.append(text) }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(texts.count): \(wrong.prefix(5))")
  }
}
