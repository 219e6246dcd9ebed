package import SinewFeedback

/// The target before and after a light drill of it. The difference is told, nothing is promised:
/// studies found more, less and no change (science 4.15, 5).
package struct PreActivationCheck: Sendable, Hashable {
  /// Catalogue id of the drill.
  package let drill: String
  /// The target.
  package let muscle: String
  /// Median concentric activation of the set of the main exercise before the drill.
  package let before: Double
  /// The same in the first set after it.
  package let after: Double
  /// Repetitions that both rest on.
  package let repetitions: Int
  package let confidence: Confidence

  /// Seconds from the drill to the set after it, at most (science 4.15).
  package static let reach = 600.0

  /// What the sets of one day tell: a set of the exercise, the drill, and a set of the same load
  /// within ten minutes; nil where one of them is missing.
  package init?(_ sets: [PastSet], exercise: String) {
    guard let drillIndex = sets.lastIndex(where: { $0.purpose == .drill }),
      let first = sets[..<drillIndex].last(where: { $0.exercise == exercise }),
      let second = sets[drillIndex...].first(where: { $0.exercise == exercise }),
      first.hasLoad(of: second), first.day == second.day,
      second.secondsSince1970 - sets[drillIndex].secondsSince1970 <= Self.reach,
      let one = first.target, let other = second.target, one.reference == other.reference,
      let before = one.concentric, let after = other.concentric, before > 0
    else { return nil }
    drill = sets[drillIndex].exercise
    muscle = one.muscle
    self.before = before
    self.after = after
    repetitions = min(first.valid, second.valid)
    confidence = min(first.confidence, second.confidence)
  }

  /// As a message.
  package var message: PreActivation {
    PreActivation {
      $0.step = .done
      $0.muscle = muscle
      $0.drill = drill
      $0.before = before
      $0.after = after
      $0.percent = 100 * (after / before - 1)
      $0.n = repetitions
      $0.confidence = confidence
    }
  }
}
