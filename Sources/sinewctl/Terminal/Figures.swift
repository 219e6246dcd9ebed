/// Numbers as people read them, without a locale.
enum Figures {
  /// `value` with `decimals` digits after the point; a dash where there is none.
  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite, abs(value) < 1e12 else { return "-" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int64((abs(value) * scale).rounded())
    let whole = scaled / Int64(scale)
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let rest = String(scaled % Int64(scale))
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - rest.count) + rest
  }

  /// A fraction as whole percent: `62 %`.
  static func percent(_ fraction: Double?) -> String {
    fraction.map { fixed($0 * 100, 0) + " %" } ?? "-"
  }

  /// `text` cut or filled to `width` columns.
  static func padded(_ text: String, _ width: Int) -> String {
    let cut = String(text.prefix(width))
    return cut + String(repeating: " ", count: max(0, width - cut.count))
  }

  /// `text` moved to the right edge of `width` columns.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// `biceps, left` for people: underscores become blanks.
  static func muscle(_ id: String?, side: String?) -> String {
    let name = (id ?? "?").split(separator: "_", omittingEmptySubsequences: false)
      .joined(separator: " ")
    return name + (side.map { ", \($0)" } ?? "")
  }
}
