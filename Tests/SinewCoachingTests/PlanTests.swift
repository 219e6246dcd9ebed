import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// The five phases, plans and what comes next.
@Suite struct PlanTests {
  @Test func `the table of phases is that of the programme`() throws {
    let table = try PhaseTable.builtIn()
    #expect(table.phases.map(\.number) == [1, 2, 3, 4, 5])
    #expect(table.phases.map(\.reps) == [10...15, 12...15, 8...12, 5...8, 12...20])
    #expect(table.phase(4).tempo.isExplosive)
    #expect(table.phase(5).goal.text("en") == "only as your clinician advises")
    #expect(table.phase(1).band(.mvc) == 0.2...0.4 && table.phase(1).band(.refset) == 0.9...1.1)
    #expect(throws: ConfigurationError.self) { try PhaseTable("phases: []", file: "x.yaml") }
  }

  private func set(
    _ number: Int, day: Int, _ change: (inout PastSet) -> Void = { _ in }
  ) -> PastSet {
    var set = PastSet(
      number: number, secondsSince1970: Double(number) * 300, day: TrainingDay(day),
      exercise: "biceps_curl")
    set.confidence = .high
    (set.counted, set.valid, set.reached) = (10, 10, 9)
    set.holdQuality = 85
    change(&set)
    return set
  }

  private func past(phase: Int, from day: Int = 100) -> AthletePast {
    var past = AthletePast()
    past.programme = [
      ProgrammeDecision(day: TrainingDay(day), phase: phase, state: .hold, because: "start")
    ]
    return past
  }

  private func decide(_ past: AthletePast, _ day: Int) throws -> ProgrammeDecision? {
    ProgrammeRules(try PhaseTable.builtIn()).decide(past, on: TrainingDay(day))
  }

  @Test func `two good sessions running advance, one or missing data do not`() throws {
    #expect(try decide(AthletePast(), 100)?.phase == 1)
    var past = past(phase: 1)
    past.sets = [set(1, day: 100)]
    #expect(try decide(past, 102) == nil)
    past.sets.append(set(2, day: 102))
    let decision = try #require(try decide(past, 104))
    #expect((decision.phase, decision.state) == (2, .advance))
    past.sets[1].holdQuality = nil
    #expect(try decide(past, 104) == nil)
  }

  @Test func `a leading compensator in two sessions goes back to skill`() throws {
    var past = past(phase: 4)
    past.sets = [100, 102].map { day in
      set(day, day: day) { $0.cues = [PastCue(cue: "sit_back", metric: "activation_ratio")] }
    }
    let decision = try #require(try decide(past, 104))
    #expect((decision.phase, decision.state) == (2, .goBack))
    #expect(decision.because == "dominant_compensator")
  }

  @Test func `every fifth week is lighter, and then it goes on where it was`() throws {
    var past = past(phase: 3)
    past.sets = [set(1, day: 126)]
    let lighter = try #require(try decide(past, 129))
    #expect((lighter.phase, lighter.state, lighter.because) == (5, .deload, "weeks"))
    past.programme.append(lighter)
    #expect(try decide(past, 131) == nil)
    let after = try #require(try decide(past, 136))
    #expect((after.phase, after.because) == (3, "deload_over"))
  }

  @Test func `pain stops the programme until the coach speaks`() throws {
    var past = past(phase: 2)
    past.sets = [set(1, day: 101) { $0.wasPainful = true }]
    let stop = try #require(try decide(past, 103))
    #expect((stop.phase, stop.because) == (2, "pain"))
    past.programme.append(stop)
    #expect(try decide(past, 110) == nil)
  }

  private func plan(_ text: String) throws -> SessionPlan {
    try SessionPlan(text, file: "plan", catalogue: try Bench.catalogue.get())
  }

