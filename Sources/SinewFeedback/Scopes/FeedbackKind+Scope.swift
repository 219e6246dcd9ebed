extension FeedbackKind {
  /// The narrowest scope that sees messages of this kind. On a public screen: nothing from which
  /// symmetry, order, the lagging side or health could be read, so no onsets either.
  package var scope: Scope {
    switch self {
    case .onset, .offset, .cueOutcome, .loadAdvice, .focusEffect, .symmetry, .order, .fatigue,
      .programme, .stage, .plateau, .lagging:
      .own
    case .scan:
      .coach
    case .samples:
      .raw
    default: .screen
    }
  }
}
