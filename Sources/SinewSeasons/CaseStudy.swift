package import SinewCoaching
internal import SinewFeedback

/// The case of science 6: a squat led by the thigh, eight weeks of banded bridge, tempo box squat
/// and paused Romanian deadlift, a re-test each week; and what can be said at the end.
package struct CaseStudy: Sendable {
  /// One re-test.
  package struct Week: Sendable, Hashable {
    /// From 1; the first is the assessment.
    package let week: Int
    /// Median share of the glutes in the test set, 0...1.
    package let share: Double?
    /// Glutes over thigh, concentric.
    package let ratio: Double?
  }

  /// Who took part.
  package let profile: AthleteTraits.Profile
  package let weeks: [Week]
  /// A cue of the assessment said that the thigh leads.
  package let isQuadLed: Bool
  /// What the coach said in the box squat in the first session, each cue once.
  package let cues: [String]
  /// What the first session came to, on the way that `sinewctl assess` takes for a real athlete.
  package let assessment: Assessment
  /// What the block made of the share, on the same way.
  package let outcome: BlockOutcome

  /// One sentence at the end.
  package var verdict: String {
    outcome.verdict == .rose ? "the share of the glutes rose" : "no clear change"
  }

  /// Weeks of the block.
  package static let length = 8
  private static let squat = "box_squat"

  /// Eight weeks, three sessions each.
  package init(_ profile: AthleteTraits.Profile, seed: UInt64, catalogue: Catalogue) {
    self.profile = profile
    var season = Season(Self.traits(profile), seed: seed, catalogue: catalogue)
    season.train(session: 0, Self.plan(0))
    assessment = Assessment(season.past, exercises: [Self.squat], catalogue: catalogue)
    for session in 1..<(3 * Self.length) { season.train(session: session, Self.plan(session)) }
    outcome = BlockOutcome(of: Self.squat, in: season.past)
    let sets = season.past.sets.filter { $0.exercise == Self.squat && $0.purpose != .probe }
    weeks = (1...Self.length).map { week in
      let days = (0..<3).map { Season.day(3 * (week - 1) + $0) }
      let own = sets.filter { days.contains($0.day) }
      return Week(
        week: week, share: Self.median(own.compactMap(\.share)),
        ratio: Self.median(own.compactMap(Self.ratio)))
    }
    let first = season.said.filter { $0.session < 3 && $0.message.envelope.exercise == Self.squat }
    let spoken = first.compactMap { entry -> Cue? in
      if case .cue(let cue) = entry.message.body { cue } else { nil }
    }
    isQuadLed = spoken.contains { $0.because?.metric == "activation_ratio" }
    cues = spoken.reduce(into: []) { if !$0.contains($1.text) { $0.append($1.text) } }
  }

  /// Both begin with a squat led by the thigh; one answers to the block.
  private static func traits(_ profile: AthleteTraits.Profile) -> AthleteTraits {
    var traits = AthleteTraits(.quadDominant)
    if profile != .responder {
      traits.blockGain = 0
      traits.heedsCues = false
    }
    return traits
  }

  private static func plan(_ session: Int) -> [Season.PlannedSet] {
    let bridge = Season.PlannedSet("glute_bridge", purpose: .drill, repetitions: 12)
    let squats = (0..<3).map { _ in Season.PlannedSet(squat, focus: .external) }
    let deadlift = Season.PlannedSet("paused_romanian_deadlift", focus: .internal)
    // The first session is the assessment: the squat alone.
    return session == 0 ? squats : [bridge] + squats + [deadlift]
  }

  private static func ratio(_ set: PastSet) -> Double? {
    let levels = Dictionary(grouping: set.muscles, by: \.muscle).compactMapValues {
      $0.first?.concentric
    }
    guard let glutes = levels["gluteus_maximus"], let thigh = levels["vastus_lateralis"], thigh > 0
    else { return nil }
    return glutes / thigh
  }

  private static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
