/// Days and hours of UTC, for headers that want them apart; the Gregorian calendar by the
/// arithmetic of H. Hinnant, "chrono-compatible low-level date algorithms".
package struct CivilTime: Sendable, Hashable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int

  /// Nil outside the years 1 to 9999.
  package init?(secondsSince1970 seconds: Double) {
    guard seconds > -62_135_596_800, seconds < 253_402_300_800 else { return nil }
    let whole = Int(seconds.rounded(.down))
    let days = whole >= 0 ? whole / 86400 : (whole - 86399) / 86400
    let rest = whole - days * 86400
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
  }

  /// Nil where a part is out of its range.
  package init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Reads `2026-12-01T10:00:00.123Z`; the fraction may be missing. Nil for anything else.
  package static func seconds(ofISO text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 40, bytes.last == UInt8(ascii: "Z") else { return nil }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == UInt8(ascii: "T"), bytes[13] == 0x3A,
      bytes[16] == 0x3A, let year = number(0..<4), let month = number(5..<7),
      let day = number(8..<10), let hour = number(11..<13), let minute = number(14..<16),
      let second = number(17..<19),
      let civil = CivilTime(year, month, day, hour, minute, second)
    else { return nil }
    guard bytes.count > 20 else { return civil.secondsSince1970 }
    guard bytes[19] == UInt8(ascii: "."),
      let fraction = Double("0." + String(decoding: bytes[20..<bytes.count - 1], as: UTF8.self)),
      fraction >= 0, fraction < 1
    else { return nil }
    return civil.secondsSince1970 + fraction
  }

  /// Whole seconds of UTC since 1970.
  package var secondsSince1970: Double {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return Double(days * 86400 + hour * 3600 + minute * 60 + second)
  }

  /// `2026-12-01T10:00:00.123456Z` of an instant.
  package static func iso(_ seconds: Double) -> String? {
    let micros = (seconds * 1e6).rounded() / 1e6
    guard let civil = CivilTime(secondsSince1970: micros) else { return nil }
    let fraction = Int(((micros - micros.rounded(.down)) * 1e6).rounded())
    let date = "\(four(civil.year))-\(two(civil.month))-\(two(civil.day))"
    let time = "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))"
    return "\(date)T\(time).\(String(1_000_000 + min(fraction, 999_999)).dropFirst())Z"
  }

  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  private static func four(_ number: Int) -> String {
    String(String(10000 + number).dropFirst())
  }
}
