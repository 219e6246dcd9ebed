/// All that the coach knows of one athlete from earlier sessions, in the order in which it happened.
///
/// Given to a coach with the set-up at sign-in; what it then adds comes out of
/// `Coach.takeNewPast()` in the same form, for whoever keeps the history.
package struct AthletePast: Sendable, Hashable, Codable {
  /// Oldest first.
  package var sets: [PastSet] = []
  /// Oldest first; the last one holds.
  package var programme: [ProgrammeDecision] = []
  /// By exercise.
  package var maxima: [String: OneRepetitionMaximum] = [:]
  /// Experiments that were agreed to, oldest first; nil: none.
  package var blocks: [IntentBlock]?

  package init() {}

  /// True when it says nothing.
  package var isEmpty: Bool {
    sets.isEmpty && programme.isEmpty && maxima.isEmpty && blocks?.isEmpty ?? true
  }

  /// Adds what came later.
  package mutating func append(_ later: AthletePast) {
    sets += later.sets
    programme += later.programme
    maxima.merge(later.maxima) { $1 }
    if let new = later.blocks { blocks = (blocks ?? []) + new }
  }

  /// The sets of one exercise by day, oldest first.
  package func sessions(of exercise: String) -> [PastSession] {
    PastSession.sessions(sets.filter { $0.exercise == exercise })
  }

  /// The load as a fraction of the athlete's maximum in this exercise; nil where either is unknown.
  package func loadOfMaximum(_ loadKg: Double?, in exercise: String?) -> Double? {
    guard let loadKg, let exercise, let maximum = maxima[exercise] else { return nil }
    return loadKg / maximum.kilograms
  }
}

/// What one athlete did on one day.
package struct PastSession: Sendable, Hashable {
  package let day: TrainingDay
  /// In order.
  package var sets: [PastSet]

  /// Sets by day, oldest first.
  static func sessions(_ sets: [PastSet]) -> [PastSession] {
    var sessions: [PastSession] = []
    for set in sets.sorted(by: { ($0.day, $0.number) < ($1.day, $1.number) }) {
      if sessions.last?.day == set.day {
        sessions[sessions.count - 1].sets.append(set)
      } else {
        sessions.append(PastSession(day: set.day, sets: [set]))
      }
    }
    return sessions
  }
}
