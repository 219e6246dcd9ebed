import SinewFeedback
import SinewSignal
import Testing

@testable import SinewCoaching

/// Isometric exercises: what is told while a muscle is held tense, and when the set begins and ends.
@Suite struct HoldTests {
  private func setup(reference: Double? = 100, rateHz: Double? = 1000) throws -> StationSetup {
    StationSetup(
      station: "rack-1", athlete: "a1", exercise: try Bench.exercise("isometric_hold"),
      muscles: [
        MuscleSlot(
          slot: 0, muscle: "gluteus_maximus", side: .left, role: .target,
          reference: reference.flatMap { ActivationReference(kind: .mvc, value: $0) },
          sampleRateHz: rateHz)
      ])
  }

  /// Twenty levels a second; what is above 10 is active.
  private func run(
    _ coach: inout Coach, seconds: Range<Double>, _ level: (Double) -> Float
  ) -> [FeedbackMessage] {
    var messages: [FeedbackMessage] = []
    for index in Int(seconds.lowerBound * 20)..<Int(seconds.upperBound * 20) {
      let time = Double(index) / 20
      var tick = ActivationTick(station: 0, bank: 0, lanes: 1)
      tick.signalTime = MonotonicTime(seconds: 1000 + time)
      tick.decidedTime = tick.signalTime.advanced(bySeconds: 0.038)
      tick.levels[0] = level(time)
      tick.active = level(time) > 10 ? 1 : 0
      let response = coach.observe(.activation(tick))
      messages += response.opening + response.following
    }
    return messages
  }

  private func holds(_ messages: [FeedbackMessage]) -> [Hold] {
    messages.compactMap { if case .hold(let hold) = $0.body { hold } else { nil } }
  }

  @Test func aHoldIsToldEverySecondAndMakesItsOwnSet() throws {
    var coach = Bench.coach(try setup())
    let messages = run(&coach, seconds: 0..<20) { $0 >= 3 && $0 < 12 ? 50 : 2 }
    let holds = holds(messages)
    #expect(holds.count == 9)
    for (index, hold) in holds.dropLast().enumerated() {
      #expect(abs(hold.seconds - Double(index + 1)) < 0.12 && hold.inBand == true)
    }
    let last = try #require(holds.last)
    #expect(abs(last.seconds - 8.95) < 0.06 && last.muscle == "gluteus_maximus")
    #expect((last.quality ?? 0) > 90 && last.steadiness == 0)
    let kinds = messages.map(\.body.kind)
    #expect(kinds.filter { $0 == .setStarted }.count == 1)
    let started = try #require(messages.first { $0.body.kind == .setStarted })
    #expect(abs((started.envelope.tSignal ?? 0) - 1003) < 0.06)
    let ended = try #require(messages.first { $0.body.kind == .setEnded })
    #expect(abs((ended.envelope.tEmit ?? 0) - 1015) < 0.2)
    #expect(abs((ended.envelope.tSignal ?? 0) - 1012) < 0.1)
    guard case .setEnded(let body) = ended.body else { return }
    #expect(body.summary.steadiness?.value == 0)
  }

  @Test func whatFallsOutOfTheBandFailsAfterHalfASecond() throws {
    var coach = Bench.coach(try setup())
    let messages = run(&coach, seconds: 0..<14) { time in
      time < 2 || time >= 12 ? 2 : time < 6 ? 50 : time < 8 ? 25 : 50
    }
    let last = try #require(holds(messages).last)
    #expect(last.inBand == false)
    #expect((last.quality ?? 100) < 50)
    let early = holds(messages).filter { $0.seconds < 4 }
    #expect(early.allSatisfy { $0.inBand == true })
  }

  @Test func aTwitchAndAShortLapseAreNeitherBeginningNorEnd() throws {
    var coach = Bench.coach(try setup())
    let twitch = run(&coach, seconds: 0..<6) { $0 >= 2 && $0 < 2.8 ? 60 : 2 }
    #expect(twitch.isEmpty && coach.currentSet == nil)
    let lapse = run(&coach, seconds: 6..<14) { $0 > 10 && $0 < 10.4 ? 2 : 50 }
    #expect(lapse.filter { $0.body.kind == .setStarted }.count == 1)
    #expect((holds(lapse).map(\.seconds).max() ?? 0) > 6.5)
  }

  @Test func aHoldOfAMinuteIsOneHold() throws {
    var coach = Bench.coach(try setup(reference: nil))
    let messages = run(&coach, seconds: 0..<75) { $0 >= 5 && $0 < 65 ? 40 : 2 }
    #expect(holds(messages).last.map { abs($0.seconds - 59.95) < 0.06 } == true)
    #expect(messages.filter { $0.body.kind == .setEnded }.count == 1)
  }

  @Test func anUnsteadyMuscleIsToldAboveTheFloorAndAnUnknownRateNothing() throws {
    // Windows of 250 ms that alternate by a fifth: a variation of 20 %.
    func level(_ time: Double) -> Float {
      time < 2 || time >= 12 ? 2 : Int(time * 4) % 2 == 0 ? 60 : 40
    }
    var coach = Bench.coach(try setup())
    let last = try #require(holds(run(&coach, seconds: 0..<14, level)).last)
    #expect(abs((last.steadiness ?? 0) - 0.19) < 0.03)
    var unknown = Bench.coach(try setup(rateHz: nil))
    #expect(holds(run(&unknown, seconds: 0..<14, level)).allSatisfy { $0.steadiness == nil })
  }

  @Test func anExerciseWithRepetitionsHasNoSuchHolds() throws {
    var coach = Bench.coach(try Bench.curl())
    let messages = run(&coach, seconds: 0..<10) { $0 >= 2 ? 50 : 2 }
    #expect(messages.isEmpty)
  }
}
