import Foundation
import SinewSignal
import Testing

@testable import SinewEngine

@Suite struct SyntheticRepetitionTests {
  static let curls = Array(
    repeating: SyntheticMotion.Plan(out: 1.0, top: 0.4, back: 1.5, bottom: 0.3), count: 8)
  static let presses = Array(
    repeating: SyntheticMotion.Plan(out: 1.1, top: 0.3, back: 1.3, bottom: 0.2, range: 0.5),
    count: 6)

  @Test(arguments: [25.0, 50, 100, 370])
  func curlsWithPausesAreCountedAndTimedAtAnyRate(rateHz: Double) {
    let (samples, truth) = SyntheticMotion(rateHz: rateHz).play(Self.curls)
    let run = DetectorRun(samples)
    #expect(run.repetitions.count == truth.count)
    for (index, (found, expected)) in zip(run.repetitions, truth).enumerated() {
      // The pause of 0.3 s at the bottom is shared; the one at the top lies between the points
      // where the speed is 12 % of its peak.
      let start = expected.start - (index > 0 ? 0.15 : 0)
      let end = expected.end + (index + 1 < truth.count ? 0.15 : 0)
      #expect(abs(found.start.seconds - 100 - start) < 0.15)
      #expect(abs(found.outEnd.seconds - 100 - expected.turn) < 0.25)
      #expect(abs(found.backStart.seconds - 100 - expected.turn - 0.4) < 0.25)
      #expect(abs(found.end.seconds - 100 - end) < 0.2)
      #expect(abs(found.range - 110) < 12)
      #expect(found.measure == .rotation)
      #expect(!found.isPartial && !found.isIncomplete)
    }
    #expect(run.removed == 0 && run.endings == 1)
  }

  @Test func barIsMeasuredInMetres() {
    let (samples, truth) = SyntheticMotion(isBar: true).play(Self.presses)
    let run = DetectorRun(samples, motion: ExerciseMotion(firstDirection: .up))
    #expect(run.repetitions.count == truth.count)
    for (found, expected) in zip(run.repetitions, truth) {
      #expect(found.measure == .vertical && found.firstIsUp)
      #expect(abs(found.range - 0.5) < 0.1)
      // The pause of 0.3 s lies between the points where the speed is 12 % of its peak.
      #expect(abs(found.outEnd.seconds - 100 - expected.turn + 0.12) < 0.1)
      #expect(abs(found.backStart.seconds - 100 - expected.turn - 0.3 - 0.14) < 0.1)
      #expect(abs(found.start.seconds - 100 - expected.start) < 0.2)
      #expect(abs(found.end.seconds - 100 - expected.end) < 0.25)
    }
  }

  @Test func namedSquatBeginsWithTheDescent() {
    let (samples, truth) = SyntheticMotion(isBar: true, firstSign: -1).play(Self.presses)
    let run = DetectorRun(samples, motion: ExerciseMotion(firstDirection: .down))
    #expect(run.repetitions.count == truth.count)
    #expect(run.repetitions.allSatisfy { !$0.firstIsUp })
  }

  /// A heavy set: the last lifts get stuck on their way, and it is the lift that takes longer.
  @Test(arguments: [false, true], [0.3, 0.6, 0.9])
  func aStickingPointBelongsToTheLift(isBar: Bool, stuck: Double) {
    let range = isBar ? 0.5 : 110
    let smooth = SyntheticMotion.Plan(out: 1.4, top: 0.3, back: 1.4, bottom: 0.3, range: range)
    let heavy = SyntheticMotion.Plan(
      out: 1.4 + stuck, top: 0.3, back: 1.4, bottom: 0.3, range: range, stuck: stuck)
    let (samples, truth) = SyntheticMotion(isBar: isBar).play(
      Array(repeating: smooth, count: 4) + Array(repeating: heavy, count: 2))
    let run = DetectorRun(samples, motion: ExerciseMotion(firstDirection: isBar ? .up : .unknown))
    #expect(run.repetitions.count == truth.count)
    for (found, expected) in zip(run.repetitions, truth) {
      #expect(abs(found.start.seconds - 100 - expected.start) < 0.3)
      #expect(abs(found.outEnd.seconds - 100 - expected.turn) < 0.25)
    }
  }

  /// A band slips round in the middle of a set. What no longer fits the axis that was learned is
  /// looked at again once the old movement is over.
  @Test(arguments: [-90.0, 60, 90])
  func aSensorThatSlipsRoundLosesNothing(degrees: Double) {
    var (samples, truth) = SyntheticMotion().play(
      Array(repeating: .init(bottom: 0.6), count: 10))
    let (slip, seconds) = (truth[4].end + 0.1, 0.4)
    for index in samples.indices {
      let part = min(1, max(0, (samples[index].time.seconds - 100 - slip) / seconds))
      let mounting = Mounting(0, degrees * Double.pi / 180 * part * part * (3 - 2 * part), 0)
      samples[index].acceleration = mounting.turn(samples[index].acceleration)
      samples[index].rotation = mounting.turn(samples[index].rotation)
      samples[index].rotation.y -= Float(degrees / seconds * 6 * part * (1 - part))
    }
    let run = DetectorRun(samples)
    #expect(run.repetitions.count == truth.count)
    for (found, expected) in zip(run.repetitions, truth) {
      #expect(abs(found.outEnd.seconds - 100 - expected.turn) < 0.15)
    }
  }

