internal import SinewSignal

/// How the lines of a session are written: one way for each value, so that files compare.
package enum SessionFormat {
  /// The line without its line end.
  package static func line(_ line: SessionLine) -> String {
    switch line {
    case .received(let time, let bytes): "@\(seconds(time)) < \(hexadecimal(bytes))"
    case .sent(let time, let bytes): "@\(seconds(time)) > \(hexadecimal(bytes))"
    case .expected(let frame):
      "= \(frame.stream) \(frame.counter) "
        + frame.values.map { number($0) }.joined(separator: " ")
    case .clock(let clock):
      "~ \(clock.stream) \(clock.counter) \(seconds(clock.arrival)) \(seconds(clock.estimated))"
        + " \(finite(clock.offsetSeconds)) \(finite(clock.skewPPM))"
    case .comment(let text): comment(text)
    }
  }

  /// Seconds with six to nine decimals, exact to the nanosecond.
  static func seconds(_ time: MonotonicTime) -> String {
    let magnitude = time.nanoseconds.magnitude
    var fraction = Array(String(1_000_000_000 + magnitude % 1_000_000_000).utf8.dropFirst())
    while fraction.count > 6, fraction.last == 0x30 { fraction.removeLast() }
    let sign = time.nanoseconds < 0 ? "-" : ""
    return "\(sign)\(magnitude / 1_000_000_000).\(String(decoding: fraction, as: UTF8.self))"
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 3)
    for byte in bytes {
      if !text.isEmpty { text.append(0x20) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The shortest decimals that give the same Float again, without `.0`.
  static func number(_ value: Float) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func finite(_ value: Double) -> String { value.isFinite ? "\(value)" : "0" }

  /// On one line, with its mark.
  private static func comment(_ text: String) -> String {
    let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    var clean = String.UnicodeScalarView()
    clean.append(contentsOf: line)
    let whole = String(clean)
    return whole.isEmpty || whole.hasPrefix("#") ? whole : "# \(whole)"
  }
}
