internal import SinewFeedback

/// What weeks of a block made of the share of a target: its first six sessions against its last six,
/// and the trend between. A rise is only told where both say so.
package struct BlockOutcome: Sendable {
  /// Change of the share in points, with its 95 % confidence interval; nil with fewer than twelve
  /// sessions.
  package let change: (points: Double, interval: ClosedRange<Double>)?
  /// At its planned looks.
  package let trend: Trend
  /// Sessions in which the share was known.
  package let sessions: Int

  /// Sessions at each end that are compared: two weeks of three.
  package static let ends = 6

  /// - Parameter shares: One a session, oldest first, 0...1.
  package init(_ shares: [(day: TrainingDay, value: Double)]) {
    sessions = shares.count
    trend = Trend(.score, shares)
    let values = shares.map(\.value)
    guard values.count >= 2 * Self.ends,
      let change = MeanChange(Array(values.prefix(Self.ends)), Array(values.suffix(Self.ends)))
    else {
      self.change = nil
      return
    }
    let (low, high) = (change.interval.lowerBound, change.interval.upperBound)
    self.change = (100 * change.difference, 100 * low...100 * high)
  }

  /// The shares of an exercise by day; probes are left out.
  package init(of exercise: String, in past: AthletePast) {
    let sets = past.sets.filter { $0.exercise == exercise && $0.purpose != .probe }
    self.init(
      PastSession.sessions(sets).compactMap { session in
        Statistics.median(session.sets.compactMap(\.share)).map { (session.day, $0) }
      })
  }

  /// What can be said.
  package enum Verdict: String, Sendable, Hashable {
    case rose
    case fell
    case noClearChange = "no_clear_change"
    /// Fewer than twelve sessions.
    case tooEarly = "too_early"
  }

  /// What can be said at the end.
  package var verdict: Verdict {
    guard let change else { return .tooEarly }
    if trend.verdict == .progressing, change.interval.lowerBound > 0 { return .rose }
    if trend.verdict == .declining, change.interval.upperBound < 0 { return .fell }
    return .noClearChange
  }
}
