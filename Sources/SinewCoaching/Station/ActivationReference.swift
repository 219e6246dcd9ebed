/// What 100 % means for one muscle (science 1.8).
package struct ActivationReference: Sendable, Hashable {
  /// How it was measured.
  package let kind: Kind
  /// The level that is 100 %, in the unit of the stream; finite and above 0.
  package let value: Double

  /// The protocols of calibration.
  package enum Kind: String, CaseIterable, Sendable, Hashable, Codable {
    /// Maximal voluntary contraction.
    case mvc
    /// The athlete's own easy set: 100 % is "as usual", so muscles can't be compared by it.
    case refset
    /// The highest level of the session's calibration and warm-up.
    case taskmax

    /// True where levels of two muscles can be set against each other: both are shares of a
    /// maximum (CEDE amplitude matrix, Besomi 2020, by science 1.8).
    package var isMaximal: Bool { self != .refset }
  }

  /// nil for a value that can't divide anything.
  package init?(kind: Kind, value: Double) {
    guard value.isFinite, value > 0 else { return nil }
    self.kind = kind
    self.value = value
  }
}
