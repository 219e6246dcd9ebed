import Foundation
import SinewSignal
import Testing

@testable import SinewEngine

/// Repetitions told before three of them make the set certain.
@Suite struct EarlyRepetitionTests {
  private func run(
    _ samples: [MotionSample], startedAt start: Double?, direction: FirstDirection = .unknown
  ) -> DetectorRun {
    var run = DetectorRun([])
    var detector = RepetitionDetector(motion: ExerciseMotion(firstDirection: direction))
    var isStarted = start == nil
    for sample in samples {
      if !isStarted, let start, sample.time.seconds - 100 >= start {
        detector.beginMovement(at: sample.time)
        isStarted = true
      }
      detector.consume(sample)
      while let event = detector.nextEvent() { run.take(event) }
    }
    detector.finish()
    while let event = detector.nextEvent() { run.take(event) }
    return run
  }

  @Test(arguments: [false, true])
  func firstRepetitionOfAStartedSetIsToldAtOnce(isBar: Bool) throws {
    let plans = isBar ? SyntheticRepetitionTests.presses : SyntheticRepetitionTests.curls
    let (samples, truth) = SyntheticMotion(isBar: isBar).play(plans)
    let run = run(samples, startedAt: 1.5, direction: isBar ? .up : .unknown)
    #expect(run.repetitions.count == truth.count && run.removed == 0)
    let first = try #require(run.repetitions.first)
    #expect(first.decided.seconds(since: first.end) <= 0.6)
    #expect(run.repetitions.map(\.ordinal) == Array(1...UInt32(truth.count)))
  }

  @Test func aSingleHeavyRepetitionOfAStartedSetStands() {
    let plan = SyntheticMotion.Plan(out: 1.6, back: 1.6, range: 0.5)
    let samples = SyntheticMotion(isBar: true, after: 15).play([plan]).samples
    #expect(run(samples, startedAt: 1.5).repetitions.count == 1)
    #expect(run(samples, startedAt: nil).log.isEmpty)
  }

  @Test func withoutAWordNothingIsToldBeforeItIsCertain() {
    let two = Array(SyntheticRepetitionTests.curls.prefix(2))
    #expect(run(SyntheticMotion(after: 15).play(two).samples, startedAt: nil).log.isEmpty)
    let (samples, truth) = SyntheticMotion().play(SyntheticRepetitionTests.curls)
    let run = run(samples, startedAt: nil)
    #expect(run.repetitions.count == truth.count && run.removed == 0)
  }
}
