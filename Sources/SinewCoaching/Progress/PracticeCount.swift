package import SinewFeedback

/// Good repetitions this week and this month: valid, tempo in band, score of 60 and more
/// (science 4.13). A count of practice, not a claim about the brain.
package struct PracticeCount: Sendable, Hashable {
  /// Since Monday.
  package let week: Int
  /// Since the first of the month.
  package let month: Int

  /// Numbers worth a word. Ours.
  package static let marks = [50, 100, 250, 500, 1000, 2500, 5000]

  /// As it stands on a day, that day included.
  package init(_ past: AthletePast, on day: TrainingDay) {
    let first = day.advanced(byDays: 1 - day.date.day)
    week = Self.good(past, day.monday...day)
    month = Self.good(past, first...day)
  }

  private static func good(_ past: AthletePast, _ days: ClosedRange<TrainingDay>) -> Int {
    past.sets.reduce(0) { $0 + (days.contains($1.day) ? $1.good : 0) }
  }

  /// What was reached since an earlier count of the same day: the higher of the marks passed, week
  /// before month where both were.
  package func milestone(since earlier: PracticeCount, lang: String) -> Milestone? {
    if let mark = Self.passed(earlier.week, week) {
      return Self.message("good_reps_week", mark, Self.ofWeek(mark).text(lang))
    }
    return Self.passed(earlier.month, month).map { mark in
      Self.message("good_reps_month", mark, Self.ofMonth(mark).text(lang))
    }
  }

  private static func passed(_ before: Int, _ now: Int) -> Int? {
    marks.last { before < $0 && $0 <= now }
  }

  private static func message(_ code: String, _ count: Int, _ text: String) -> Milestone {
    Milestone {
      $0.milestone = code
      $0.count = count
      $0.text = text
      $0.arguments = ["count": .integer(Int64(count))]
    }
  }

  private static func ofWeek(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(count) good repetitions this week", de: "\(count) gute Wiederholungen diese Woche")
  }

  private static func ofMonth(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(count) good repetitions this month", de: "\(count) gute Wiederholungen diesen Monat")
  }
}
