internal import SinewFeedback

/// What earlier days tell about one exercise, to set today against: what one day shows alone may be
/// where its electrodes sit.
struct EarlierDays: Sendable {
  private let sessions: [PastSession]

  /// - Parameter day: Today; nil: nobody knows, and then there is nothing to set it against.
  init(_ past: AthletePast, exercise: String, before day: TrainingDay?) {
    guard let day else {
      sessions = []
      return
    }
    sessions = PastSession.sessions(
      past.sets.filter {
        $0.exercise == exercise && $0.day < day && $0.confidence >= .medium
      })
  }

  /// The median symmetry index of each day, oldest first.
  func symmetries(of muscle: String) -> [Double] {
    sessions.compactMap { session in
      Statistics.median(session.sets.compactMap { $0.symmetries?[muscle] })
    }
  }

  /// How the latest days with an order of firing stood to the athlete's own, oldest first; nil where
  /// there is nothing to set today against.
  func orders(template: FiringTemplate?) -> [OrderVerdict.Verdict]? {
    guard let template else { return nil }
    let sets = sessions.compactMap { session in session.sets.last { !$0.firing.isEmpty } }
    return sets.isEmpty
      ? nil
      : sets.suffix(OrderOfSet.days - 1).map { OrderOfSet.verdict($0, template: template) }
  }
}
