internal import SinewFeedback
internal import SinewSignal

/// How much the athlete sees and hears just now: less as the exercise is learnt, nothing in probes
/// and focus trials (science 4.13, 4.10).
///
/// What is shown while somebody learns carries them, and what they can do breaks down when it is
/// taken away at once: so it fades.
struct Guidance: Sendable {
  /// What may be said.
  enum Voice: Sendable {
    case all
    /// The last stage keeps the pattern without attention on the muscle.
    case externalOnly
    case none
  }

  private(set) var stage = LearningStage.Stage.cognitive
  /// Said last; nothing said means that all is shown.
  private(set) var told = FeedbackShown()
  /// Somebody asked for silence.
  private(set) var isSilent = false
  private var purpose = PastSet.Purpose.training

  /// What may be said in the running set.
  var voice: Voice {
    if isSilent || isHidden { return .none }
    return stage == .autonomous ? .externalOnly : .all
  }

  private var isHidden: Bool { purpose == .probe || purpose == .focusTrial }

  /// A set begins.
  mutating func begin(stage: LearningStage.Stage, purpose: PastSet.Purpose, lang: String)
    -> FeedbackShown?
  {
    self.stage = stage
    self.purpose = purpose
    return tell(atRepetition: 0, lang)
  }

  /// A repetition with this number in its set has been told; what of the next one?
  mutating func note(repetition: Int, lang: String) -> FeedbackShown? {
    tell(atRepetition: repetition, lang)
  }

  /// The set is over: what to say before its summary, and what after.
  mutating func end(lang: String) -> (before: FeedbackShown?, after: FeedbackShown?) {
    let before = isHidden || isSilent ? nil : tell(ended(), lang)
    purpose = .training
    return (before, isSilent ? nil : tell(ended(), lang))
  }

  /// Silence from now on, or its end.
  mutating func silence(_ isWanted: Bool, inSet: Bool, lang: String) -> FeedbackShown? {
    isSilent = isWanted
    return inSet
      ? tell(atRepetition: 0, lang) : tell(isWanted ? shown(.none, .silence) : ended(), lang)
  }

  private mutating func tell(atRepetition repetition: Int, _ lang: String) -> FeedbackShown? {
    tell(shown(after: repetition), lang)
  }

  /// Says what is new, with its reason.
  private mutating func tell(_ shown: FeedbackShown, _ lang: String) -> FeedbackShown? {
    var shown = shown
    shown.text = shown.why.map { Self.reason($0).text(lang) }
    guard shown != told else { return nil }
    told = shown
    return shown
  }

  private func shown(after repetition: Int) -> FeedbackShown {
    if isSilent { return shown(.none, .silence, until: .request) }
    if purpose == .probe { return shown(.none, .probe, until: .setEnd) }
    if purpose == .focusTrial { return shown(.none, .focusTrial, until: .setEnd) }
    switch stage {
    case .cognitive: return FeedbackShown()
    case .associative:
      // Every second repetition; cues are heard after each.
      return shown(repetition.isMultiple(of: 2) ? .summary : .rep, .stage, until: .rep)
    case .autonomous: return shown(.summary, .stage, until: .session)
    }
  }

  private func ended() -> FeedbackShown {
    stage == .cognitive ? FeedbackShown() : shown(.summary, .stage, until: .session)
  }

  private func shown(
    _ show: FeedbackShown.Show, _ why: FeedbackShown.Why, until: FeedbackShown.Until = .request
  ) -> FeedbackShown {
    FeedbackShown {
      $0.show = show
      $0.why = why
      $0.until = until
    }
  }

  private static func reason(_ why: FeedbackShown.Why) -> LocalizedText {
    switch why {
    case .stage:
      LocalizedText(
        en: "Less is shown the better you know it",
        de: "Je besser du es kannst, desto weniger zeigt sich")
    case .probe:
      LocalizedText(
        en: "Once a week without the screen: what has stayed?",
        de: "Einmal die Woche ohne Anzeige: Was ist geblieben?")
    case .focusTrial:
      LocalizedText(
        en: "Hidden, so that only your attention makes the difference",
        de: "Verborgen, damit nur deine Aufmerksamkeit den Unterschied macht")
    case .silence: LocalizedText(en: "Silence was asked for", de: "Um Ruhe wurde gebeten")
    }
  }
}
