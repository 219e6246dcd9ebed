/// An instant of UTC to the millisecond, as text and back, in the form of the protocol:
/// `2026-11-22T17:40:00.123Z`.
package struct UTCInstant: Sendable, Equatable {
  /// Since 1970.
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  private static let day: Int64 = 86_400_000
  /// What four digits of a year can hold.
  private static let range: Range<Int64> = -62_167_219_200_000..<253_402_300_800_000

  /// Nil for any other form and for days that do not exist.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 24 else { return nil }
    for (place, mark) in zip([4, 7, 10, 13, 16, 19, 23], "--T::.Z".utf8) {
      guard bytes[place] == mark else { return nil }
    }
    func number(_ range: Range<Int>) -> Int64? {
      var value: Int64 = 0
      for byte in bytes[range] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int64(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      let thousandth = number(20..<23), (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second < 61
    else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    let seconds = hour * 3600 + minute * 60 + second
    let instant = UTCInstant(milliseconds: days * Self.day + seconds * 1000 + thousandth)
    // The 31st of February would read as another day.
    let written = Self.date(days: days)
    guard written == (year, month, day) else { return nil }
    self = instant
  }

  /// Always 24 characters; beyond the years 0 to 9999 the nearest of them.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text as bytes; every line has one, so no strings are made for it.
  var bytes: [UInt8] {
    let held = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound - 1)
    var days = held / Self.day
    if held % Self.day < 0 { days -= 1 }
    let rest = held - days * Self.day
    let (year, month, day) = Self.date(days: days)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    func add(_ value: Int64, _ width: Int, _ mark: Unicode.Scalar) {
      var scale: Int64 = width == 4 ? 1000 : width == 3 ? 100 : 10
      for _ in 0..<width {
        bytes.append(0x30 + UInt8(truncatingIfNeeded: value / scale % 10))
        scale = max(1, scale / 10)
      }
      bytes.append(UInt8(ascii: mark))
    }
    add(year, 4, "-")
    add(month, 2, "-")
    add(day, 2, "T")
    add(rest / 3_600_000, 2, ":")
    add(rest / 60_000 % 60, 2, ":")
    add(rest / 1000 % 60, 2, ".")
    add(rest % 1000, 3, "Z")
    return bytes
  }

  // Days from and to a date of the Gregorian calendar, counted in years that begin in March, so
  // that the leap day is the last: Howard Hinnant, chrono-compatible low-level date algorithms.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let ofEra = marchYear - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  private static func date(days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * month + 2) / 5 + 1
    return (year + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day)
  }
}

/// How the daemon's instants relate to the time of day, as it last told.
package struct UTCClock: Sendable, Equatable {
  private var offset: Double?
  package private(set) var isSynchronised = false

  package init() {}

  /// Takes over what `hello` or `clock` says; what can't be read changes nothing.
  package mutating func set(monotonic: Double?, utc: String?, isSynchronised: Bool?) {
    guard let monotonic, abs(monotonic) < 1e12, let utc, let instant = UTCInstant(utc) else {
      return
    }
    offset = Double(instant.milliseconds) - monotonic * 1000
    self.isSynchronised = isSynchronised ?? false
  }

  /// The time of day of an instant of CLOCK_MONOTONIC; nil before the daemon told its clock.
  package func utc(_ seconds: Double) -> UTCInstant? {
    guard let offset, let whole = Int64(exactly: (seconds * 1000 + offset).rounded()) else {
      return nil
    }
    return UTCInstant(milliseconds: whole)
  }
}
