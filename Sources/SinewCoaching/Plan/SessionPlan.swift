package import SinewFeedback

/// What somebody is to do in a session: exercises in order, each with its sets.
package struct SessionPlan: Sendable, Hashable {
  /// In order.
  package var items: [Item]
  /// Seconds of quiet imagination before each exercise; nil: none (science 4.17).
  package var imagerySeconds: Double?

  /// One exercise of a session.
  package struct Item: Sendable, Hashable {
    /// Catalogue id.
    package var exercise: String
    /// Work sets; one for each limb where one works at a time.
    package var sets: Int
    package var reps: ClosedRange<Int>?
    package var loadKg: Double?
    package var loadKind: LoadKind?
    /// Fraction of the one-repetition maximum, where no load is given.
    package var intensity: Double?
    package var tempo: Tempo?
    package var focus: Focus?
    /// Seconds between its sets.
    package var restSeconds: Double
    /// One limb after the other.
    package var isOneLimb: Bool
    /// A light drill of the target before it; its exercise (science 4.15).
    package var drill: String?

    package init(_ exercise: String, sets: Int) {
      self.exercise = exercise
      self.sets = sets
      restSeconds = SessionPlan.usualRest
      isOneLimb = false
    }
  }

  /// Rest where the plan says none: the two minutes that paired sets need (science 4.10).
  package static let usualRest = 120.0

  package init(items: [Item], imagerySeconds: Double? = nil) {
    self.items = items
    self.imagerySeconds = imagerySeconds
  }
}
