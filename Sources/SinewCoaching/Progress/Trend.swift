package import SinewFeedback

/// Whether something moves over weeks in one exercise (science 4.14), looked at when 8, 12, 16 and
/// 24 sessions are there and not between.
///
/// A look after every session finds a trend in 18 to 40 % of people who have none (science 4.14).
/// The limits of the four looks together say `progressing` or `declining` of 0.34 % of such series,
/// so that three measures of three exercises come to 3.1 % of seasons. After 24 sessions a new
/// series begins.
package struct Trend: Sendable, Hashable {
  /// One planned look.
  package struct Look: Sendable, Hashable {
    /// Sessions it rests on.
    package let sessions: Int
    /// The least score of Mann and Kendall that counts as a trend, from the exact distribution
    /// without ties: probabilities 0.00005, 0.0005, 0.0011 and 0.0017, both sides together.
    package let leastScore: Int
  }

  /// In order.
  package static let looks = [
    Look(sessions: 8, leastScore: 28), Look(sessions: 12, leastScore: 48),
    Look(sessions: 16, leastScore: 70), Look(sessions: 24, leastScore: 124),
  ]
  /// Sessions in fewer days than these are no trend over weeks (science 4.14).
  package static let fewestDays = 28
  /// Sessions before which nobody speaks of a plateau (science 4.14).
  package static let sessionsForPlateau = 12
  /// A rise by less than this part of the median a session is none (science 4.14).
  package static let plateauSlope = 0.01

  /// What is followed.
  package let measure: Plateau.Measure
  /// What can be said, from the latest look.
  package let verdict: Plateau.Verdict
  /// Slope in percent of the median a session, at that look; nil before the first.
  package let percent: Double?
  /// Its 90 % confidence interval.
  package let interval: ClosedRange<Double>?
  /// Sessions that the verdict rests on; before the first look those that there are.
  package let sessions: Int

  /// - Parameter values: One a session, oldest first, with its day; of one kind of reference.
  package init(_ measure: Plateau.Measure, _ values: [(day: TrainingDay, value: Double)]) {
    self.measure = measure
    let length = Self.looks.last?.sessions ?? 24
    // The series that runs, and the one before it while the new one is too young for a look.
    let begin = values.count / length * length
    let running = Array(values[begin...])
    let looked = Self.judge(running) ?? (begin > 0 ? Self.judge(Array(values[..<begin])) : nil)
    verdict = looked?.verdict ?? .undetermined
    percent = looked.map { 100 * $0.slope }
    interval = looked.map { 100 * $0.interval.lowerBound...100 * $0.interval.upperBound }
    sessions = looked?.sessions ?? running.count
  }

  private struct Looked {
    let verdict: Plateau.Verdict
    let slope: Double
    let interval: ClosedRange<Double>
    let sessions: Int
  }

  /// The latest planned look that these sessions allow.
  private static func judge(_ values: [(day: TrainingDay, value: Double)]) -> Looked? {
    let series = values.suffix(looks.last?.sessions ?? 24)
    var found: Looked?
    for look in looks where series.count >= look.sessions {
      let seen = Array(series.prefix(look.sessions))
      guard let first = seen.first, let last = seen.last,
        last.day.days(since: first.day) >= fewestDays,
        let median = Statistics.median(seen.map(\.value)), median > 0,
        let line = TheilSen(seen.map { $0.value / median })
      else { continue }
      found = Looked(
        verdict: verdict(line, look), slope: line.slope, interval: line.interval,
        sessions: look.sessions)
    }
    return found
  }

  private static func verdict(_ line: TheilSen, _ look: Look) -> Plateau.Verdict {
    if abs(line.score) >= look.leastScore { return line.score > 0 ? .progressing : .declining }
    let isFlat = line.interval.upperBound < plateauSlope && line.interval.lowerBound > -plateauSlope
    return look.sessions >= sessionsForPlateau && isFlat ? .plateau : .undetermined
  }
}
