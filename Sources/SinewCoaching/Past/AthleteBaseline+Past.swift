package import SinewFeedback

extension AthleteBaseline {
  /// What is usual for an athlete in this exercise at about this load (science 4.2, 4.4); nil while
  /// there is no session to go by. Only sets of medium confidence and more, of earlier days.
  ///
  /// - Parameter loadKg: nil: whatever the load.
  package init?(_ past: AthletePast, exercise: String, loadKg: Double?, before day: TrainingDay) {
    let known = past.sets.filter { set in
      set.exercise == exercise && set.day < day && set.purpose != .reference
        && set.confidence >= .medium
    }
    let alike = known.filter { Self.isInBand($0.loadKg, loadKg) }
    let sessions = PastSession.sessions(alike)
    guard !sessions.isEmpty else { return nil }
    self.init(sessions: sessions.count)
    let medians = sessions.compactMap { Statistics.median($0.sets.compactMap(\.share)) }
    // Before that a share is the exercise's business: a measure that changes with every session
    // would look like progress.
    if medians.count >= Self.sessionsForRatios { share = Statistics.median(medians) }
    ratios = Self.ratios(sessions)
    firing = Self.template(PastSession.sessions(known.filter { !$0.firing.isEmpty }))
  }

  /// Loads within a fifth are one band: ours, so that a step of the plan keeps what was learnt.
  private static func isInBand(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return true }
    return abs(one - other) <= 0.2 * max(one, other)
  }

  /// The median of each ratio over the sessions, a session counting by the median of its sets.
  private static func ratios(_ sessions: [PastSession]) -> [MusclePair: Double] {
    var values: [MusclePair: [Double]] = [:]
    for session in sessions {
      var ofDay: [MusclePair: [Double]] = [:]
      for set in session.sets {
        for (pair, ratio) in set.ratios { ofDay[pair, default: []].append(ratio) }
      }
      for (pair, ratios) in ofDay {
        if let median = Statistics.median(ratios) { values[pair, default: []].append(median) }
      }
    }
    return values.compactMapValues(usual)
  }

  /// The median, lowered where days scatter so much that a quarter below it is no news: 25 % under
  /// what this gives lies at least `beyondScatter` deviations of a day under the median.
  ///
  /// Every session asks anew whether today is below the usual: without this, electrodes that sit a
  /// little elsewhere would be told as a change within a few weeks.
  private static func usual(_ ratios: [Double]) -> Double? {
    let logs = ratios.filter { $0 > 0 }.map(Logarithm.natural)
    guard let median = Statistics.median(logs) else { return nil }
    let scatter = max(Statistics.deviation(logs) ?? 0, scatterOfDays)
    let low = median - beyondScatter * scatter * (1 + 1 / Double(logs.count)).squareRoot()
    return Logarithm.exponential(min(median, low - Logarithm.natural(AthleteBaseline.ratioLimit)))
  }

  /// Least deviation of the logarithm of a ratio from day to day: of the 15 % of one muscle
  /// (science 5) about half is common to all muscles of a day. Ours.
  private static let scatterOfDays = 0.15
  /// So many of them: 1 in 740 days passes by chance, 5 % of people in a season of 36 sessions.
  private static let beyondScatter = 3.0

  /// The most frequent order of the first two sessions (science 4.4).
  private static func template(_ sessions: [PastSession]) -> FiringTemplate? {
    guard sessions.count >= 2 else { return nil }
    let sets = sessions.prefix(2).flatMap(\.sets)
    var counts: [[String]: Int] = [:]
    for set in sets { counts[set.order, default: 0] += 1 }
    let usual = sets.map(\.order).max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
    let having = sets.filter { $0.order == usual }
    guard let first = having.first else { return nil }
    let moments = first.firing.map { moment in
      let delays = having.flatMap(\.firing).filter {
        $0.muscle == moment.muscle && $0.side == moment.side
      }
      return FiringTemplate.Moment(
        moment.muscle, side: moment.side,
        delayMs: Statistics.median(delays.map(\.delayMs)) ?? moment.delayMs)
    }
    let agreement = Double(having.count) / Double(sets.count)
    let inside = Statistics.median(having.compactMap(\.firingStability)) ?? 0
    return FiringTemplate(moments.sorted { $0.delayMs < $1.delayMs }, stability: agreement * inside)
  }
}

extension PastSet {
  /// Ratios of the concentric levels of any two muscles that were measured by a maximum; of a muscle
  /// on both sides, their mean.
  var ratios: [MusclePair: Double] {
    var levels: [String: [Double]] = [:]
    for muscle in muscles where muscle.reference?.isMaximal == true {
      if let level = muscle.concentric { levels[muscle.muscle, default: []].append(level) }
    }
    let means = levels.compactMapValues(Statistics.mean)
    var ratios: [MusclePair: Double] = [:]
    for (muscle, level) in means {
      for (other, below) in means where other != muscle && below > 0 {
        ratios[MusclePair(muscle, other)] = level / below
      }
    }
    return ratios
  }

  /// The order of firing by name.
  fileprivate var order: [String] {
    firing.map { "\($0.muscle) \($0.side?.rawValue ?? "")" }
  }
}

extension Confidence: Comparable {
  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }

  package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
}
