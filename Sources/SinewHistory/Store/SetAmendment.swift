package import SinewFeedback

/// What a set was, said after the fact; absent stays as it is.
package struct SetAmendment: Sendable, Equatable {
  package var exercise: String?
  package var loadKg: Double?
  package var loadKind: LoadKind?
  package var focus: Focus?
  package var isWarmUp: Bool?
  /// Rating of perceived exertion, 1...10.
  package var rpe: Double?

  package init() {}
}
