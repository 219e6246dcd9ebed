internal import FoundationEssentials

/// Instants of UTC on paper.
enum ReportInstant {
  /// `2026-11-30 17:40`; nil where there is none.
  static func text(_ seconds: Double?) -> String? {
    guard let seconds, abs(seconds) < 1e11 else { return nil }
    let iso = Date(timeIntervalSince1970: seconds).formatted(
      Date.ISO8601FormatStyle(timeZone: .gmt))
    return iso.prefix(10) + " " + iso.dropFirst(11).prefix(5)
  }
}
