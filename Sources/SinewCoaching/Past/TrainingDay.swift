/// A day by the gym's own calendar, counted from 1970-01-01. What one athlete does on one day is one
/// session.
package struct TrainingDay: Sendable, Hashable, Comparable, Codable {
  /// Days since 1970-01-01, negative before.
  package let number: Int

  package init(_ number: Int) { self.number = number }

  /// The day of an instant, given by seconds since 1970 in UTC, where clocks are ahead of UTC by so
  /// many seconds; nil for a time that is no number or lies thousands of years away.
  package init?(secondsSince1970 seconds: Double, utcOffsetSeconds: Int) {
    let days = ((seconds + Double(utcOffsetSeconds)) / 86_400).rounded(.down)
    guard days.isFinite, abs(days) < 4_000_000 else { return nil }
    number = Int(days)
  }

  /// Days from `earlier` to this one, negative when this one comes first.
  package func days(since earlier: TrainingDay) -> Int { number - earlier.number }

  /// The day so many days later.
  package func advanced(byDays days: Int) -> TrainingDay { TrainingDay(number + days) }

  /// The Monday of its week.
  package var monday: TrainingDay {
    // 1970-01-01 was a Thursday.
    let weekday = ((number + 3) % 7 + 7) % 7
    return TrainingDay(number - weekday)
  }

  /// Year and month of the Gregorian calendar, and the day in the month (the algorithm
  /// `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms").
  package var date: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// As ISO 8601 writes a date: `2026-11-30`.
  package var text: String {
    let (year, month, day) = date
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  package static func < (left: TrainingDay, right: TrainingDay) -> Bool {
    left.number < right.number
  }
}
