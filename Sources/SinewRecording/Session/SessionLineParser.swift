internal import SinewSignal

/// Reads the lines of a session after its header. Any bytes may come in; nothing traps.
enum SessionLineParser {
  /// Seconds a recording may last: 31 years, far inside what nanoseconds in 64 bits hold.
  static let longestSeconds = 1e9

  /// Reads one line without its line end.
  static func parse(_ text: Span<UInt8>) throws(SessionFault) -> SessionLine {
    guard let first = Characters.word(text, from: 0) else { return .comment("") }
    switch text[first.lowerBound] {
    case UInt8(ascii: "@"): return try bytes(text, time: first)
    case UInt8(ascii: "="): return .expected(try expected(text, after: first))
    case UInt8(ascii: "~"): return .clock(try clock(text, after: first))
    case UInt8(ascii: "#"): return .comment(Characters.text(text, 0..<text.count))
    default:
      throw SessionFault(
        "a line starts with @, =, ~ or #, not with \(Characters.excerpt(text, first))")
    }
  }

  /// `@seconds < HH HH ..` or `@seconds > HH HH ..`
  private static func bytes(
    _ text: Span<UInt8>, time first: Range<Int>
  ) throws(SessionFault) -> SessionLine {
    let time = try instant(text, first.lowerBound + 1..<first.upperBound)
    guard time >= .zero else { throw SessionFault("the time lies before the start") }
    guard let arrow = Characters.word(text, from: first.upperBound) else {
      throw SessionFault("< (from the device) or > (to it) must follow the time")
    }
    let bytes = try hexadecimal(text, from: arrow.lowerBound + 1)
    switch text[arrow.lowerBound] {
    case UInt8(ascii: "<"): return .received(at: time, bytes: bytes)
    case UInt8(ascii: ">"): return .sent(at: time, bytes: bytes)
    default: throw SessionFault("< (from the device) or > (to it) must follow the time")
    }
  }

  /// Pairs of digits, with or without blanks between pairs; at least one.
  private static func hexadecimal(
    _ text: Span<UInt8>, from start: Int
  ) throws(SessionFault) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((text.count - start) / 3 + 1)
    var index = start
    while index < text.count {
      if Characters.isBlank(text[index]) {
        index += 1
        continue
      }
      guard index + 1 < text.count, let high = Characters.hexadecimal(text[index]),
        let low = Characters.hexadecimal(text[index + 1])
      else {
        let rest = index..<min(index + 2, text.count)
        throw SessionFault("\(Characters.excerpt(text, rest)) is no byte in hexadecimal")
      }
      bytes.append(high << 4 | low)
      index += 2
    }
    guard !bytes.isEmpty else { throw SessionFault("no bytes follow") }
    return bytes
  }

  private static func expected(
    _ text: Span<UInt8>, after mark: Range<Int>
  ) throws(SessionFault) -> ExpectedFrame {
    var at = mark.lowerBound + 1
    var frame = ExpectedFrame(
      stream: try natural(text, &at, "stream"), counter: try natural(text, &at, "counter"),
      values: [])
    while let word = Characters.word(text, from: at) {
      guard frame.values.count < Frame.capacity else {
        throw SessionFault("a frame has at most \(Frame.capacity) values")
      }
      // Straight to Float: by way of Double the last bit could differ.
      guard let value = Float(Characters.text(text, word)) else {
        throw SessionFault("\(Characters.excerpt(text, word)) is not a number")
      }
      frame.values.append(value)
      at = word.upperBound
    }
    guard !frame.values.isEmpty else { throw SessionFault("a frame has at least one value") }
    return frame
  }

  private static func clock(
    _ text: Span<UInt8>, after mark: Range<Int>
  ) throws(SessionFault) -> ClockLine {
    var at = mark.lowerBound + 1
    let stream: UInt8 = try natural(text, &at, "stream")
    let counter: UInt32 = try natural(text, &at, "counter")
    let line = ClockLine(
      stream: stream, counter: counter,
      arrival: try instant(text, try field(text, &at, "arrival time")),
      estimated: try instant(text, try field(text, &at, "estimated time")),
      offsetSeconds: try real(text, try field(text, &at, "offset")),
      skewPPM: try real(text, try field(text, &at, "skew")))
    guard Characters.word(text, from: at) == nil else {
      throw SessionFault("a clock line has six fields")
    }
    return line
  }

  private static func field(
    _ text: Span<UInt8>, _ at: inout Int, _ name: String
  ) throws(SessionFault) -> Range<Int> {
    guard let word = Characters.word(text, from: at) else {
      throw SessionFault("the \(name) is missing")
    }
    at = word.upperBound
    return word
  }

  private static func natural<Number: FixedWidthInteger & UnsignedInteger>(
    _ text: Span<UInt8>, _ at: inout Int, _ name: String
  ) throws(SessionFault) -> Number {
    let word = try field(text, &at, name)
    guard let value = Number(Characters.text(text, word)) else {
      throw SessionFault(
        "the \(name) \(Characters.excerpt(text, word)) is no whole number from 0 to \(Number.max)")
    }
    return value
  }

  private static func real(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(SessionFault) -> Double {
    guard let value = Decimal.parse(text, range) else {
      throw SessionFault("\(Characters.excerpt(text, range)) is not a number")
    }
    return value
  }

  private static func instant(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(SessionFault) -> MonotonicTime {
    guard let seconds = Decimal.parse(text, range), abs(seconds) < longestSeconds else {
      throw SessionFault("\(Characters.excerpt(text, range)) is not a time in seconds")
    }
    return MonotonicTime(seconds: seconds)
  }
}
