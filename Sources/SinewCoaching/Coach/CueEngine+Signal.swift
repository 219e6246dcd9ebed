internal import SinewFeedback
internal import SinewSignal

/// What comes first and what comes last: a signal that is gone, and praise (science 4.16).
extension CueEngine {
  /// A muscle of the running set is no longer measured. It is said at once, whatever else was said,
  /// and once a set: what is not measured is not guessed at, and nobody should wonder why.
  mutating func loss(_ change: QualityChange, in set: TrainingSet) -> Cue? {
    guard change.quality == .off, let slot = set.setup.muscle(slot: Int(change.slot)),
      slot.role != .other, lost.insert(slot.slot).inserted
    else { return nil }
    return Cue { body in
      body.cue = "signal_lost"
      body.text = Self.lostText.text(set.setup.lang)
      body.muscle = slot.muscle
      body.side = slot.side
      body.because = Cue.Because { $0.metric = "signal_lost" }
    }
  }

  /// Words for a cue that worked, where there is nothing else to say. Without a cue before it there
  /// is none: praise for nothing would be noise.
  mutating func praise(
    _ set: TrainingSet, _ voice: Guidance.Voice, at time: MonotonicTime
  ) -> Cue? {
    guard let outcome = earned, !hasPraised, voice == .all, maySpeak(set, at: time) else {
      return nil
    }
    earned = nil
    hasPraised = true
    noteSaid(after: set, at: time)
    return Cue { body in
      body.cue = "praise"
      body.text = Self.praiseText.text(set.setup.lang)
      body.muscle = outcome.muscle
      body.side = outcome.side
      // The metric of the cue that worked: what may not be read from one may not from the other.
      body.because = outcome.because
    }
  }

  private static let lostText = LocalizedText(
    en: "The signal is gone: press the electrode on",
    de: "Das Signal ist weg: drück die Elektrode an")
  private static let praiseText = LocalizedText(
    en: "That's it, keep it", de: "Genau so, bleib dabei")
}
