internal import GRDB

/// A person as the history knows them: a pseudonymous id, and apart from it what screens call them.
package struct Athlete: Sendable, Equatable {
  package var id: String
  package var nickname: String?
  /// `en` or `de`; nil: that of the station.
  package var lang: String?
  /// A parent or guardian must be there.
  package var hasGuardian: Bool
  package var hasPin: Bool
  /// Wants to be in lists that others see.
  package var isOnLeaderboard: Bool
  /// When the athlete agreed to raw signals being kept, seconds of UTC; nil: did not.
  package var rawConsent: Double?
  package var created: Double
}

/// What is said about an athlete; absent stays as it is.
package struct AthleteChange: Sendable, Equatable {
  package var nickname: String?
  package var lang: String?
  /// An empty text takes the PIN away.
  package var pin: String?
  package var hasGuardian: Bool?
  package var isOnLeaderboard: Bool?
  package var consentsToRaw: Bool?

  package init() {}
}

extension Athlete {
  init(row: Row) {
    id = row["id"]
    nickname = row["nickname"]
    lang = row["lang"]
    hasGuardian = row["guardian"]
    hasPin = row["has_pin"]
    isOnLeaderboard = row["leaderboard"]
    rawConsent = row["raw_consent"]
    created = row["created"]
  }
}
