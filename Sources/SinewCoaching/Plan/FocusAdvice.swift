package import SinewFeedback

/// Where to put attention in a set that nobody has decided it for (science 4.10).
package enum FocusAdvice {
  /// Where internal focus still works: up to this part of the maximum, and none from `heavy` on
  /// (Calatayud 2016, science 5).
  package static let light = 0.60
  package static let heavy = 0.80

  /// - Parameters:
  ///   - phase: Of the programme, 1...5; nil: none.
  ///   - part: The load as a fraction of the maximum; nil: unknown.
  ///   - own: What a trial found of this athlete in this exercise; it overrules the rest.
  /// - Returns: nil where nothing speaks for either.
  package static func focus(
    phase: Int?, loadOfMaximum part: Double?, isExplosive: Bool, stage: LearningStage.Stage?,
    own: FocusEffect.Verdict?
  ) -> Focus? {
    if own == .lowers { return .external }
    if isExplosive || part ?? 0 >= heavy { return .external }
    if own == .raises { return .internal }
    if stage == .autonomous { return .external }
    guard let phase else { return nil }
    if phase == 4 { return .external }
    return part ?? 0 <= light ? .internal : nil
  }
}
