/// What 100 % means for one muscle (science 1.8).
package struct ActivationReference: Sendable, Hashable {
  /// How it was measured.
  package let kind: Kind
  /// The level that is 100 %, in the unit of the stream; finite and above 0.
  package let value: Double
  /// The same in the estimator of the live envelope, whose mean of a rectified signal lies below
  /// the root mean square: both sides of a fraction must be estimated alike (science 1.4).
  package let envelopeValue: Double

  /// Mean of a rectified normal signal over its root mean square, sqrt(2 / pi).
  package static let rectifiedMean = 0.797_884_560_8

  /// The protocols of calibration.
  package enum Kind: String, CaseIterable, Sendable, Hashable, Codable {
    /// Maximal voluntary contraction.
    case mvc
    /// The athlete's own easy set: 100 % is "as usual", so muscles can't be compared by it.
    case refset
    /// The highest level of the session's calibration and warm-up. It hides a different share of
    /// the maximum for every muscle, so muscles can't be compared by it either.
    case taskmax

    /// True where levels of two muscles can be set against each other: both are shares of a
    /// maximum (CEDE amplitude matrix, Besomi 2020, by science 1.8; shares in MVC mode, 4.2).
    package var isMaximal: Bool { self == .mvc }
  }

  /// nil for a value that can't divide anything.
  ///
  /// - Parameter isRootMeanSquare: `value` is the root mean square of a raw signal; else it is taken
  ///   for both estimators as it stands, as a number that somebody wrote down is.
  package init?(kind: Kind, value: Double, isRootMeanSquare: Bool = false) {
    guard value.isFinite, value > 0 else { return nil }
    self.kind = kind
    self.value = value
    envelopeValue = isRootMeanSquare ? value * Self.rectifiedMean : value
  }
}