  @Test func `a plan is read from YAML and from JSON alike, faults name their line`() throws {
    let yaml = try plan(
      """
      imagery_s: 15
      exercises:
        - {exercise: box_squat, sets: 2, reps: [8, 12], load_kg: 40, drill: glute_bridge}
        - {exercise: biceps_curl, sets: 1, intensity: 0.6, tempo: 3-0-1-1, one_limb: true}
      """)
    let json = try plan(
      #"{"imagery_s":15,"exercises":[{"exercise":"box_squat","sets":2,"reps":[8,12],"load_kg":40,"drill":"glute_bridge"},{"exercise":"biceps_curl","sets":1,"intensity":0.6,"tempo":"3-0-1-1","one_limb":true}]}"#
    )
    #expect(yaml == json)
    let fault = #expect(throws: ConfigurationError.self) {
      try plan("exercises:\n  - {exercise: box_sqat, sets: 2}")
    }
    #expect(fault?.line == 2)
    #expect(fault?.message.contains("box_squat") == true)
  }

  @Test func `next follows the plan, with its reasons`() throws {
    let progress = PlanProgress(
      try plan(
        """
        exercises:
          - {exercise: box_squat, sets: 2, load_kg: 40, drill: glute_bridge}
          - {exercise: biceps_curl, sets: 1, intensity: 0.6, one_limb: true}
        """))
    var facts = PlanProgress.Facts()
    facts.maxima["biceps_curl"] = 20
    func done(_ exercise: String, _ purpose: PastSet.Purpose = .training) -> PastSet {
      var set = set(1, day: 1)
      (set.exercise, set.purpose, set.loadKg, set.counted) = (exercise, purpose, 12, 9)
      return set
    }
    var sets: [PastSet] = []
    #expect(progress.next(after: sets, facts)?.why == .preActivation)
    sets.append(done("glute_bridge", .drill))
    facts.stepBack["box_squat"] = 35
    let lighter = progress.next(after: sets, facts)
    #expect((lighter?.exercise, lighter?.loadKg, lighter?.why) == ("box_squat", 35, .loadOutran))
    facts.probes = ["box_squat"]
    facts.stepBack = [:]
    #expect(progress.next(after: sets, facts)?.why == .probe)
    sets += [done("box_squat"), done("box_squat")]
    facts.lagging["biceps_curl"] = .right
    let first = progress.next(after: sets, facts)
    #expect((first?.side, first?.why, first?.loadKg, first?.of) == (.right, .laggingSide, 12, 3))
    sets.append(done("biceps_curl"))
    let second = progress.next(after: sets, facts)
    #expect((second?.side, second?.reps, second?.loadKg) == (.left, 9...9, 12))
    sets += [done("biceps_curl"), done("biceps_curl")]
    #expect(progress.next(after: sets, facts) == nil)
  }

  @Test func `where the plan leaves the focus open, phase, load, stage and a trial decide`() {
    func focus(
      _ phase: Int?, _ part: Double? = 0.5, explosive: Bool = false,
      _ stage: LearningStage.Stage = .cognitive, own: FocusEffect.Verdict? = nil
    ) -> Focus? {
      FocusAdvice.focus(
        phase: phase, loadOfMaximum: part, isExplosive: explosive, stage: stage, own: own)
    }
    #expect((1...5).map { focus($0) } == [.internal, .internal, .internal, .external, .internal])
    #expect(focus(3, 0.7) == nil && focus(3, 0.85) == .external)
    #expect(focus(3, explosive: true) == .external)
    #expect(focus(2, 0.5, .autonomous) == .external)
    #expect(focus(2, 0.5, .autonomous, own: .raises) == .internal)
    #expect(focus(2, own: .lowers) == .external)
    #expect(focus(2, 0.85, own: .raises) == .external, "no trial was done at that load")
    #expect(focus(nil) == nil)
  }

  @Test func `after each set the coach says what comes next`() throws {
    var setup = try Bench.curl()
    setup.calendar = TrainingCalendar(instant: .zero, secondsSince1970: 1.8e9)
    setup.plan = try plan(
      "exercises: [{exercise: biceps_curl, sets: 1}, {exercise: box_squat, sets: 1, rest_s: 90}]")
    var coach = Bench.coach(setup)
    _ = Bench.say(&coach, Bench.series(5))
    let said = coach.endSet(why: .coach, at: MonotonicTime(seconds: 60))
    let message = try #require(said.last)
    #expect((message.kind, message.envelope.exercise) == (.next, "box_squat"))
    guard case .next(let next) = message.body else { return }
    #expect((next.why, next.restS) == (.plan, 60))
    setup.exercise = try Bench.exercise("box_squat")
    _ = coach.change(setup: setup, at: MonotonicTime(seconds: 70))
    _ = Bench.say(&coach, Bench.series(5, from: 80))
    #expect(!coach.endSet(why: .coach, at: MonotonicTime(seconds: 150)).kinds.contains("next"))
  }

  @Test func `a lighter week asks for half of the maximum at most`() throws {
    let progress = PlanProgress(
      try plan("exercises: [{exercise: box_squat, sets: 1, load_kg: 80}]"))
    var facts = PlanProgress.Facts()
    facts.phase = 5
    facts.maxima["box_squat"] = 100
    let step = progress.next(after: [], facts)
    #expect((step?.loadKg, step?.why, step?.reps) == (50, .deload, 12...20))
  }

  @Test func `a drill is judged by the sets before and after it`() throws {
    func squat(_ number: Int, _ level: Double) -> PastSet {
      var set = set(number, day: 1)
      set.muscles = [
        PastSet.Muscle(muscle: "biceps", role: .target, reference: .mvc, concentric: level)
      ]
      return set
    }
    var drill = set(2, day: 1)
    (drill.exercise, drill.purpose) = ("glute_bridge", .drill)
    let check = PreActivationCheck(
      [squat(1, 0.4), drill, squat(3, 0.5)], exercise: "biceps_curl")
    #expect(abs((check?.message.percent ?? 0) - 25) < 1e-9)
    #expect(PreActivationCheck([drill, squat(3, 0.5)], exercise: "biceps_curl") == nil)
    #expect(
      PreActivationCheck([squat(1, 0.4), drill, squat(9, 0.5)], exercise: "biceps_curl") == nil)
  }
}
