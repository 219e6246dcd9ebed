import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// Envelopes of straight lines whose means can be worked out by hand.
@Suite struct EnvelopeTests {
  /// The numbers of one repetition: 1 s concentric, 1 s on top, 3 s back, from second 10.
  private func numbers(
    _ setup: StationSetup, _ change: (inout Repetition) -> Void = { _ in },
    levels: @escaping (Int, Double) -> Double
  ) throws -> RepetitionNumbers {
    var coach = Bench.coach(setup)
    _ = Bench.say(&coach, Bench.ticks(from: 8, to: 16, levels))
    var repetition = Bench.repetition(1, at: 10)
    change(&repetition)
    return try #require(coach.observe(.repetition(repetition)).numbers)
  }

  private func lines(_ corners: [[(Double, Double)]]) -> (Int, Double) -> Double {
    { slot, time in slot < corners.count ? Bench.line(corners[slot], at: time) : 0 }
  }

  @Test func `a squeeze at the end has a peak index near one`() throws {
    // 62 to 80 before the end and 80 after it: 75.5 of 80.
    let numbers = try numbers(
      try Bench.curl(), levels: lines([[(10, 20), (11, 80), (12, 80), (15, 20)]]))
    #expect(abs((numbers.muscle("biceps")?.envelope?.peakIndex ?? 0) - 75.5 / 80) < 1e-5)
  }

  @Test func `a muscle that fades before the end has a low one`() throws {
    // 58 to 40 before the end and 40 after it: 44.5; the highest 0.6 s are 100 to 64: 82.
    let numbers = try numbers(
      try Bench.curl(), levels: lines([[(9.5, 10), (10, 100), (11, 40), (15, 40)]]))
    let index = try #require(numbers.muscle("biceps")?.envelope?.peakIndex)
    #expect(abs(index - 44.5 / 82) < 1e-4)
  }

  @Test func `the level on top is in the unit of the repetition`() throws {
    // Mean of the concentric phase 50, its RMS 0.6 of the maximum: 80 on top are 0.96.
    let numbers = try numbers(
      try Bench.curl(), levels: lines([[(10, 20), (11, 80), (12, 80), (15, 20)]]))
    #expect(abs((numbers.muscle("biceps")?.envelope?.contracted ?? 0) - 0.96) < 1e-5)
    #expect(numbers.muscle("biceps")?.envelope?.stretched == nil)
  }

  @Test func `the pause below, and the pause on top after the repetition`() throws {
    let setup = StationSetup(
      station: "r", exercise: try Bench.exercise("paused_romanian_deadlift"),
      muscles: [
        MuscleSlot(
          slot: 0, muscle: "gluteus_maximus", role: .target,
          reference: ActivationReference(kind: .mvc, value: 100))
      ])
    // Down 10 to 13, below to 15, up to 16, on top for 1 s, the next from 17.
    func shaped(_ id: UInt32, _ start: Double) -> Finding {
      var repetition = Bench.repetition(
        id, at: start, concentric: 3, top: 2, eccentric: 1, first: .eccentric)
      repetition.backRMS[0] = 60
      return .repetition(repetition)
    }
    let level = lines([[(13, 10), (15, 10), (15.5, 60), (16.5, 60), (18, 60)]])
    var coach = Bench.coach(setup)
    _ = Bench.say(&coach, Bench.ticks(from: 8, to: 16.2, level))
    let first = try #require(coach.observe(shaped(1, 10)).numbers)
    let glutes = try #require(first.muscle("gluteus_maximus"))
    // Concentric mean 47.5 stands for 0.6: below 10 * 0.6 / 47.5.
    #expect(abs((glutes.envelope?.stretched ?? 0) - 10 * 0.6 / 47.5) < 1e-5)
    #expect(glutes.envelope?.contracted == nil)
    // The pause on top shows when the next repetition begins.
    _ = Bench.say(&coach, Bench.ticks(from: 16.25, to: 22, level))
    _ = coach.observe(shaped(2, 17))
    let summary = coach.endSet(why: .coach, at: MonotonicTime(seconds: 30)).ended?.summary
    #expect(summary?.tempo?.contractedS == 1)
  }

