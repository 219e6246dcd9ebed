/// Text that becomes HTML or SVG: whatever it holds, it stays text.
enum Markup {
  /// With every character that means something replaced. Control characters other than blanks are
  /// dropped: HTML allows none of them.
  static func escaped(_ text: String) -> String {
    var safe = ""
    safe.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default:
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        if !isControl || scalar == "\n" || scalar == "\t" { safe.unicodeScalars.append(scalar) }
      }
    }
    return safe
  }

  /// A number with so many digits after the point; an empty text where there is none.
  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite, abs(value) < 1e9 else { return "" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let rest = String(scaled % Int64(scale))
    return sign + String(scaled / Int64(scale)) + "."
      + String(repeating: "0", count: decimals - rest.count) + rest
  }

  /// An id for people: underscores become blanks.
  static func words(_ id: String?) -> String {
    escaped(String((id ?? "").map { $0 == "_" ? " " : $0 }))
  }
}
