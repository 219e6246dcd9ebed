package import SinewFeedback

/// What internal focus does to one athlete's target in one exercise, against external focus: pairs
/// of sets, looked at when 4, 6 and 12 are there and not between (science 4.10).
///
/// A look after every pair finds an effect in 5 to 21 % of people who have none. The limits of the
/// three looks together do so in 3.5 %.
package struct FocusTrial: Sendable, Hashable {
  /// One planned look.
  package struct Look: Sendable, Hashable {
    /// Pairs it rests on.
    package let pairs: Int
    /// Limit of Student's t: nominal probabilities in the ratio 1 : 2 : 3 that together are crossed
    /// in 3.5 % of 2,000,000 simulated trials without effect.
    package let limit: Double
  }

  /// In order.
  package static let looks = [
    Look(pairs: 4, limit: 6.750), Look(pairs: 6, limit: 3.751), Look(pairs: 12, limit: 2.720),
  ]
  /// An effect inside this many percent does not matter (science 4.10).
  package static let meaningful = 10.0

  /// Complete pairs so far.
  package let pairs: Int
  package let verdict: FocusEffect.Verdict
  /// Internal against external focus at the latest look, percent; nil before the first.
  package let percent: Double?
  /// Its confidence interval: in 96.5 % of trials all three looks together hold the true value.
  package let interval: ClosedRange<Double>?
  /// Change of the mean concentric velocity, percent; nil where it is unknown.
  package let costPercent: Double?

  /// - Parameters:
  ///   - effects: ln of internal over external, a pair each, in order.
  ///   - speeds: The same of the concentric velocity.
  package init(effects: [Double], speeds: [Double] = []) {
    pairs = effects.count
    var found: (verdict: FocusEffect.Verdict, mean: Double, reach: Double)?
    for look in Self.looks where effects.count >= look.pairs {
      let seen = Array(effects.prefix(look.pairs))
      guard let mean = Statistics.mean(seen), let deviation = Statistics.deviation(seen) else {
        continue
      }
      let reach = look.limit * deviation / Double(look.pairs).squareRoot()
      found = (Self.verdict(mean, reach), mean, reach)
      // What was found was said; looking on could only take it back by chance.
      if found?.verdict != .notYetKnown { break }
    }
    verdict = found?.verdict ?? .notYetKnown
    percent = found.map { Self.percent($0.mean) }
    interval = found.map { Self.percent($0.mean - $0.reach)...Self.percent($0.mean + $0.reach) }
    costPercent = effects.count >= 4 ? Statistics.mean(speeds).map(Self.percent) : nil
  }

  private static func percent(_ logarithm: Double) -> Double {
    100 * (Logarithm.exponential(logarithm) - 1)
  }

  private static func verdict(_ mean: Double, _ reach: Double) -> FocusEffect.Verdict {
    if mean - reach > 0 { return .raises }
    if mean + reach < 0 { return .lowers }
    let isSmall = percent(mean - reach) > -meaningful && percent(mean + reach) < meaningful
    return isSmall ? .noMeaningfulEffect : .notYetKnown
  }

  /// The focus of the next set of a trial: internal first in odd pairs, external first in even ones
  /// (ABBA), so that tiredness favours neither.
  ///
  /// - Parameter sets: Sets of the trial that are done.
  package static func focus(afterSets sets: Int) -> Focus {
    let isFirst = sets.isMultiple(of: 2)
    let isOdd = (sets / 2).isMultiple(of: 2)
    return isFirst == isOdd ? .internal : .external
  }
}
