import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

@Suite struct ScoreTests {
  /// A curl whose biceps should reach 40 % of its maximum.
  private func curl(band: ClosedRange<Double>? = 0.4...0.8) throws -> StationSetup {
    var setup = try Bench.curl()
    setup.muscles = setup.muscles.map { slot in
      MuscleSlot(
        slot: slot.slot, muscle: slot.muscle, side: slot.side, role: slot.role,
        reference: slot.reference, band: slot.role == .target ? band : nil)
    }
    return setup
  }

  @Test func `a score is the weighted mean of the parts that are there`() {
    var score = ConnectionScore()
    score.activation = 1
    score.share = 0.5
    #expect(score.value == nil)
    score.tempo = 0
    // (0.30 * 1 + 0.25 * 0.5 + 0.15 * 0) / 0.70
    #expect(abs((score.value ?? 0) - 100 * 0.425 / 0.70) < 1e-9)
    score.peak = 1
    score.consistency = 0.2
    score.symmetry = 0
    #expect(abs((score.value ?? 0) - 100 * (0.425 + 0.10 + 0.02)) < 1e-9)
    #expect(abs(ConnectionScore.weights.reduce(0, +) - 1) < 1e-12)
  }

  @Test func `parts of six tenths are enough, less are not`() {
    var score = ConnectionScore()
    score.share = 1
    score.tempo = 1
    score.peak = 1
    #expect(score.value == nil)
    score.consistency = 1
    #expect(score.value == 100)
  }

  /// Worked by hand: biceps 30 % of a band from 40 %: (0.30 - 0.20) / 0.20 = 0.5. Shoulder 20 %:
  /// share 0.6, above 0.55: 1. Tempo 3-0-1-1: 2 s for 3 is 1 / 1.5 off, 1.4 s for 1 is 0.4 / 0.8
  /// off, the pause on top is right: 1 - (0.6667 + 0.5 + 0) / 3 = 0.6111.
  @Test func `a repetition carries its score with all parts`() throws {
    let numbers = RepetitionNumbers(
      repetition: Bench.repetition(
        1, at: 10, concentric: 1.4, top: 1, eccentric: 2, biceps: 30, shoulder: 20),
      setup: try curl())
    let details = numbers.details(lang: "en")
    #expect(abs((details.parts?.activation ?? 0) - 0.5) < 1e-6)
    #expect(abs((details.parts?.share ?? 0) - 1) < 1e-6)
    #expect(abs((details.parts?.tempo ?? 0) - 0.611111) < 1e-5)
    #expect(details.parts?.peak == nil && details.parts?.symmetry == nil)
    let expected = 100 * (0.30 * 0.5 + 0.25 + 0.15 * 0.611111) / 0.70
    #expect(abs((details.score ?? 0) - expected) < 1e-3)
    #expect(details.withheld?.contains { $0.metric == "score" } == false)
  }

  @Test func `more than the band asks for earns nothing`() throws {
    func score(_ biceps: Float) throws -> Double? {
      RepetitionNumbers(
        repetition: Bench.repetition(1, at: 10, biceps: biceps, shoulder: 1), setup: try curl()
      ).details(lang: "en").score
    }
    #expect(try score(40) == score(400))
    #expect(try score(40) ?? 0 > score(30) ?? 100)
  }

  @Test func `the athlete's own share takes the place of the usual one`() throws {
    var setup = try curl()
    setup.baseline = AthleteBaseline(sessions: 3, share: 0.60)
    let numbers = RepetitionNumbers(
      repetition: Bench.repetition(1, at: 10, biceps: 30, shoulder: 20), setup: setup)
    #expect(abs((numbers.details(lang: "en").parts?.share ?? 0) - 0.5) < 1e-6)
  }

  @Test func `a score is withheld with its reason`() throws {
    func reason(_ setup: StationSetup, _ change: (inout Repetition) -> Void = { _ in }) -> String? {
      var repetition = Bench.repetition(1, at: 10)
      change(&repetition)
      let numbers = RepetitionNumbers(repetition: repetition, setup: setup)
      return numbers.withheld.last { $0.metric == "score" }?.reason.rawValue
    }
    #expect(reason(try curl()) == nil)
    #expect(reason(try curl(band: nil)) == "too_few_parts")
    #expect(reason(try Bench.curl(reference: nil)) == "no_reference")
    #expect(reason(StationSetup(station: "r")) == "no_emg")
    #expect(reason(try curl()) { $0.isPartial = true } == "partial_repetition")
    #expect(reason(try curl()) { $0.isIncomplete = true } == "incomplete_data")
    #expect(reason(try curl()) { $0.slots = 0b10 } == "poor_signal")
    #expect(reason(try curl()) { $0.firstPhase = .out } == "phase_unknown")
  }

  @Test func `a set has the median of each part and its consistency`() throws {
    var coach = Bench.coach(try curl())
    _ = Bench.say(
      &coach,
      Bench.series(8) { index, repetition in
        repetition.outRMS[0] = index.isMultiple(of: 2) ? 33 : 27
        repetition.outRMS[1] = 20
      })
    let summary = try #require(
      coach.endSet(why: .coach, at: MonotonicTime(seconds: 900)).ended
    ).summary
    // Medians: levels of 0.27 and 0.33 give parts of 0.35 and 0.65.
    #expect(abs((summary.parts?.activation ?? 0) - 0.5) < 1e-5)
    // CV: residuals of +-3 about 30 with n - 1 and the Theil-Sen line through them.
    let cv = try #require(summary.consistency?.value)
    #expect(abs((summary.parts?.consistency ?? 0) - (0.30 - cv) / 0.20) < 1e-9)
    #expect(summary.score?.n == 8)
    let value = try #require(summary.score?.value)
    #expect((0...100).contains(value))
  }

  @Test func `a set without references has no score and says why`() throws {
    var coach = Bench.coach(try Bench.curl(reference: nil))
    _ = Bench.say(&coach, Bench.series(5))
    let end = coach.endSet(why: .coach, at: MonotonicTime(seconds: 900)).ended
    #expect(end?.summary.score?.why == "no_reference")
    #expect(end?.summary.parts == nil)
    #expect(end?.summary.fatigue?.why == "no_spectrum")
    #expect(end?.summary.symmetry?.why == "one_side")
    #expect(end?.summary.steadiness?.why == "no_hold")
  }
}