  @Test func `the order is told by half of each rise`() throws {
    // Shoulder from 9.7 to 10.0, half at 9.85; biceps from 9.95 to 10.25, half at 10.10.
    let numbers = try numbers(
      try Bench.curl(),
      levels: lines([
        [(9.95, 10), (10.25, 60), (16, 60)], [(9.7, 5), (10.0, 30), (16, 30)],
      ]))
    #expect(numbers.firing.map(\.slot.muscle) == ["deltoid_anterior", "biceps"])
    #expect(abs(numbers.firing[0].milliseconds + 150) < 0.01)
    #expect(abs(numbers.firing[1].milliseconds - 100) < 0.01)
    let order = try #require(numbers.details(lang: "en").order)
    #expect(order.map(\.uncertaintyMs) == [50, 50])
    #expect(order.first?.side == .left)
  }

  @Test func `a muscle that does not rise has no moment, and one alone no order`() throws {
    let flat = try numbers(
      try Bench.curl(), levels: lines([[(9.95, 10), (10.25, 60)], [(9, 30), (16, 40)]]))
    #expect(flat.firing.isEmpty)
    #expect(flat.withheld.contains(WithheldMetric("order", .noRise)))
    var single = try Bench.curl()
    single.muscles.removeLast()
    let alone = try numbers(single, levels: lines([[(9.95, 10), (10.25, 60)]]))
    #expect(alone.withheld.contains(WithheldMetric("order", .oneMuscle)))
  }

  @Test func `a burst before the movement is seen`() throws {
    // 0.3 s at 90 a while before; concentric mean 60 stands for 0.6.
    let numbers = try numbers(
      try Bench.curl(),
      levels: lines([
        [(9.25, 5), (9.3, 90), (9.6, 90), (9.65, 5), (9.95, 5), (10, 60), (16, 60)]
      ]))
    #expect(abs((numbers.muscle("biceps")?.envelope?.burstBefore ?? 0) - 0.9) < 1e-5)
  }

  @Test func `levels that are missing withhold what rests on them`() throws {
    let numbers = RepetitionNumbers(
      repetition: Bench.repetition(1, at: 10), setup: try Bench.curl())
    #expect(numbers.muscle("biceps")?.envelope == nil)
    #expect(numbers.withheld.contains(WithheldMetric("order", .incompleteData)))
    let torn = try self.numbers(try Bench.curl(), { $0.isIncomplete = true }) { _, _ in 50 }
    #expect(torn.muscle("biceps")?.envelope == nil)
  }

  @Test func `a prescribed hold is told after each repetition`() throws {
    var setup = StationSetup(
      station: "r", exercise: try Bench.exercise("glute_bridge"),
      muscles: [
        MuscleSlot(
          slot: 0, muscle: "gluteus_maximus", role: .target,
          reference: ActivationReference(kind: .mvc, value: 100), sampleRateHz: 1000)
      ])
    func messages() -> [FeedbackMessage] {
      var coach = Bench.coach(setup)
      return Bench.say(
        &coach,
        Bench.series(5, period: 7) { _, _, time in
          // Up to 60 in the concentric phase and 60 on top, but let go 1.5 s into the hold.
          Bench.line([(0, 60), (2.5, 60), (2.55, 10), (3, 10), (5, 10)], at: time)
        } shape: { _, repetition in
          repetition.backStart = repetition.outEnd.advanced(bySeconds: 2)
          repetition.end = repetition.backStart.advanced(bySeconds: 2)
        })
    }
    let holds = messages().compactMap { if case .hold(let hold) = $0.body { hold } else { nil } }
    #expect(holds.count == 5)
    #expect(holds.first?.seconds == 2 && holds.first?.targetS == 2)
    #expect(holds.first?.muscle == "gluteus_maximus")
    // In band for about 1.5 of 2 s; the sudden end is unsteady besides.
    #expect((0...75).contains(holds.first?.quality ?? -1))
    #expect(holds.first?.steadiness ?? 0 > 0.2)
    setup.tempo = Tempo("2-0-1-1")
    #expect(!messages().kinds.contains("hold"))
  }
}
