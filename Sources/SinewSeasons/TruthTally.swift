internal import SinewCoaching
internal import SinewFeedback

/// Counts as seasons come in. A season counts in a row where the claim would be false of that
/// athlete, or true: people of whom it can't be false would only thin the errors.
struct TruthTally {
  private struct Count {
    let isTrue: Bool
    var seasons = 0
    var claimed = 0
    var sessions: [Int] = []
  }

  private var counts: [String: Count] = [:]
  private var order: [String] = []

  var wrong: [TruthTable.Row] { rows(false) }
  var right: [TruthTable.Row] { rows(true) }

  private func rows(_ isTrue: Bool) -> [TruthTable.Row] {
    order.compactMap { name in
      guard let count = counts[name], count.isTrue == isTrue else { return nil }
      let sorted = count.sessions.sorted()
      let middle = sorted.isEmpty ? nil : sorted[sorted.count / 2]
      return TruthTable.Row(
        claim: name, seasons: count.seasons, claimed: count.claimed, week: middle.map { $0 / 3 + 1 }
      )
    }
  }

  private mutating func add(
    _ name: String, _ isClaimed: Bool, isTrue: Bool, session: Int? = nil
  ) {
    if counts[name] == nil { order.append(name) }
    var count = counts[name] ?? Count(isTrue: isTrue)
    count.seasons += 1
    if isClaimed {
      count.claimed += 1
      if let session { count.sessions.append(session) }
    }
    counts[name] = count
  }

  mutating func note(
    _ claims: SeasonClaims, _ traits: AthleteTraits, _ profile: AthleteTraits.Profile
  ) {
    noteFocus(claims, traits)
    noteTrends(claims, traits)
    noteBalance(claims, profile)
    noteStages(claims, traits)
    noteSides(claims, traits, profile)
    noteOrder(claims, traits)
  }

  private mutating func noteFocus(_ claims: SeasonClaims, _ traits: AthleteTraits) {
    if traits.focusEffect > 0 {
      add("raises, of +16 %", claims.focus.contains(.raises), isTrue: true)
      add("lowers, of +16 %", claims.focus.contains(.lowers), isTrue: false)
    } else {
      add("raises or lowers, of no effect", !claims.focus.isEmpty, isTrue: false)
    }
  }

  private mutating func noteTrends(_ claims: SeasonClaims, _ traits: AthleteTraits) {
    let moves = claims.movingTrends
    func isReal(_ claim: SeasonClaims.Claim) -> Bool {
      guard claim.verdict == .progressing, claim.measure != .strength else { return false }
      let glutes = ["box_squat", SeasonAthlete.withEnvelope]
      return traits.gain > 0 || (traits.blockGain > 0 && glutes.contains(claim.exercise))
    }
    add("progressing or declining, of no trend", !moves.allSatisfy(isReal), isTrue: false)
    guard traits.gain > 0 else { return }
    add(
      "progressing, of +2 % a session",
      moves.contains { $0.measure == .activationPerLoad && isReal($0) }, isTrue: true)
  }

  private mutating func noteBalance(
    _ claims: SeasonClaims, _ profile: AthleteTraits.Profile
  ) {
    switch profile {
    case .quadDominant:
      add("dominant compensator, at half the usual ratio", claims.dominantCompensator, isTrue: true)
    case .cheater: break
    default: add("dominant compensator, of none", claims.dominantCompensator, isTrue: false)
    }
  }

  private mutating func noteStages(_ claims: SeasonClaims, _ traits: AthleteTraits) {
    let said = claims.stages.values.map(SeasonClaims.rank).max() ?? 0
    if traits.stage == .autonomous {
      add(
        "associative or beyond, of who keeps everything", said >= 1, isTrue: true,
        session: claims.reached[.associative])
      add(
        "autonomous, of who keeps everything", said >= 2, isTrue: true,
        session: claims.reached[.autonomous])
    } else {
      add(
        "a stage beyond the true one, of who forgets without feedback",
        said > SeasonClaims.rank(traits.stage), isTrue: false)
    }
  }

  private mutating func noteSides(
    _ claims: SeasonClaims, _ traits: AthleteTraits, _ profile: AthleteTraits.Profile
  ) {
    if profile == .laggingLeft {
      add("left lower, of a left side at 75 %", claims.laggingSides.contains(.left), isTrue: true)
    } else {
      add("one side lower, of two alike", !claims.laggingSides.isEmpty, isTrue: false)
    }
    add("a muscle behind its own past, of none", !claims.laggingMuscles.isEmpty, isTrue: false)
  }

  private mutating func noteOrder(_ claims: SeasonClaims, _ traits: AthleteTraits) {
    let told = claims.orders
    let isLate = traits.lateMs > 0
    let isFalse = told.contains { verdict, session in
      !(isLate && verdict != .earlier && session >= traits.lateFrom)
    }
    add("another order of firing, of none", isFalse, isTrue: false)
    guard isLate else { return }
    add(
      "glutes later, of 180 ms from week 5 on", told[.later] != nil, isTrue: true,
      session: told[.later])
  }
}
