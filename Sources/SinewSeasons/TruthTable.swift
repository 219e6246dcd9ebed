package import SinewCoaching
internal import SinewFeedback

/// How often a coach claims over a season what a simulated athlete does not have, and how often and
/// how soon it finds what one has.
package struct TruthTable: Sendable {
  /// Sessions of a season: three a week for twelve weeks.
  package static let sessions = 36

  /// One kind of claim among seasons of people of whom it would be false, or true.
  package struct Row: Sendable, Hashable {
    package let claim: String
    /// Seasons of people of whom it would be false, or true.
    package let seasons: Int
    package let claimed: Int
    /// Median week, from 1, in which it was first made; nil where that was not looked at.
    package let week: Int?

    /// Part of the seasons.
    package var rate: Double { seasons == 0 ? 0 : Double(claimed) / Double(seasons) }
  }

  /// Claims of what was not there.
  package private(set) var falseClaims: [Row] = []
  /// Claims of what was there.
  package private(set) var power: [Row] = []

  /// Trains seasons of the profiles in turn, with seeds from `firstSeed` on.
  package init(
    seasons: Int, firstSeed: UInt64 = 1,
    profiles: [AthleteTraits.Profile] = AthleteTraits.Profile.allCases, catalogue: Catalogue
  ) {
    var tally = TruthTally()
    for index in 0..<(profiles.isEmpty ? 0 : seasons) {
      let profile = profiles[index % profiles.count]
      let traits = AthleteTraits(profile)
      let claims = Self.season(traits, seed: firstSeed + UInt64(index), catalogue: catalogue)
      tally.note(claims, traits, profile)
    }
    falseClaims = tally.wrong
    power = tally.right
  }

  /// One season: squats, curls with a paired set in twelve of the sessions, and hip extensions.
  package static func season(
    _ traits: AthleteTraits, seed: UInt64, catalogue: Catalogue
  ) -> SeasonClaims {
    var season = Season(traits, seed: seed, catalogue: catalogue)
    for session in 0..<sessions { season.train(session: session, plan(session)) }
    return SeasonClaims(season.said)
  }

  private static func plan(_ session: Int) -> [Season.PlannedSet] {
    let squats = (0..<3).map { _ in Season.PlannedSet("box_squat", focus: .external) }
    let curls = (0..<2).map { _ in Season.PlannedSet("biceps_curl") }
    let hips = [Season.PlannedSet(SeasonAthlete.withEnvelope, repetitions: 6)]
    guard (6..<18).contains(session) else { return squats + curls + hips }
    let pair = session - 6
    let trial = (0..<2).map { set in
      Season.PlannedSet(
        "biceps_curl", purpose: .focusTrial, focus: FocusTrial.focus(afterSets: 2 * pair + set),
        repetitions: 7)
    }
    return squats + curls + trial + hips
  }
}
