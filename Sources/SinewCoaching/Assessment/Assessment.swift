package import SinewFeedback

/// What the sets of an assessment show (the case of science 6): who does the work in two or three
/// exercises, whether the sides are alike, what to train then, and when to look again.
package struct Assessment: Sendable {
  /// One exercise.
  package struct Finding: Sendable {
    /// Catalogue id.
    package let exercise: String
    /// Sets of the assessment, and the repetitions in them that can be trusted.
    package let sets: Int
    package let repetitions: Int
    /// The first target.
    package let target: String
    /// Median share of the target, 0...1; nil where it was withheld.
    package let share: Double?
    /// The compensator that did most.
    package let rival: String?
    /// Target over that compensator, and the ratio below which it leads: the exercise's, or a
    /// quarter under the athlete's own.
    package let ratio: Double?
    package let limit: Double?
    /// How far these can be relied on: low from one set, and no higher than its worst signal.
    package let confidence: Confidence
    /// Symmetry index of the target, percent, positive: left higher; over so many days.
    package let symmetry: Double?
    package let symmetryVerdict: SymmetryVerdict.Verdict?
    package let days: Int
    /// What the weeks since the first assessment made of the share.
    package let outcome: BlockOutcome

    /// Whether the compensator leads; nil where it can't be told.
    package var isLed: Bool? {
      guard let ratio, let limit, confidence >= .medium else { return nil }
      return ratio < limit
    }
  }

  /// In the order of the sets.
  package let findings: [Finding]
  /// What to train until the re-test; nil: nothing that calls for a block.
  package let block: SessionPlan?
  /// When to look again.
  package let retest: TrainingDay?

  /// Exercises of one assessment, at most.
  package static let mostExercises = 3
  /// Days until the re-test (science 6).
  package static let retestDays = 7

  /// The assessment that the latest week of training holds.
  ///
  /// - Parameter exercises: nil: the first three with a share, of the latest day.
  package init(_ past: AthletePast, exercises: [String]? = nil, catalogue: Catalogue) {
    let sets = past.sets.filter {
      $0.isWork && $0.purpose != .probe && catalogue[$0.exercise] != nil
    }
    guard let last = sets.last?.day else {
      (findings, block, retest) = ([], nil, nil)
      return
    }
    let today = sets.filter { $0.day == last }.map(\.exercise)
    let named = exercises ?? today.enumerated().filter { today.firstIndex(of: $1) == $0 }.map(\.1)
    findings = named.prefix(Self.mostExercises).compactMap { id in
      catalogue[id].flatMap { Finding($0, sets.filter { $0.exercise == id }, past) }
    }
    block = Self.block(findings, catalogue: catalogue)
    let days = findings.compactMap { finding in
      sets.last { $0.exercise == finding.exercise }?.day
    }
    retest = days.max()?.advanced(byDays: Self.retestDays)
  }
}

extension Assessment.Finding {
  /// The latest day of an exercise; nil where it has none.
  fileprivate init?(_ exercise: Exercise, _ sets: [PastSet], _ past: AthletePast) {
    guard let day = sets.last?.day, let target = exercise.targets.first else { return nil }
    let today = sets.filter { $0.day == day }
    self.exercise = exercise.id
    self.target = target
    self.sets = today.count
    repetitions = today.map(\.valid).reduce(0, +)
    share = Statistics.median(today.compactMap(\.share))
    let worst = today.map(\.confidence).min() ?? .low
    confidence = today.count < 2 ? .low : worst
    func level(_ muscle: String) -> Double? {
      Statistics.median(
        today.compactMap { set in
          Statistics.mean(set.muscles.filter { $0.muscle == muscle }.compactMap(\.concentric))
        })
    }
    let rivals = exercise.compensators.compactMap { muscle in level(muscle).map { (muscle, $0) } }
    let strongest = rivals.max { $0.1 < $1.1 }
    rival = share == nil ? nil : strongest?.0
    if share != nil, let rival = strongest, rival.1 > 0, let own = level(target) {
      ratio = own / rival.1
      limit = Self.limit(exercise, target, rival.0, past, before: day)
    } else {
      (ratio, limit) = (nil, nil)
    }
    let earlier = EarlierDays(past, exercise: exercise.id, before: day)
    let indices = today.compactMap { $0.symmetries?[target] }
    let verdict = SymmetryVerdict(
      indices, earlier: earlier.symmetries(of: target), muscle: target)
    symmetry = verdict?.percent
    symmetryVerdict = verdict?.verdict
    days = verdict?.days ?? 0
    outcome = BlockOutcome(of: exercise.id, in: past)
  }

