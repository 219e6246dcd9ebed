package import SinewCoaching
internal import SinewFeedback

/// How often a coach claims over a season what a simulated athlete does not have, and how often it
/// finds what one has.
package struct TruthTable: Sendable {
  /// Sessions of a season: three a week for twelve weeks.
  package static let sessions = 36

  /// One kind of claim among seasons of people of whom it would be false, or true.
  package struct Row: Sendable, Hashable {
    package let claim: String
    package let seasons: Int
    package let claimed: Int

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
    var tally = Tally()
    for index in 0..<(profiles.isEmpty ? 0 : seasons) {
      let profile = profiles[index % profiles.count]
      let traits = AthleteTraits(profile)
      let claims = Self.season(traits, seed: firstSeed + UInt64(index), catalogue: catalogue)
      tally.note(claims, traits, profile)
    }
    falseClaims = tally.wrong
    power = tally.right
  }

  /// One season: squats, and curls with a paired set in twelve of the sessions.
  package static func season(
    _ traits: AthleteTraits, seed: UInt64, catalogue: Catalogue
  ) -> SeasonClaims {
    var season = Season(traits, seed: seed, catalogue: catalogue)
    for session in 0..<sessions { season.train(session: session, plan(session)) }
    return SeasonClaims(season.said.map(\.message))
  }

  private static func plan(_ session: Int) -> [Season.PlannedSet] {
    let squats = (0..<3).map { _ in Season.PlannedSet("box_squat", focus: .external) }
    let curls = (0..<2).map { _ in Season.PlannedSet("biceps_curl") }
    guard (6..<18).contains(session) else { return squats + curls }
    let pair = session - 6
    let trial = (0..<2).map { set in
      Season.PlannedSet(
        "biceps_curl", purpose: .focusTrial, focus: FocusTrial.focus(afterSets: 2 * pair + set),
        repetitions: 7)
    }
    return squats + curls + trial
  }

  /// Counts as seasons come in.
  private struct Tally {
    private var counts: [String: (isTrue: Bool, seasons: Int, claimed: Int)] = [:]
    private var order: [String] = []

    var wrong: [Row] { rows(false) }
    var right: [Row] { rows(true) }

    private func rows(_ isTrue: Bool) -> [Row] {
      order.compactMap { name in
        guard let count = counts[name], count.isTrue == isTrue else { return nil }
        return Row(claim: name, seasons: count.seasons, claimed: count.claimed)
      }
    }

    private mutating func add(_ name: String, _ isClaimed: Bool, isTrue: Bool) {
      if counts[name] == nil { order.append(name) }
      let known = counts[name] ?? (isTrue, 0, 0)
      counts[name] = (isTrue, known.seasons + 1, known.claimed + (isClaimed ? 1 : 0))
    }

    mutating func note(
      _ claims: SeasonClaims, _ traits: AthleteTraits, _ profile: AthleteTraits.Profile
    ) {
      let hasEffect = traits.focusEffect > 0
      add("raises or lowers, of no effect", !hasEffect && !claims.focus.isEmpty, isTrue: false)
      add("raises or lowers, wrong way", claims.focus.contains(.lowers), isTrue: false)
      if hasEffect { add("raises, of +16 %", claims.focus.contains(.raises), isTrue: true) }
      noteTrends(claims, traits)
      let isDominant = profile == .quadDominant
      let cheats = profile == .cheater
      add(
        "dominant compensator, of none", !isDominant && !cheats && claims.dominantCompensator,
        isTrue: false)
      if isDominant {
        add(
          "dominant compensator, at half the usual ratio", claims.dominantCompensator, isTrue: true)
      }
      let truth = SeasonClaims.rank(traits.stage)
      let said = claims.stages.values.map(SeasonClaims.rank).max() ?? 0
      add("stage beyond the true one", said > truth, isTrue: false)
      if traits.stage == .autonomous {
        add("associative or beyond, of an autonomous athlete", said >= 1, isTrue: true)
        add("autonomous, of an autonomous athlete", said >= 2, isTrue: true)
      }
    }

    private mutating func noteTrends(_ claims: SeasonClaims, _ traits: AthleteTraits) {
      let moves = claims.movingTrends
      func isReal(_ claim: SeasonClaims.Claim) -> Bool {
        guard claim.verdict == .progressing, claim.measure != .strength else { return false }
        return traits.gain > 0 || (traits.blockGain > 0 && claim.exercise == "box_squat")
      }
      add(
        "progressing or declining, of no trend", !moves.allSatisfy(isReal), isTrue: false)
      if traits.gain > 0 {
        add(
          "progressing, of +2 % a session",
          moves.contains { $0.measure == .activationPerLoad && isReal($0) }, isTrue: true)
      }
    }
  }
}
