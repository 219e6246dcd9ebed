import Foundation
import SinewSignal
import Testing

@testable import SinewEngine

/// What happens before a set, and inside it, that is none of it.
@Suite struct MovementAroundSetsTests {
  /// A walk of so many seconds whose last steps get slower and smaller.
  static func walk(seconds: Double, after start: Double, tremor: Double = 0) -> [MotionSample] {
    var noise = SyntheticMotion.Noise(seed: 5)
    var phase = 0.0
    return (0..<Int(seconds * 50)).map { index -> MotionSample in
      let t = Double(index) / 50
      let left = min(1, (seconds - t) / 2.5)
      phase += 2 * Double.pi * 1.8 * (0.6 + 0.4 * left) / 50
      let push = left * (0.25 * sin(phase) + 0.08 * sin(2 * phase + 1))
      let tremble = tremor * sin(2 * Double.pi * 10 * t)
      return MotionSample(
        time: MonotonicTime(seconds: start + t),
        acceleration: SIMD3(
          Float(0.1 * left * sin(phase + 1)), Float(0.01 * noise.normal()),
          Float(1 + push + tremble)),
        rotation: SIMD3(
          Float(70 * left * sin(phase / 2)), Float(2 * noise.normal()), Float(2 * noise.normal())))
    }
  }

  @Test(arguments: [6.0, 12, 20])
  func lastStepsOfAWalkOpenNoSet(seconds: Double) {
    var samples = Self.walk(seconds: seconds, after: 100)
    samples += SyntheticMotion(before: 12).play([]).samples.map {
      var later = $0
      later.time = $0.time.advanced(bySeconds: seconds)
      return later
    }
    #expect(DetectorRun(samples).repetitions.isEmpty)
  }

  @Test func aSetAfterAWalkIsCountedFromItsFirstRepetition() {
    let motion = SyntheticMotion(isBar: true)
    let (set, truth) = motion.play(SyntheticRepetitionTests.presses)
    let samples =
      Self.walk(seconds: 15, after: 85) + set
    let run = DetectorRun(samples, motion: ExerciseMotion(firstDirection: .up))
    #expect(run.repetitions.count == truth.count)
    #expect(abs((run.repetitions.first?.outEnd.seconds ?? 0) - 100 - truth[0].turn) < 0.25)
  }

  @Test func aWalkAfterASetIsToldOnceAndNoneInIt() throws {
    let (set, truth) = SyntheticMotion(isBar: true).play(SyntheticRepetitionTests.presses)
    #expect(DetectorRun(set, motion: ExerciseMotion(firstDirection: .up)).walks.isEmpty)
    let over = try #require(set.last).time.seconds
    let run = DetectorRun(
      set + Self.walk(seconds: 15, after: over + 0.02), motion: ExerciseMotion(firstDirection: .up))
    #expect(run.repetitions.count == truth.count)
    let walk = try #require(run.walks.first)
    #expect(run.walks.count == 1)
    #expect(walk.at > over - 1, "\(walk) after \(over)")
    #expect(walk.decided < over + 8)
  }

  /// An accelerometer that shows 1.02 g while the bar moves and 1 g before: the speed it gives is
  /// off until the hand's stillness says where zero is.
  @Test func errorOfTheAccelerometerDoesNotHideTheFirstPress() {
    var motion = SyntheticMotion(isBar: true, noiseG: 0.002)
    motion.before = 12
    let (samples, truth) = motion.play(SyntheticRepetitionTests.presses)
    let bent = samples.map { sample -> MotionSample in
      var bent = sample
      let t = sample.time.seconds - 100
      if t > 5 && t < 7 { bent.acceleration.z += 0.15 * Float(sin((t - 5) * Double.pi)) }
      if t > truth[0].start { bent.acceleration.z -= 0.02 }
      return bent
    }
    let run = DetectorRun(bent, motion: ExerciseMotion(firstDirection: .up))
    #expect(run.repetitions.count == truth.count)
    #expect(run.repetitions.allSatisfy { $0.firstIsUp })
  }

  @Test func tremorIsNoRhythmOfSteps() {
    let (samples, truth) = SyntheticMotion(rateHz: 100).play(
      Array(repeating: SyntheticMotion.Plan(out: 0.7, back: 0.8), count: 8))
    let trembling = samples.map { sample -> MotionSample in
      var trembling = sample
      trembling.acceleration *= Float(1 + 0.12 * sin(2 * Double.pi * 10 * sample.time.seconds))
      return trembling
    }
    #expect(DetectorRun(trembling).repetitions.count == truth.count)
  }

  /// Ranges that vary by a quarter are this athlete's usual ones; half a range is not.
  @Test func partialIsJudgedByTheSpreadOfTheSet() {
    var plans = Array(repeating: SyntheticMotion.Plan(), count: 14)
    let ranges = [110.0, 90, 125, 95, 130, 100, 88, 120, 92, 118, 93, 128, 96, 112]
    for index in plans.indices { plans[index].range = ranges[index] }
    #expect(
      DetectorRun(SyntheticMotion().play(plans).samples).repetitions.count { $0.isPartial } == 0)
    plans = SyntheticRepetitionTests.curls
    plans[5].range = 66
    let run = DetectorRun(SyntheticMotion().play(plans).samples)
    #expect(run.repetitions.map(\.isPartial) == plans.map { $0.range < 88 })
  }
}