  /// The exercise's own limit, as its cues have it; else a quarter under what is usual.
  private static func limit(
    _ exercise: Exercise, _ target: String, _ rival: String, _ past: AthletePast,
    before day: TrainingDay
  ) -> Double? {
    for trigger in exercise.cues.flatMap(\.triggers) where trigger.metric == .activationRatio {
      let threshold = trigger.limit.threshold
      switch trigger.limit {
      case .below where trigger.muscle == target && trigger.other == rival: return threshold
      case .above where trigger.muscle == rival && trigger.other == target && threshold > 0:
        return 1 / threshold
      default: continue
      }
    }
    let own = AthleteBaseline(past, exercise: exercise.id, loadKg: nil, before: day)
    guard let own, own.sessions >= AthleteBaseline.sessionsForRatios else { return nil }
    return own.ratios[MusclePair(target, rival)].map { AthleteBaseline.ratioLimit * $0 }
  }
}

extension Assessment {
  /// What brings a target back: a light drill of it, the lift slowly, and where science names them
  /// the lifts of its case. nil where nothing leads and no side lags.
  private static func block(_ findings: [Finding], catalogue: Catalogue) -> SessionPlan? {
    let led = findings.first { $0.isLed == true }
    let lagging = findings.first { $0.symmetryVerdict == .flag }
    guard let found = led ?? lagging else { return nil }
    var items: [SessionPlan.Item] = []
    if led != nil, let drill = drill(of: found, catalogue) {
      var item = SessionPlan.Item(drill, sets: 2)
      item.reps = 10...15
      item.focus = .internal
      items.append(item)
    }
    var lift = SessionPlan.Item(lift(of: found, catalogue), sets: 3)
    lift.reps = 8...12
    lift.tempo = Tempo(eccentric: 3, stretched: 1, concentric: 1, contracted: 0)
    lift.focus = .external
    lift.isOneLimb = led == nil && catalogue[lift.exercise]?.isOneLimb == true
    items.append(lift)
    if isCase(found), catalogue["paused_romanian_deadlift"] != nil {
      var hinge = SessionPlan.Item("paused_romanian_deadlift", sets: 2)
      hinge.reps = 8...12
      hinge.focus = .internal
      items.append(hinge)
    }
    return SessionPlan(items: items)
  }

  /// The case of science 6: a squat that the thigh leads.
  private static func isCase(_ finding: Finding) -> Bool {
    finding.target == "gluteus_maximus" && finding.rival == "vastus_lateralis"
  }

  private static func lift(of finding: Finding, _ catalogue: Catalogue) -> String {
    isCase(finding) && catalogue["box_squat"] != nil ? "box_squat" : finding.exercise
  }

  /// The exercise with the fewest compensators that has the target first.
  private static func drill(of finding: Finding, _ catalogue: Catalogue) -> String? {
    if isCase(finding), catalogue["glute_bridge"] != nil { return "glute_bridge" }
    let others = catalogue.ids.compactMap { catalogue[$0] }.filter {
      $0.targets.first == finding.target && $0.id != finding.exercise && $0.firstPhase != .hold
    }
    return others.min { $0.compensators.count < $1.compensators.count }?.id
  }
}
