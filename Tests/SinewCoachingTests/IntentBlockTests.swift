import SinewCoaching
import SinewFeedback
import SinewSeasons
import SinewSignal
import Testing

/// The experiment that a plateau offers: agreed to, followed, and judged once.
@Suite struct IntentBlockTests {
  /// A curl every third day from day 100 on, with these activations; score 70 and a slight zigzag.
  private func past(_ levels: [Double]) -> AthletePast {
    var past = AthletePast()
    past.sets = levels.enumerated().map { index, level in
      var set = PastSet(
        number: index, secondsSince1970: Double(100 + 3 * index) * 86_400,
        day: TrainingDay(100 + 3 * index), exercise: "biceps_curl")
      set.loadKg = 12
      set.confidence = .high
      set.score = 70 + 0.2 * Double((index * 7) % 5)
      set.muscles = [
        .init(muscle: "biceps", role: .target, reference: .mvc, concentric: level)
      ]
      return set
    }
    return past
  }

  private func flat(_ count: Int) -> [Double] {
    (0..<count).map { 0.5 + 0.002 * Double(($0 * 7) % 5) }
  }

  private func news(_ past: AthletePast, day: Int) throws -> [Plateau] {
    var setup = try Bench.curl()
    setup.calendar = TrainingCalendar(
      instant: .zero, secondsSince1970: Double(day) * 86_400 + 36_000)
    setup.past = past
    setup.loadKg = 12
    var coach = Bench.coach(setup, firstSet: 500)
    return coach.startSet(at: MonotonicTime(seconds: 10), by: .plan).compactMap {
      if case .plateau(let plateau) = $0.body { plateau } else { nil }
    }
  }

  @Test func `on a plateau the block is offered, and on nothing else`() throws {
    let level = try news(past(flat(12)), day: 140).filter { $0.verdict == .plateau }
    #expect(!level.isEmpty)
    #expect(level.allSatisfy { $0.block == .offered && $0.text?.contains("3-1-1-1") == true })
    let rising = (0..<12).map { 0.5 + 0.02 * Double($0) }
    let told = try news(past(rising), day: 140).filter { $0.measure == .activationPerLoad }
    #expect(told.first?.verdict == .progressing && told.first?.block == nil)
  }

  @Test func `while it runs the plan keeps the load and slows down`() throws {
    var past = past(flat(12))
    past.blocks = [IntentBlock(exercise: "biceps_curl", day: TrainingDay(140), loadKg: 12)]
    let told = try news(past, day: 150)
    #expect(told.map(\.block) == [.running])
    #expect(told.first?.text?.contains("1970-06-18") == true)
    var item = SessionPlan.Item("biceps_curl", sets: 2)
    item.loadKg = 14
    var facts = PlanProgress.Facts()
    facts.blocks["biceps_curl"] = past.block(of: "biceps_curl", on: TrainingDay(150))
    let step = try #require(PlanProgress(SessionPlan(items: [item])).next(after: [], facts))
    #expect((step.loadKg, step.focus, step.why) == (12, .internal, .intent))
    #expect(step.tempo?.text == "3-1-1-1")
    #expect(past.block(of: "biceps_curl", on: TrainingDay(168)) == nil)
    #expect(past.block(of: "box_squat", on: TrainingDay(150)) == nil)
  }

  @Test(arguments: [(0.6, Plateau.Block.rose), (0.4, .fell), (0.502, .noClearChange)])
  func `its sessions are set against those before, once it is over`(
    level: Double, outcome: Plateau.Block
  ) throws {
    // Days 100 to 133 before, 136 to 163 in the block.
    var past = past(flat(12) + flat(10).map { $0 - 0.502 + level })
    past.blocks = [IntentBlock(exercise: "biceps_curl", day: TrainingDay(136), loadKg: 12)]
    let block = try #require(past.blocks?.first)
    #expect(block.result(in: past, on: TrainingDay(163)) == nil, "it runs still")
    let result = try #require(block.result(in: past, on: TrainingDay(164)))
    #expect(result.outcome == outcome)
    let told = try news(past, day: 166).first { $0.measure == .activationPerLoad }
    #expect(told?.block == outcome)
    #expect(told?.changePercent == result.percent)
  }

  @Test func `a block that changes nothing is told to have in fewer than 6 of 100`() {
    var noise = SeasonNoise(seed: 31)
    var claimed = 0
    for _ in 0..<1000 {
      var past = past((0..<22).map { _ in 0.5 * noise.factor(0.15) })
      past.blocks = [IntentBlock(exercise: "biceps_curl", day: TrainingDay(136), loadKg: 12)]
      let result = past.blocks?.first?.result(in: past, on: TrainingDay(170))
      if result?.outcome != .noClearChange { claimed += 1 }
    }
    #expect(claimed < 60, "\(claimed) of 1000")
  }

  /// 1.5 with a standard error of 0.36878 and 9.976 degrees of freedom; the table takes 9: 2.262.
  @Test func `the interval of a change is that of Welch`() throws {
    let change = try #require(
      MeanChange([4.1, 5.0, 5.9, 4.6, 5.4, 5.0], [6.4, 5.6, 7.5, 6.9, 6.1, 6.5]))
    #expect(abs(change.difference - 1.5) < 1e-9)
    #expect(abs(change.interval.lowerBound - 0.66582) < 1e-4)
    #expect(abs(change.interval.upperBound - 2.33418) < 1e-4)
    #expect(MeanChange([1, 2], [3, 4, 5]) == nil)
  }
}
