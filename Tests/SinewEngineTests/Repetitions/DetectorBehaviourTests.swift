import Foundation
import SinewSignal
import Testing

@testable import SinewEngine

@Suite struct DetectorBehaviourTests {
  static let curls = SyntheticRepetitionTests.curls

  @Test func eventsDoNotDependOnHowOftenTheyAreFetched() {
    let samples = SyntheticMotion().play(Self.curls).samples
    let reference = DetectorRun(samples).log
    #expect(!reference.isEmpty)
    for batch in [2, 7, 100, 1_000_000] {
      #expect(DetectorRun(samples, fetchEvery: batch).log == reference)
    }
  }

  @Test func noiseAloneIsNoRepetition() {
    for seed in 1...6 as ClosedRange<UInt64> {
      let motion = SyntheticMotion(
        noiseG: 0.02 * Double(seed), noiseDPS: 3 * Double(seed), seed: seed, before: 120)
      #expect(DetectorRun(motion.play([]).samples).log.isEmpty)
    }
  }

  @Test func stillnessIsNoRepetition() {
    let motion = SyntheticMotion(noiseG: 0, noiseDPS: 0, before: 300)
    #expect(DetectorRun(motion.play([]).samples).log.isEmpty)
  }

  @Test func regularWalkingIsNoRepetition() {
    var noise = SyntheticMotion.Noise(seed: 3)
    let samples = (0..<9000).map { index -> MotionSample in
      let t = Double(index) / 50
      let step = 2 * Double.pi * 1.8 * t
      let push = 0.25 * sin(step) + 0.08 * sin(2 * step + 1)
      let swing = 35 * sin(step / 2)
      return MotionSample(
        time: MonotonicTime(seconds: t),
        acceleration: SIMD3(
          Float(0.1 * sin(step + 1)), Float(0.01 * noise.normal()), Float(1 + push)),
        rotation: SIMD3(Float(swing), Float(2 * noise.normal()), Float(2 * noise.normal())))
    }
    #expect(DetectorRun(samples).repetitions.isEmpty)
  }

  @Test func endOfTheSetPublishesAndForgets() {
    let (samples, truth) = SyntheticMotion().play(Self.curls)
    var detector = RepetitionDetector(motion: .unknown)
    var counts: [Int] = []
    var ordinals: [UInt32] = []
    for round in 0..<2 {
      var repetitions = 0
      var endings = 0
      var clock = MonotonicTime.zero
      for sample in samples where sample.time.seconds - 100 < truth[5].end + 0.4 {
        var later = sample
        later.time = sample.time.advanced(bySeconds: Double(round) * 60)
        clock = later.time
        detector.consume(later)
      }
      detector.endMovement(at: clock)
      let isActive = detector.isActive
      #expect(!isActive)
      while let event = detector.nextEvent() {
        switch event {
        case .repetition(let repetition):
          repetitions += 1
          ordinals.append(repetition.ordinal)
        case .ended(_, let decided):
          endings += 1
          #expect(decided == clock)
        default: break
        }
      }
      #expect(endings == 1)
      counts.append(repetitions)
    }
    #expect(counts == [6, 6])
    #expect(ordinals == Array(1...12))
  }

  @Test func finishingTwiceAddsNothing() {
    var detector = RepetitionDetector(motion: .unknown)
    for sample in SyntheticMotion().play(Self.curls).samples { detector.consume(sample) }
    detector.finish()
    while detector.nextEvent() != nil {}
    detector.finish()
    let more = detector.nextEvent()
    #expect(more == nil)
  }

  @Test func eventsNobodyFetchesAreLostAndCounted() {
    var detector = RepetitionDetector(motion: .unknown)
    let plans = Array(repeating: SyntheticMotion.Plan(out: 0.8, back: 0.9), count: 60)
    for sample in SyntheticMotion().play(plans).samples { detector.consume(sample) }
    let lost = detector.eventsLost
    #expect(lost > 0)
    var kept = 0
    while detector.nextEvent() != nil { kept += 1 }
    #expect(kept == 128)
  }

  @Test func nonsenseDoesNotTrap() {
    var noise = SyntheticMotion.Noise(seed: 11)
    let strange: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, 0, .leastNonzeroMagnitude]
    let jumps: [Int64] = [
      0, 1, -1, 40_000_000, -5_000_000_000, 100_000_000_000, Int64.max / 2, Int64.min / 2,
    ]
    var detector = RepetitionDetector(motion: ExerciseMotion(firstDirection: .up))
    var time = MonotonicTime.zero
    for index in 0..<20_000 {
      let wild = index % 50 == 0
      let jump = wild ? jumps[Int(noise.next() % 8)] : 20_000_000
      time.nanoseconds = time.nanoseconds &+ jump
      let pick = { (n: UInt64) in strange[Int(n % 7)] }
      detector.consume(
        MotionSample(
          time: time,
          acceleration: index % 7 == 0
            ? SIMD3(pick(noise.next()), pick(noise.next()), 1) : SIMD3(0, 0, 1),
          rotation: index % 11 == 0
            ? SIMD3(pick(noise.next()), 0, pick(noise.next()))
            : SIMD3(Float(60 * sin(Double(index) / 20)), 0, 0)))
      while detector.nextEvent() != nil {}
    }
    detector.finish()
    detector.endMovement(at: time)
  }

  @Test func clockSetBackStartsAfresh() {
    let (samples, truth) = SyntheticMotion().play(Self.curls)
    var run = DetectorRun([])
    var detector = RepetitionDetector(motion: .unknown)
    for round in 0..<2 {
      for sample in samples {
        var moved = sample
        moved.time = sample.time.advanced(bySeconds: Double(-50 * round))
        detector.consume(moved)
        while let event = detector.nextEvent() { run.take(event) }
      }
    }
    detector.finish()
    while let event = detector.nextEvent() { run.take(event) }
    #expect(run.repetitions.count == 2 * truth.count)
  }
}
