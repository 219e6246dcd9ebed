package import SinewFeedback

/// A message on its way into the history.
package struct HeardMessage: Sendable {
  package let message: FeedbackMessage
  /// What must be added to the message's instants for seconds of UTC since 1970, as it was when the
  /// message was sent.
  package let clock: Double

  package init(_ message: FeedbackMessage, clock: Double) {
    self.message = message
    self.clock = clock
  }

  /// When it happened, seconds of UTC.
  var at: Double { (message.envelope.tSignal ?? message.envelope.tEmit ?? 0) + clock }

  /// Whether the history keeps messages of this kind: what was done, said and decided. Levels,
  /// onsets and phases live on in the repetitions; raw samples in recordings.
  package static func isKept(_ kind: FeedbackKind) -> Bool {
    switch kind {
    case .setStarted, .rep, .repRevised, .setEnded, .setRevised, .hold, .cue, .cueOutcome,
      .imagery, .preActivation, .loadAdvice, .milestone, .syncMark, .mark, .focusEffect,
      .symmetry, .order, .fatigue, .programme, .stage, .plateau, .lagging:
      true
    default: false
    }
  }
}
