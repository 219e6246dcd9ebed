import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// How much is shown, by stage, probe, trial and silence.
@Suite struct GuidanceTests {
  private func setup(_ past: AthletePast, day: Int) throws -> StationSetup {
    var setup = try Bench.curl()
    setup.calendar = TrainingCalendar(
      instant: .zero, secondsSince1970: Double(day) * 86_400 + 36_000)
    setup.past = past
    return setup
  }

  /// Sessions every third day with a probe in each third.
  private func past(_ sessions: Int, score: Double, probe: Double) -> AthletePast {
    var past = AthletePast()
    for index in 0..<sessions {
      for isProbe in index % 3 == 2 ? [true, false] : [false] {
        var set = PastSet(
          number: past.sets.count, secondsSince1970: 0, day: TrainingDay(100 + 3 * index),
          exercise: "biceps_curl")
        set.purpose = isProbe ? .probe : .training
        set.shown = isProbe ? .none : .live
        set.score = isProbe ? probe : score
        set.scoreVariation = 0.1
        past.sets.append(set)
      }
    }
    return past
  }

  private func shown(_ messages: [FeedbackMessage]) -> [String] {
    messages.compactMap {
      guard case .feedback(let feedback) = $0.body else { return nil }
      return feedback.show.rawValue + (feedback.why.map { " " + $0.rawValue } ?? "")
    }
  }

  private func train(_ coach: inout Coach, _ repetitions: Int) -> [FeedbackMessage] {
    Bench.say(&coach, Bench.series(repetitions))
      + coach.endSet(why: .coach, at: MonotonicTime(seconds: 200))
  }

  @Test func `beginners see everything and are told nothing about it`() throws {
    var coach = Bench.coach(try setup(AthletePast(), day: 200))
    #expect(shown(train(&coach, 4)) == [])
  }

  @Test func `the second stage sees every second repetition and the summary`() throws {
    var coach = Bench.coach(try setup(past(7, score: 80, probe: 70), day: 120))
    #expect(
      shown(train(&coach, 4)) == [
        "summary stage", "rep stage", "summary stage", "rep stage", "summary stage",
        "summary stage",
      ])
  }

  @Test func `the last stage sees the summary alone and hears no word about muscles`() throws {
    var coach = Bench.coach(try setup(past(12, score: 80, probe: 79), day: 136))
    let said =
      Bench.say(&coach, Bench.series(8) { _, repetition in repetition.outRMS[1] = 50 })
    #expect(shown(said) == ["summary stage"])
    #expect(said.cues.allSatisfy { $0.focus != .internal })
  }

  @Test func `a probe is hidden, silent and explained, and the past knows it`() throws {
    var coach = Bench.coach(try setup(past(12, score: 80, probe: 79), day: 145))
    var said = Bench.say(&coach, Bench.series(8) { _, repetition in repetition.outRMS[1] = 50 })
    #expect(said.cues.isEmpty)
    said += coach.endSet(why: .coach, at: MonotonicTime(seconds: 200))
    #expect(shown(said) == ["none probe", "summary stage"])
    let ended = said.firstIndex { $0.kind == .setEnded } ?? 0
    let after = said.lastIndex { $0.kind == .feedback } ?? 0
    #expect(ended < after, "the summary of a probe is hidden too")
    #expect(said.contains { if case .stage = $0.body { true } else { false } })
    let set = coach.takeNewPast().sets.first
    #expect((set?.purpose, set?.shown) == (.probe, FeedbackShown.Show.none))
    // The next set of the day is no probe.
    #expect(shown(train(&coach, 1)) == [])
  }

  @Test func `paired sets are hidden and give an effect`() throws {
    var setup = try setup(AthletePast(), day: 200)
    setup.purpose = .focusTrial
    setup.focus = .internal
    var coach = Bench.coach(setup)
    let said = train(&coach, 7)
    #expect(shown(said) == ["none focus_trial", "live"])
    let effect = said.compactMap { message -> FocusEffect? in
      if case .focusEffect(let effect) = message.body { effect } else { nil }
    }
    #expect(effect.map(\.verdict) == [.notYetKnown])
    #expect(effect.first?.muscle == "biceps")
  }

  @Test func `silence works at any time and ends`() throws {
    var coach = Bench.coach(try Bench.curl())
    #expect(shown(coach.silence(true, at: .zero)) == ["none silence"])
    let said = Bench.say(
      &coach, Bench.series(8) { _, repetition in repetition.outRMS[1] = 50 })
    #expect(said.cues.isEmpty)
    #expect(shown(coach.silence(false, at: MonotonicTime(seconds: 90))) == ["live"])
  }

  @Test func `pain ends the set and all advice, and is recorded`() throws {
    var coach = Bench.coach(try setup(AthletePast(), day: 200))
    _ = Bench.say(&coach, Bench.series(5))
    #expect(coach.notePain(2, at: MonotonicTime(seconds: 50)) == [])
    let said = coach.notePain(3, at: MonotonicTime(seconds: 50))
    #expect(said.kinds == ["set.ended"])
    #expect(said.ended?.why == "athlete", "a public screen learns nothing of pain")
    #expect(coach.takeNewPast().sets.map(\.wasPainful) == [true])
    let later = Bench.say(
      &coach, Bench.series(8, from: 100) { _, repetition in repetition.outRMS[1] = 50 })
    #expect(later.cues.isEmpty)
  }

  @Test func `effort is added to the set and comes out again`() throws {
    var coach = Bench.coach(try setup(AthletePast(), day: 200))
    _ = train(&coach, 5)
    #expect(coach.takeNewPast().sets.map(\.effort) == [nil])
    coach.noteEffort(7.5)
    coach.noteEffort(11)
    #expect(coach.takeNewPast().sets.map(\.effort) == [7.5])
  }
}
