/// VectorNav's text form: `$` body `*` two hexadecimal digits of the exclusive or, CR LF (sheet:
/// ASCII).
package enum VectorNavText {
  /// `$body*checksum` with CR LF.
  package static func line(_ body: String) -> [UInt8] {
    Array("$\(body)*\(hex(checksum(body)))\r\n".utf8)
  }

  /// Exclusive or of the characters between `$` and `*`.
  package static func checksum(_ body: String) -> UInt8 { body.utf8.reduce(0, ^) }

  /// The body of a line between `$` and the end; nil when its check is wrong. `XX` means no check.
  static func body(_ line: String) -> String? {
    guard line.first == "$", let star = line.lastIndex(of: "*") else { return nil }
    let body = String(line[line.index(after: line.startIndex)..<star])
    let check = line[line.index(after: star)...].uppercased()
    switch check.count {
    case 2: return check == "XX" || check == hex(checksum(body)) ? body : nil
    case 4:
      return check == hex(UInt8(crc(body) >> 8)) + hex(UInt8(crc(body) & 0xFF)) ? body : nil
    default: return nil
    }
  }

  private static func crc(_ body: String) -> UInt16 { VectorNavBinary.crc(Array(body.utf8)) }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// A number with its sign, `whole` digits before the point and `places` after it.
  package static func number(_ value: Double, whole: Int, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    let count = scaled.isFinite && scaled < 1e15 ? Int(scaled) : 0
    var digits = String(count)
    while digits.count < whole + places { digits = "0" + digits }
    let sign = value < 0 ? "-" : "+"
    return "\(sign)\(digits.dropLast(places)).\(digits.suffix(places))"
  }
}