  @Test(arguments: [false, true])
  func mountingDoesNotMatter(isBar: Bool) {
    let plans = isBar ? Self.presses : Self.curls
    var motion = SyntheticMotion(isBar: isBar, noiseG: 0, noiseDPS: 0)
    let reference = DetectorRun(motion.play(plans).samples)
    for turn in [(0.4, 1.1, -2.0), (3.0, -0.7, 0.2), (Double.pi, 0, 0), (0, 0, 1.6)] {
      motion.mounting = Mounting(turn.0, turn.1, turn.2)
      let run = DetectorRun(motion.play(plans).samples)
      #expect(run.repetitions.count == reference.repetitions.count)
      for (found, expected) in zip(run.repetitions, reference.repetitions) {
        #expect(abs(found.start.seconds(since: expected.start)) < 0.01)
        #expect(abs(found.end.seconds(since: expected.end)) < 0.01)
        #expect(abs(found.range - expected.range) < 0.02 * expected.range)
        #expect(found.firstIsUp == expected.firstIsUp)
      }
    }
  }

  @Test func setGoesOnAfterADropoutOfTwoSeconds() {
    let (samples, truth) = SyntheticMotion().play(Self.curls)
    let cut = truth[4].start + 0.2
    let rest = samples.filter {
      $0.time.seconds - 100 < cut || $0.time.seconds - 100 > cut + 2
    }
    let run = DetectorRun(rest)
    #expect((truth.count - 2...truth.count).contains(run.repetitions.count))
    #expect(run.endings == 1)
    // Published times are those of the samples, not of the ticks without the gap.
    let last = run.repetitions.last?.end.seconds ?? 0
    #expect(abs(last - 100 - truth[7].end) < 0.25)
    #expect(
      run.repetitions.allSatisfy { $0.isIncomplete || $0.end.seconds(since: $0.start) < 4.5 })
  }

  @Test func sensorsInSamplesOfTheirOwnGiveTheSameCount() {
    let (samples, truth) = SyntheticMotion(rateHz: 25).play(Self.curls)
    let none = SIMD3<Float>(repeating: .nan)
    let apart = samples.enumerated().flatMap { index, sample -> [MotionSample] in
      var turn = sample
      turn.acceleration = none
      var push = sample
      push.rotation = none
      push.time = sample.time.advanced(bySeconds: 0.007)
      return index % 2 == 0 ? [turn, push] : [turn]
    }
    #expect(DetectorRun(apart).repetitions.count == truth.count)
  }

  @Test func rotationAloneCountsCurls() {
    let (samples, truth) = SyntheticMotion().play(Self.curls)
    let alone = samples.map {
      MotionSample(
        time: $0.time, acceleration: SIMD3(repeating: .nan), rotation: $0.rotation)
    }
    let run = DetectorRun(alone, motion: ExerciseMotion(firstDirection: .up))
    #expect(run.repetitions.count == truth.count)
  }

  @Test func accelerationAloneCountsABar() {
    let (samples, truth) = SyntheticMotion(isBar: true).play(Self.presses)
    let alone = samples.map {
      MotionSample(
        time: $0.time, acceleration: $0.acceleration, rotation: SIMD3(repeating: .nan))
    }
    #expect(DetectorRun(alone).repetitions.count == truth.count)
  }

  @Test func halfARangeIsPartial() {
    var plans = Self.curls
    plans[5].range = 66
    plans[5].out = 0.8
    plans[5].back = 1.1
    let run = DetectorRun(SyntheticMotion().play(plans).samples)
    #expect(run.repetitions.map(\.isPartial) == plans.map { $0.range < 88 })
  }

  @Test func everyRepetitionAfterTheThirdIsPublishedSoon() {
    let run = DetectorRun(SyntheticMotion().play(Self.curls).samples)
    #expect(run.repetitions.count == 8)
    for repetition in run.repetitions.dropFirst(3) {
      #expect(repetition.decided.seconds(since: repetition.end) < 0.5)
    }
  }

  @Test func livePhasesFollowTheMovement() {
    let plan = SyntheticMotion.Plan(top: 0.4, back: 1.5, bottom: 0.6)
    let (samples, truth) = SyntheticMotion().play(Array(repeating: plan, count: 8))
    let run = DetectorRun(samples)
    let expected = truth.dropFirst(3).flatMap { times -> [(MovementPhase, Double)] in
      [
        (.out, times.start), (.outPause, times.turn), (.back, times.turn + 0.4),
        (.backPause, times.end),
      ]
    }
    let found = run.phases.filter { $0.at.seconds - 100 > truth[3].start - 0.1 }
    #expect(found.map(\.phase) == expected.map(\.0))
    for (change, wanted) in zip(found, expected) {
      #expect(abs(change.at.seconds - 100 - wanted.1) < 0.25)
      #expect(change.decided.seconds(since: change.at) < 0.6)
    }
  }
}
