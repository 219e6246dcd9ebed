import Testing

@testable import SinewEngine

@Suite struct FunctionalActivityTests {
  private var noise = Lehmer(seed: 5)

  private mutating func envelope(_ level: Float, _ spread: Float = 0.1) -> SIMD8<Float> {
    var value = SIMD8<Float>(repeating: 0)
    for lane in 0..<8 {
      value[lane] = level * (1 + spread * Float(noise.next() + noise.next() - 1))
    }
    return value
  }

  private mutating func run(
    _ activity: inout FunctionalActivity, _ level: Float, seconds: Double, isStill: Bool = true,
    ignored: UInt8 = 0
  ) -> UInt8 {
    var active: UInt8 = 0
    for _ in 0..<Int(seconds * 200) {
      active = activity.update(envelope(level), isStill: isStill, ignored: ignored)
    }
    return active
  }

  @Test mutating func restIsLearnedInFourSeconds() {
    var activity = FunctionalActivity(rateHz: 200)
    #expect(run(&activity, 5, seconds: 3.9) == 0)
    #expect(!activity.baseline.isKnown)
    _ = run(&activity, 5, seconds: 0.2)
    #expect(activity.baseline.isKnown)
    #expect((activity.baseline.mu[0] - 5).magnitude < 0.2)
    #expect(activity.baseline.s[0] >= 0.25 && activity.baseline.s[0] < 0.6)
  }

  @Test mutating func withoutAReferenceFiveSpreadsCount() {
    var activity = FunctionalActivity(rateHz: 200)
    _ = run(&activity, 5, seconds: 5)
    #expect(run(&activity, 5, seconds: 1) == 0)
    #expect(run(&activity, 20, seconds: 0.1, isStill: false) == 0xFF)
    // Between mu + 2.5 s and mu + 5 s nothing changes.
    let (mu, s) = (activity.baseline.mu[0], activity.baseline.s[0])
    var middle = SIMD8<Float>(repeating: mu + 3.5 * s)
    #expect(activity.update(middle, isStill: false, ignored: 0) == 0xFF)
    #expect(run(&activity, 5, seconds: 0.5) == 0)
    middle = SIMD8(repeating: mu + 3.5 * s)
    #expect(activity.update(middle, isStill: false, ignored: 0) == 0)
  }

  @Test mutating func withAReferenceTenPercentCountsAndSixtyOfThatHolds() {
    var activity = FunctionalActivity(rateHz: 200)
    activity.setReference(lane: 2, 500)
    _ = run(&activity, 5, seconds: 5)
    #expect(activity.activeAbove(lane: 2) == 50)
    #expect(activity.update(SIMD8(repeating: 45), isStill: false, ignored: 0) & 4 == 0)
    #expect(activity.update(SIMD8(repeating: 51), isStill: false, ignored: 0) & 4 == 4)
    #expect(activity.update(SIMD8(repeating: 31), isStill: false, ignored: 0) & 4 == 4)
    #expect(activity.update(SIMD8(repeating: 29), isStill: false, ignored: 0) & 4 == 0)
    activity.setReference(lane: 2, .nan)
    #expect(activity.activeAbove(lane: 2) < 20)
    activity.setReference(lane: 9, 1)
  }

  @Test mutating func tenseMuscleNeverBecomesRest() {
    var activity = FunctionalActivity(rateHz: 200)
    _ = run(&activity, 5, seconds: 5)
    _ = run(&activity, 13, seconds: 400)
    #expect(activity.baseline.mu[0] <= 10.1)
    #expect(activity.baseline.raised == 0xFF)
    _ = run(&activity, 60, seconds: 100)
    #expect(activity.baseline.mu[0] <= 10.1)
  }

  @Test mutating func nothingIsLearnedInASetOrWithoutContact() {
    var activity = FunctionalActivity(rateHz: 200)
    _ = run(&activity, 5, seconds: 5)
    let before = activity.baseline.mu[0]
    _ = run(&activity, 8, seconds: 60, isStill: false)
    #expect(activity.baseline.mu[0] == before)
    #expect(run(&activity, 100, seconds: 1, ignored: 0x0F) == 0xF0)
  }

  @Test mutating func aBaselineTakenFromWorkFallsAtTheFirstRest() {
    var activity = FunctionalActivity(rateHz: 200)
    _ = run(&activity, 100, seconds: 5)
    _ = run(&activity, 5, seconds: 4, isStill: false)
    #expect(activity.baseline.mu[0] < 6)
    #expect(run(&activity, 100, seconds: 0.2, isStill: false) == 0xFF)
  }
}
