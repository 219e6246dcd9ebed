import SinewFeedback
import Testing

/// What remains of messages while less is shown.
@Suite struct WithholdingTests {
  private func message(_ body: FeedbackBody) -> FeedbackMessage {
    FeedbackMessage(envelope: Envelope(), body: body)
  }

  private var rep: FeedbackMessage {
    var rep = Rep()
    rep.rep = 3
    rep.details.score = 70
    rep.details.share = 0.6
    rep.details.muscles = [RepMuscle(muscle: "biceps", side: nil)]
    rep.details.tEnd = 12
    return message(.rep(rep))
  }

  @Test func `levels are for eyes that may see them live`() {
    let levels = message(.activation(Activation()))
    #expect(levels.withheld(by: .live) == levels)
    for show in [FeedbackShown.Show.rep, .summary, .none] {
      #expect(levels.withheld(by: show) == nil)
    }
  }

  @Test func `a repetition stays countable and says no more`() {
    #expect(rep.withheld(by: .rep) == rep)
    for show in [FeedbackShown.Show.summary, .none] {
      guard case .rep(let left)? = rep.withheld(by: show)?.body else {
        Issue.record("the repetition is gone")
        continue
      }
      #expect((left.rep, left.details.tEnd) == (3, 12))
      #expect(left.details.score == nil && left.details.share == nil)
      #expect(left.details.muscles == nil)
    }
  }

  @Test func `the summary of a hidden set is how many and how long`() {
    var ended = SetEnded()
    ended.summary.reps = SetSummary.Reps(counted: 8, valid: 8, partial: 0)
    ended.summary.score = Metric(70, n: 8, confidence: .high)
    let whole = message(.setEnded(ended))
    #expect(whole.withheld(by: .summary) == whole)
    guard case .setEnded(let left)? = whole.withheld(by: .none)?.body else {
      Issue.record("the end of the set is gone")
      return
    }
    #expect(left.summary.reps.counted == 8)
    #expect(left.summary.score == nil)
  }

  @Test func `verdicts and cues wait, everything else stays`() {
    #expect(message(.cue(Cue())).withheld(by: .none) == nil)
    #expect(message(.focusEffect(FocusEffect())).withheld(by: .none) == nil)
    #expect(message(.phase(PhaseStarted())).withheld(by: .none) != nil)
    #expect(message(.feedback(FeedbackShown())).withheld(by: .none) != nil)
    #expect(!Scope.coach.isWithheldFrom && Scope.own.isWithheldFrom)
  }
}
