package import SinewFeedback

/// What is usual for one athlete in one exercise at this load: from earlier sessions, looked up by
/// whoever keeps the history. Everything may be absent; what needs it is then withheld.
package struct AthleteBaseline: Sendable, Hashable {
  /// Sessions it rests on.
  package var sessions: Int
  /// Median share of the target, 0...1.
  package var share: Double?
  /// Usual ratios of two muscles in the concentric phase.
  package var ratios: [MusclePair: Double]
  /// The athlete's own order of firing.
  package var firing: FiringTemplate?

  /// Sessions after which a ratio is the athlete's own (science 4.2).
  package static let sessionsForRatios = 3
  /// A ratio below this part of the athlete's own is news (science 4.2).
  package static let ratioLimit = 0.75

  package init(
    sessions: Int, share: Double? = nil, ratios: [MusclePair: Double] = [:],
    firing: FiringTemplate? = nil
  ) {
    self.sessions = sessions
    self.share = share
    self.ratios = ratios
    self.firing = firing
  }
}

/// Two muscles of which a ratio is taken.
package struct MusclePair: Sendable, Hashable {
  /// Above the line.
  package let muscle: String
  /// Below it.
  package let other: String

  package init(_ muscle: String, _ other: String) {
    self.muscle = muscle
    self.other = other
  }
}

/// One athlete's own order of firing in one exercise: the most frequent order of the first two
/// sessions (science 4.4). There is no order that is right for everybody.
package struct FiringTemplate: Sendable, Hashable {
  /// One muscle of it.
  package struct Moment: Sendable, Hashable, Codable {
    package let muscle: String
    package let side: Side?
    /// Median delay after the start of the concentric movement, milliseconds.
    package let delayMs: Double

    package init(_ muscle: String, side: Side? = nil, delayMs: Double) {
      self.muscle = muscle
      self.side = side
      self.delayMs = delayMs
    }
  }

  /// In the usual order.
  package let moments: [Moment]
  /// Part of the repetitions that had this order, 0...1.
  package let stability: Double

  package init(_ moments: [Moment], stability: Double) {
    self.moments = moments
    self.stability = stability
  }

  /// Below this part there is no stable order (science 4.4).
  package static let leastStability = 0.6

  /// The usual delay of a muscle, milliseconds.
  package func delayMs(of muscle: String, side: Side?) -> Double? {
    moments.first { $0.muscle == muscle && $0.side == side }?.delayMs
  }
}
