import SinewFeedback
import Testing

@Suite struct ScopeTests {
  @Test func scopesAreOrdered() {
    #expect(Scope.screen < .own && Scope.own < .coach && Scope.coach < .raw)
  }

  @Test func aPublicScreenSeesNoKindThatIsPrivate() {
    let hidden: Set<FeedbackKind> = [
      .onset, .offset, .cueOutcome, .loadAdvice, .focusEffect, .symmetry, .order, .fatigue,
      .programme, .stage, .plateau, .lagging, .samples, .scan,
    ]
    #expect(Set(FeedbackKind.allCases.filter { $0.scope > .screen }) == hidden)
    for kind in hidden { #expect(FeedbackMessage.full(kind).seen(by: .screen) == nil) }
    #expect(FeedbackMessage.full(.samples).seen(by: .coach) == nil)
    #expect(FeedbackMessage.full(.scan).seen(by: .own) == nil)
    #expect(FeedbackMessage.full(.samples).seen(by: .raw) != nil)
  }

  @Test(arguments: FeedbackKind.allCases)
  func noPrivateFieldReachesAPublicScreen(_ kind: FeedbackKind) throws {
    let message = FeedbackMessage.full(kind)
    guard let seen = message.seen(by: .screen) else { return }
    let members = try JSONValue(parsing: seen.line(scope: .screen))
    var names: Set<String> = []
    func collect(_ value: JSONValue) {
      for (name, inner) in value.object?.members ?? [] {
        names.insert(name)
        collect(inner)
      }
      for inner in value.array ?? [] { collect(inner) }
    }
    collect(members)
    let secret: Set<String> = [
      "symmetry", "order", "lagging", "fatigue", "velocity_loss", "before", "after", "values",
    ]
    #expect(names.isDisjoint(with: secret), "\(names.intersection(secret))")
    if kind == .next { #expect(!names.contains("why")) }
  }

  @Test func everyWiderScopeSeesAtLeastAsMuch() {
    for kind in FeedbackKind.allCases {
      let lengths = Scope.allCases.sorted().map { scope in
        let message = FeedbackMessage.full(kind)
        return kind.scope <= scope ? message.line(scope: scope).utf8.count : 0
      }
      #expect(lengths == lengths.sorted(), "\(kind)")
    }
  }

  @Test func sidesAreMergedOnAPublicScreenUnlessTheAthleteAgreed() throws {
    func row(_ side: Side, _ level: Double, _ quality: Quality) -> MuscleLevel {
      MuscleLevel {
        ($0.muscle, $0.side, $0.level, $0.isActive, $0.quality) =
          ("biceps", side, level, side == .left, quality)
      }
    }
    let message = FeedbackMessage(
      envelope: Envelope(seq: 1),
      body: .activation(
        Activation { $0.muscles = [row(.left, 0.2, .good), row(.right, 0.4, .poor)] }))
    let line = message.seen(by: .screen)?.line(scope: .screen)
    #expect(
      line == #"{"kind":"activation","seq":1,"muscles":[{"muscle":"biceps","level":0.3000,"#
        + #""active":true,"quality":"poor"}]}"#)
    #expect(message.seen(by: .screen, sidesShown: true) == message)
    #expect(message.seen(by: .own) == message)
  }

  @Test func aCueCausedByAPrivateMetricStaysOffThePublicScreen() {
    func cue(_ metric: String) -> FeedbackMessage {
      let because = Cue.Because { $0.metric = metric }
      return FeedbackMessage(
        envelope: Envelope(seq: 1),
        body: .cue(Cue { ($0.cue, $0.text, $0.because) = ("c", "t", because) }))
    }
    #expect(cue("symmetry").seen(by: .screen) == nil)
    #expect(cue("order").seen(by: .screen) == nil)
    #expect(cue("symmetry").seen(by: .own) != nil)
    #expect(cue("tempo").seen(by: .screen) != nil)
  }

  @Test func painStaysOffThePublicScreen() {
    func mark(_ kind: Mark.MarkKind) -> FeedbackMessage {
      FeedbackMessage(envelope: Envelope(seq: 1), body: .mark(Mark { $0.mark = kind }))
    }
    #expect(mark(.pain).seen(by: .screen) == nil)
    #expect(mark(.pain).seen(by: .own) != nil)
    #expect(mark(.tactile).seen(by: .screen) != nil)
  }
}
