import FoundationEssentials

/// Instants of UTC for people.
enum Days {
  /// `2026-11-30 17:40`; a dash where there is none.
  static func minute(_ seconds: Double?) -> String {
    guard let text = iso(seconds) else { return "-" }
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }

  /// `2026-11-30`.
  static func day(_ seconds: Double?) -> String {
    iso(seconds).map { String($0.prefix(10)) } ?? "-"
  }

  private static func iso(_ seconds: Double?) -> String? {
    guard let seconds, abs(seconds) < 1e11 else { return nil }
    return Date(timeIntervalSince1970: seconds).formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
  }
}
