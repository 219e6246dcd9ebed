import SinewEmulators
import Testing

@Suite struct AthleteMotionTests {
  /// A body whose sensor is perfect, so that its signals can be compared with the truth.
  private func exactProfile() -> AthleteProfile {
    var profile = AthleteProfile()
    profile.accelerationNoiseG = 0
    profile.turnRateNoiseDPS = 0
    profile.turnRateBiasDPS = 0
    profile.mountingErrorDegrees = 0
    profile.tremorDPS = 0
    return profile
  }

  private func samples(
    _ athlete: SimulatedAthlete, from start: Double, to end: Double
  ) -> [MotionSample] {
    var athlete = athlete
    let count = Int(((end - start) * 1000).rounded())
    return (0..<count).map { athlete.motion(at: start + (Double($0) + 0.5) / 1000) }
  }

  @Test(arguments: UInt64(1)...4)
  func turnRateAddsUpToTheRangeOfEachRepetition(seed: UInt64) {
    let athlete = SimulatedAthlete(
      .sets(2, of: AthleteSetPlan()), profile: exactProfile(), seed: seed)
    #expect(athlete.truth.repetitions.count == 16)
    for repetition in athlete.truth.repetitions {
      let up = repetition.phases[0]
      let turned = samples(athlete, from: up.start, to: up.end)
        .reduce(0) { $0 + $1.turnRateDPS.z * 0.001 }
      // The shoulder of a clean repetition adds 4 degrees.
      #expect(abs(turned - repetition.range - 4) < 0.5)
      let all = samples(athlete, from: repetition.start, to: repetition.end)
        .reduce(0) { $0 + $1.turnRateDPS.z * 0.001 }
      #expect(abs(all) < 0.5)
    }
  }

  @Test func gravityTurnsWithTheForearm() throws {
    let athlete = SimulatedAthlete(.sets(1, of: AthleteSetPlan()), profile: exactProfile())
    var body = athlete
    let hanging = body.motion(at: 1).accelerationG
    #expect(abs(hanging.x + 1) < 1e-9 && abs(hanging.y) < 1e-9)
    let top = try #require(athlete.truth.repetitions.first?[.contracted])
    let held = body.motion(at: (top.start + top.end) / 2).accelerationG
    let range = try #require(athlete.truth.repetitions.first?.range)
    #expect(abs(held.x + cosine(degrees: range + 4)) < 1e-6)
  }

  private func cosine(degrees: Double) -> Double {
    // Taylor around 90 degrees is plenty for the ranges of a curl.
    let x = (degrees - 90) * Double.pi / 180
    return -(x - x * x * x / 6 + x * x * x * x * x / 120 - x * x * x * x * x * x * x / 5040)
  }

  @Test func accelerationIsTheSecondIntegralOfTheBarsWay() throws {
    var plan = AthleteSetPlan()
    plan.exercise = .backSquat
    plan.tempo = AthleteTempo(eccentric: 2, stretched: 0.5, concentric: 1, contracted: 0.5)
    let athlete = SimulatedAthlete(.sets(1, of: plan), profile: exactProfile(), seed: 3)
    let repetition = try #require(athlete.truth.repetitions.first)
    var speed = 0.0
    var way = 0.0
    for sample in samples(athlete, from: repetition.phases[0].start, to: repetition.phases[0].end) {
      let force = sample.accelerationG
      let up = (force.x * force.x + force.y * force.y).squareRoot() - 1
      speed += up * 9.80665 * 0.001
      way += speed * 0.001
    }
    #expect(abs(way + repetition.range) < 0.01)
    #expect(abs(speed) < 0.01)
    #expect(repetition.phases.map(\.phase) == [.eccentric, .stretched, .concentric, .contracted])
  }

  @Test func theAthleteStandsStillBeforeAndAfter() {
    let athlete = SimulatedAthlete(.sets(1, of: AthleteSetPlan()), seed: 7)
    for start in [1.0, athlete.truth.end - 8, athlete.truth.end + 100] {
      let rates = samples(athlete, from: start, to: start + 2).map(\.turnRateDPS.z)
      #expect(rates.allSatisfy { abs($0) < 2 })
    }
  }

  @Test func tempoAndRangeFollowThePlanAndItsFaults() {
    var plan = AthleteSetPlan()
    plan.repetitions = 10
    plan.faults = [
      .tempo(fromRepetition: 6, eccentricSeconds: 1.2),
      .shortRange(fromRepetition: 9, share: 0.5),
    ]
    let repetitions = SimulatedAthlete(.sets(1, of: plan), seed: 2).truth.repetitions
    for repetition in repetitions {
      let hasty = repetition.number >= 6
      let lowering = repetition[.eccentric]?.seconds ?? 0
      #expect(abs(lowering / (hasty ? 1.2 : 3) - 1) < 0.25)
      #expect(abs(repetition.range / (repetition.number >= 9 ? 65 : 130) - 1) < 0.12)
    }
    let phases = repetitions.flatMap(\.phases)
    #expect(zip(phases, phases.dropFirst()).allSatisfy { $0.end == $1.start })
  }

  @Test func walkingSwingsButNeverMakesARepetition() {
    let athlete = SimulatedAthlete(
      AthletePlan([.rest(seconds: 2), .walk(seconds: 30), .rest(seconds: 2)]), seed: 5)
    #expect(athlete.truth.repetitions.isEmpty)
    var angle = 0.0
    var widest = 0.0
    for sample in samples(athlete, from: 2, to: 32) {
      angle += sample.turnRateDPS.z * 0.001
      widest = max(widest, abs(angle))
    }
    #expect(widest > 10 && widest < 45)
  }

  @Test func theSameSeedIsTheSameAthlete() {
    func run(_ seed: UInt64) -> [SIMD3<Double>] {
      samples(SimulatedAthlete(.sets(1, of: AthleteSetPlan()), seed: seed), from: 8, to: 14)
        .map(\.turnRateDPS)
    }
    #expect(run(1) == run(1))
    #expect(run(1) != run(2))
  }
}
