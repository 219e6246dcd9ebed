package import SinewFeedback

extension Trend {
  /// The trend of one measure in one exercise over the sessions before a day.
  package init(
    _ measure: Plateau.Measure, of exercise: String, in past: AthletePast, before day: TrainingDay
  ) {
    let sessions = past.sessions(of: exercise).filter { $0.day < day }
    // The first scores are against the exercise's share, the later ones against the own.
    let settled =
      measure == .score ? sessions.dropFirst(AthleteBaseline.sessionsForRatios)[...] : sessions[...]
    var values: [(day: TrainingDay, value: Double)] = []
    var kind = ""
    for session in settled {
      let sets = session.sets.filter { $0.isWork && $0.shown != .none && $0.confidence >= .medium }
      guard let last = sets.last else { continue }
      // Values against another reference, band or unit are no part of the series, and a block is an
      // experiment of its own at another tempo.
      let block = past.block(of: exercise, on: session.day).map { " block \($0.day.number)" } ?? ""
      let own = last.kind(of: measure) + block
      if own != kind { values = [] }
      kind = own
      let ofDay = sets.filter { $0.kind(of: measure) + block == kind }
        .compactMap { $0.value(of: measure) }
      guard let value = measure == .strength ? ofDay.max() : Statistics.median(ofDay) else {
        continue
      }
      values.append((session.day, value))
    }
    self.init(measure, values)
  }

  /// As a message.
  package var message: Plateau {
    Plateau {
      $0.measure = measure
      $0.slopePercentPerSession = percent
      $0.ci90 = interval.map { Bounds($0.lowerBound, $0.upperBound) }
      $0.sessions = sessions
      $0.verdict = verdict
    }
  }
}

extension PastSet {
  /// The first target muscle.
  package var target: Muscle? { muscles.first { $0.role == .target } }

  /// A set in which somebody trained as usual.
  package var isWork: Bool { purpose == .training || purpose == .probe }

  /// Loads within 2.5 % are the same (science 4.10).
  package func hasLoad(of other: PastSet) -> Bool {
    guard let one = loadKg, let two = other.loadKg else { return loadKg == other.loadKg }
    return abs(one - two) <= 0.025 * max(one, two)
  }

  /// What values of a measure must have in common to be one series.
  fileprivate func kind(of measure: Plateau.Measure) -> String {
    let reference = target?.reference?.rawValue ?? ""
    switch measure {
    case .strength: return ""
    case .activationPerLoad: return reference + (loadOfMaximum == nil ? " kg" : " maximum")
    // The phase of the programme sets the band that the score is about.
    case .score: return "\(reference) \(phase ?? 0)"
    }
  }

  /// One of the measures that are followed over weeks; nil where the set can't tell it.
  func value(of measure: Plateau.Measure) -> Double? {
    switch measure {
    case .score: return score
    case .activationPerLoad:
      guard let level = target?.concentric, let load = loadOfMaximum ?? loadKg, load > 0 else {
        return nil
      }
      return level / load
    case .strength:
      // Epley: a repetition more is worth a thirtieth of the load; those left in reserve, by the
      // athlete's own word, count as done. Without that word sets aren't equally hard.
      guard let loadKg, let effort, counted >= 1, counted <= 12 else { return nil }
      return loadKg * (1 + (Double(counted) + 10 - effort) / 30)
    }
  }
}
