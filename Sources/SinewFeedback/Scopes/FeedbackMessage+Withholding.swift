extension FeedbackMessage {
  /// What a listener has of the message while so much is shown: the message, less of it, or nil.
  /// Withheld is what tells how well it goes; repetitions, phases and tempo stay, so that nobody
  /// loses count. For the scopes `screen` and `own` alone: coach, researcher and history get
  /// everything (science 4.13).
  package func withheld(by show: FeedbackShown.Show) -> FeedbackMessage? {
    switch body {
    case .activation, .onset, .offset, .hold: return show == .live ? self : nil
    case .rep(var rep):
      if show == .live || show == .rep { return self }
      rep.details.hideQuality()
      return FeedbackMessage(envelope: envelope, body: .rep(rep))
    case .repRevised(var revision):
      if show == .live || show == .rep { return self }
      revision.details.hideQuality()
      return FeedbackMessage(envelope: envelope, body: .repRevised(revision))
    case .setEnded(var ended):
      if show != .none { return self }
      ended.summary = SetSummary(countsOf: ended.summary)
      return FeedbackMessage(envelope: envelope, body: .setEnded(ended))
    case .setRevised(var revised):
      if show != .none { return self }
      revised.summary = revised.summary.map(SetSummary.init(countsOf:))
      return FeedbackMessage(envelope: envelope, body: .setRevised(revised))
    // Who wears the electrode can mend it, whatever is hidden.
    case .cue(let cue) where cue.cue == "signal_lost": return self
    case .cue, .cueOutcome, .symmetry, .order, .fatigue, .focusEffect, .loadAdvice, .lagging:
      return show == .none ? nil : self
    default: return self
    }
  }
}

extension Scope {
  /// True for those whose feedback fades.
  package var isWithheldFrom: Bool { self < .coach }
}

extension RepDetails {
  fileprivate mutating func hideQuality() {
    muscles = nil
    share = nil
    dominanceLog2 = nil
    order = nil
    score = nil
    parts = nil
    withheld = nil
  }
}

extension SetSummary {
  /// How many repetitions and how long they took, no more.
  fileprivate init(countsOf summary: SetSummary) {
    self.init()
    reps = summary.reps
    tempo = summary.tempo
  }
}
