import FoundationEssentials
import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// Each cue against four people with the scatter of people: one mends the fault, one ignores it,
/// one gets worse, one never had it. They hear words and focus, no more.
@Suite struct CueAthletesTests {
  /// What people recognise each fault by, in the cue's first words and in its others.
  static let words: [String: [String]] = [
    "squeeze_chest": ["chest", "upper arms"], "bend_the_bar": ["bar"],
    "squeeze_the_lockout": ["lockout", "hard triceps"],
    "stretch_then_squeeze": ["stretch", "all the way"], "shoulder_still": ["shoulder", "elbow"],
    "reach_wide": ["wide", "walls"], "crack_the_walnut": ["walnut", "squeeze"],
    "push_the_band": ["band"], "sit_back": ["back"], "stay_tight": ["box"],
    "slow_on_the_way_down": ["down"], "slow_as_it_lengthens": ["slow", "brake"],
    "spread_the_floor": ["floor", "knees"], "glutes_finish": ["glutes", "hips through"],
    "pull_with_elbows": ["elbows"], "elbows_to_pockets": ["elbows"],
    "shoulders_down_first": ["first", "then pull"], "shins_upright": ["shins", "heels"],
    "push_the_floor_away": ["floor", "heel"], "top_leg": ["leg", "foot"],
    "squeeze_above_the_knee": ["knee", "straighten"], "heels_to_glutes": ["heels", "knee"],
    "ears_clear": ["ears", "neck"], "hug_the_tree": ["tree", "elbows"],
    "wide_elbows": ["elbows"], "pause_on_top": ["top"],
  ]

  static let scenarios: [CueScenario] = {
    guard let catalogue = try? Bench.catalogue.get() else { return [] }
    return catalogue.ids.compactMap { catalogue[$0] }.flatMap { exercise in
      exercise.cues.filter { !$0.isSummaryOnly }.flatMap { cue in
        cue.triggers.compactMap { trigger -> CueScenario? in
          guard let words = words[cue.id], isReachable(trigger, exercise) else { return nil }
          return CueScenario(exercise, cue: cue.id, trigger, words: words)
        }
      }
    }
  }()

  /// The top of an exercise that goes straight on has no level.
  private static func isReachable(_ trigger: CueTrigger, _ exercise: Exercise) -> Bool {
    guard let phase = trigger.phase, phase == .contracted || phase == .stretched else {
      return true
    }
    return exercise.tempo?.target(phase) ?? 0 > 0
  }

  private func athlete(
    _ scenario: CueScenario, _ character: SimulatedAthlete.Character, _ seed: Int
  ) -> SimulatedAthlete {
    var athlete = SimulatedAthlete(
      scenario.exercise, character, words: scenario.words, healthy: scenario.healthy,
      faulty: scenario.faulty, worse: scenario.worse, seed: seed)
    athlete.faultFrom = scenario.faultFrom
    athlete.withLevels = scenario.needsLevels
    return athlete
  }

  /// The first outcome of the scenario's cue by seed; nil where it was not said or not judged.
  private func outcomes(
    _ scenario: CueScenario, _ character: SimulatedAthlete.Character, seeds: Int
  ) -> [CueOutcome.Outcome?] {
    (1...seeds).map { seed in
      var athlete = athlete(scenario, character, seed)
      var coach = Bench.coach(SimulatedAthlete.setup(scenario.exercise))
      if scenario.needsWarmUp {
        _ = athlete.train(&coach, repetitions: 8, at: 10, isWarmUp: true)
      }
      let said = athlete.train(&coach, repetitions: 12, at: 300)
      return said.outcomes.first { $0.cue == scenario.cue }?.outcome
    }
  }

  @Test(arguments: scenarios)
  func `what is mended worked, what is ignored did not change, what is worse is worse`(
    scenario: CueScenario
  ) {
    var line = scenario.testDescription
    for (character, expected) in [
      (SimulatedAthlete.Character.mends, CueOutcome.Outcome.worked), (.ignores, .noChange),
      (.worsens, .worse),
    ] {
      // Who ignores a cue is the hardest to tell: more of them.
      let seeds = Self.wantsFigures ? 100 : character == .ignores ? 20 : 8
      let found = outcomes(scenario, character, seeds: seeds)
      func count(_ outcome: CueOutcome.Outcome?) -> Int { found.count { $0 == outcome } }
      let others = [CueOutcome.Outcome.worked, .noChange, .worse].filter { $0 != expected }
      line += "; \(character.rawValue) \(count(expected)) of \(seeds)"
      #expect(
        others.allSatisfy { count($0) < count(expected) },
        "\(character.rawValue): \(count(expected)) of \(seeds)")
      #expect(5 * count(nil) <= seeds, "\(character.rawValue): often silent")
    }
    if Self.wantsFigures { print(line) }
  }

  /// `SINEW_FIGURES=1 swift test --filter CueAthletesTests` prints what Docs/Coaching.md says.
  private static let wantsFigures =
    ProcessInfo.processInfo.environment["SINEW_FIGURES"] == "1"

  @Test(arguments: Result { try Catalogue.builtIn().ids.filter { $0 != "isometric_hold" } }.ids)
  func `who never had a fault hears nothing in 95 of 100 sets`(id: String) throws {
    let exercise = try Bench.exercise(id)
    let good = CueScenario.good(exercise)
    var said: [String: Int] = [:]
    var spoken = 0
    for seed in 1...100 {
      var athlete = SimulatedAthlete(
        exercise, .neverHadIt, words: [], healthy: good, faulty: good, worse: good, seed: seed)
      var coach = Bench.coach(SimulatedAthlete.setup(exercise))
      athlete.withLevels = CueScenario.needsLevels(exercise)
      let cues = athlete.train(&coach, repetitions: 10, at: 10).cues
      if !cues.isEmpty { spoken += 1 }
      for cue in cues { said["\(cue.cue) \(cue.because?.metric ?? "")", default: 0] += 1 }
    }
    if Self.wantsFigures { print(id, "spoken to in", spoken, "of 100", said) }
    #expect(spoken <= 5, "\(said)")
  }
}

extension Result where Success == [String] {
  fileprivate var ids: [String] { (try? get()) ?? [] }
}
