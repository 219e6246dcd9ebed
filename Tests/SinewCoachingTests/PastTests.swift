import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// What a set leaves behind, and what later sessions make of it.
@Suite struct PastTests {
  @Test(arguments: [
    (0, "1970-01-01"), (-1, "1969-12-31"), (19_782, "2024-02-29"), (20_787, "2026-11-30"),
    (11_016, "2000-02-29"), (47_540, "2100-02-28"), (47_541, "2100-03-01"),
  ])
  func `days have the dates of the calendar`(number: Int, text: String) {
    #expect(TrainingDay(number).text == text)
  }

  @Test func `weeks begin on Monday, and the gym's own clock makes the day`() {
    // 2026-11-30 is a Monday.
    #expect(TrainingDay(20_787).monday == TrainingDay(20_787))
    #expect(TrainingDay(20_793).monday == TrainingDay(20_787))
    #expect(TrainingDay(-3).monday == TrainingDay(-3))
    let late = 20_787 * 86_400.0 + 23.5 * 3600
    #expect(TrainingDay(secondsSince1970: late, utcOffsetSeconds: 0) == TrainingDay(20_787))
    #expect(TrainingDay(secondsSince1970: late, utcOffsetSeconds: 3600) == TrainingDay(20_788))
    #expect(TrainingDay(secondsSince1970: .nan, utcOffsetSeconds: 0) == nil)
  }

  private func curl(day: Int, past: AthletePast? = nil) throws -> StationSetup {
    var setup = try Bench.curl()
    setup.calendar = TrainingCalendar(
      instant: .zero, secondsSince1970: Double(day) * 86_400 + 36_000)
    setup.past = past
    setup.loadKg = 12
    return setup
  }

  @Test func `a set that is over is handed out once, with its numbers`() throws {
    var coach = Bench.coach(try curl(day: 20_787), firstSet: 7)
    _ = Bench.say(&coach, Bench.series(6))
    let begun = coach.takeNewPast()
    #expect(begun.sets.isEmpty)
    #expect(begun.programme.map(\.phase) == [1], "the programme begins with the first set")
    _ = coach.endSet(why: .coach, at: MonotonicTime(seconds: 60))
    let past = coach.takeNewPast()
    let set = try #require(past.sets.first)
    #expect(past.sets.count == 1)
    #expect(set.number == 7)
    #expect(set.day == TrainingDay(20_787))
    #expect(set.exercise == "biceps_curl")
    #expect((set.counted, set.valid) == (6, 6))
    #expect(abs((set.share ?? 0) - 0.8) < 1e-6)
    #expect(abs((set.earlyTarget ?? 0) - 0.6) < 1e-6)
    #expect(set.muscles.map(\.muscle) == ["biceps", "deltoid_anterior"])
    #expect(set.muscles.first?.reference == .mvc)
    #expect(coach.takeNewPast().isEmpty)
  }

  @Test func `without a calendar nothing is remembered`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(6))
    _ = coach.endSet(why: .coach, at: MonotonicTime(seconds: 60))
    #expect(coach.takeNewPast().isEmpty)
  }

  private func session(_ day: Int, share: Double, deltoid: Double = 0.2) -> PastSet {
    var set = PastSet(
      number: day, secondsSince1970: Double(day) * 86_400, day: TrainingDay(day),
      exercise: "biceps_curl")
    set.loadKg = 12
    set.confidence = .high
    set.share = share
    set.muscles = [
      PastSet.Muscle(muscle: "biceps", role: .target, reference: .mvc, concentric: 0.6),
      PastSet.Muscle(
        muscle: "deltoid_anterior", role: .compensator, reference: .mvc, concentric: deltoid),
    ]
    return set
  }

  @Test func `the baseline is the median of earlier sessions at about this load`() throws {
    var past = AthletePast()
    past.sets = [(1, 0.7), (2, 0.8), (3, 0.75), (9, 0.1)].map { session($0.0, share: $0.1) }
    past.sets.append(session(4, share: 0.2))
    past.sets[4].loadKg = 30
    past.sets.append(session(5, share: 0.2))
    past.sets[5].confidence = .low
    let baseline = try #require(
      AthleteBaseline(past, exercise: "biceps_curl", loadKg: 12.5, before: TrainingDay(9)))
    #expect(baseline.sessions == 3)
    #expect(baseline.share == 0.75)
    // 0.6 over 0.2, lowered so far that days that scatter are no news: 3 exp(-0.5196) / 0.75.
    let usual = try #require(baseline.ratios[MusclePair("biceps", "deltoid_anterior")])
    #expect(abs(0.75 * usual - 3 * 0.5947) < 0.001)
    #expect(
      AthleteBaseline(past, exercise: "biceps_curl", loadKg: 12, before: TrainingDay(1)) == nil)
  }

  @Test func `the maximum makes a fraction of the load`() throws {
    var past = AthletePast()
    past.maxima["biceps_curl"] = OneRepetitionMaximum(
      kilograms: 24, source: .tested, day: TrainingDay(1))
    #expect(past.loadOfMaximum(12, in: "biceps_curl") == 0.5)
    #expect(past.loadOfMaximum(12, in: "back_squat") == nil)
    #expect(OneRepetitionMaximum(kilograms: 0, source: .told, day: TrainingDay(1)) == nil)
    var coach = Bench.coach(try curl(day: 5, past: past))
    _ = Bench.say(&coach, Bench.series(5))
    _ = coach.endSet(why: .coach, at: MonotonicTime(seconds: 60))
    #expect(coach.takeNewPast().sets.first?.loadOfMaximum == 0.5)
  }
}
