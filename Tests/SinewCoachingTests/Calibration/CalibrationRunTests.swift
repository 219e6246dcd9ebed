import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// Guided calibrations with synthetic muscles, hostile ones among them.
@Suite struct CalibrationRunTests {
  @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func threeTrialsThatAgreeMakeAMaximum(
    seed: UInt64
  ) throws {
    var gym = Gym(.mvc, chosen: [0], seed: seed)
    gym.muscles = { run, slot in
      slot == 0 && run.isWork ? 800 : 3
    }
    gym.run()
    let done = try #require(gym.told.last)
    #expect(done.step == .done)
    #expect(done.result?.reference == .mvc)
    #expect(done.trial == 3)
    // A root mean square of half a second of noise varies by some 6 % (science 1.4).
    #expect((780...950).contains(done.result?.levelMicrovolts ?? 0))
    #expect(
      gym.steps == ["get_ready"]
        + Array(
          repeating: ["ramp", "hold", "relax", "rest"], count: 3
        ).joined().dropLast(2) + ["done"])
    #expect(gym.seconds > 2 * 60)
    // The breathing prompt stands in every second of a maximal hold.
    let holds = gym.told.filter { $0.step == .hold }
    #expect(holds.allSatisfy { $0.prompt?.contains("breathing") == true })
    // About twice a second, with a countdown.
    #expect((12...22).contains(holds.count))
    #expect(holds.allSatisfy { ($0.remainingS ?? 9) <= 3 })
  }

  @Test func trialsThatDifferAreTriedAgainButNoMoreThanFive() throws {
    var gym = Gym(.mvc, chosen: [0], seed: 7)
    gym.muscles = { run, slot in
      slot == 0 && run.isWork ? 200 * pow2(Double(run.trialNow - 1)) : 3
    }
    gym.run()
    let done = try #require(gym.told.last)
    #expect(done.step == .done)
    #expect(done.trial == 5)
    #expect((done.result?.levelMicrovolts ?? 0) > 3000)
  }

  @Test func noContractionIsRefusedAfterASecondTry() throws {
    var gym = Gym(.mvc, chosen: [0], seed: 1)
    gym.muscles = { _, _ in 3 }
    gym.run()
    #expect(gym.told.last?.step == .refused)
    #expect(gym.told.last?.why == "no_contraction")
    #expect(gym.told.filter { $0.why == "no_contraction" }.count == 2)
    #expect(gym.calibration.results.isEmpty)
  }

  @Test func theWrongMuscleIsNamedAsSuch() throws {
    var gym = Gym(.mvc, chosen: [0], seed: 1)
    gym.muscles = { run, slot in
      slot == 1 && run.isWork ? 800 : 3
    }
    gym.run()
    #expect(gym.told.last?.why == "wrong_muscle")
  }

  @Test(arguments: [
    (QualityFlags.clip, "clipped"), (.motion, "motion"), (.flat, "electrode_off"),
    (.drop, "signal_lost"),
  ])
  func aSpoiltTrialIsRepeatedAndASecondOneRefused(
    fault: (flags: QualityFlags, why: String)
  ) throws {
    // Only the first trial is spoilt: it is tried again and all ends well.
    var once = Gym(.mvc, chosen: [0], seed: 2)
    once.muscles = { run, slot in
      slot == 0 && run.isWork ? 800 : 3
    }
    once.faults = { run, second in second < 9 && run.isHolding ? fault.flags : [] }
    once.run()
    #expect(once.told.contains { $0.step == .relax && $0.why == fault.why })
    #expect(once.told.last?.step == .done)
    var always = Gym(.mvc, chosen: [0], seed: 2)
    always.muscles = once.muscles
    always.faults = { run, _ in run.isHolding ? fault.flags : [] }
    always.run()
    #expect(always.told.last?.step == .refused)
    #expect(always.told.last?.why == fault.why)
    #expect(always.calibration.results.isEmpty)
  }

  @Test func aSensorThatIsLostInTheMiddleEndsIt() throws {
    var gym = Gym(.mvc, chosen: [0], seed: 3)
    gym.muscles = { run, slot in
      slot == 0 && run.isWork ? 800 : 3
    }
    gym.silentFrom = 8
    gym.run()
    #expect(gym.told.last?.step == .refused)
    #expect(gym.told.last?.why == "signal_lost")
    #expect(gym.seconds < 25)
  }

  @Test func restIsMeasuredOfAllMusclesAndRefusedOfATenseOne() throws {
    var calm = Gym(.rest, chosen: [0, 1], seed: 4)
    calm.muscles = { _, slot in slot == 0 ? 3 : 5 }
    calm.run()
    let results = calm.told.filter { $0.step == .done }
    #expect(results.map(\.muscle) == ["biceps", "biceps"])
    #expect((2.4...3.6).contains(results.first?.result?.levelMicrovolts ?? 0))
    var moving = Gym(.rest, chosen: [0, 1], seed: 4)
    moving.wave = { slot, second in slot == 0 && Int(second) % 2 == 0 ? 40 : 3 }
    moving.run()
    #expect(moving.told.last?.why == "not_still")
  }

  @Test func theRightMusclesAnswerTheirNames() throws {
    var gym = Gym(.placement, chosen: [0, 1], seed: 5)
    gym.muscles = { run, slot in
      run.isWork && run.askedSlot == slot ? 200 : 3
    }
    gym.run()
    #expect(gym.told.filter { $0.step == .done }.count == 2)
    #expect(gym.calibration.exchange.isEmpty)
    #expect(gym.told.contains { $0.prompt == "Tense: left biceps." })
  }

  @Test func swappedElectrodesAreOfferedForExchange() throws {
    var gym = Gym(.placement, chosen: [0, 1], seed: 5)
    gym.muscles = { run, slot in
      run.isWork && run.askedSlot == 1 - slot ? 200 : 3
    }
    gym.run()
    let last = try #require(gym.told.last)
    #expect(last.step == .refused)
    #expect(last.why == "swapped")
    #expect(last.side == .left)
    #expect(last.arguments?["answered_side"] == "right")
    #expect(gym.calibration.exchange.map { [$0.0, $0.1] } == [[0, 1]])
  }

  @Test func oneWrongMuscleIsNoSwap() throws {
    var gym = Gym(.placement, chosen: [0, 1], seed: 6)
    // Whatever is asked for, the right arm answers.
    gym.muscles = { run, slot in slot == 1 && run.isWork ? 200 : 3 }
    gym.run()
    #expect(gym.told.last?.why == "wrong_muscle")
    #expect(gym.calibration.exchange.isEmpty)
  }

  @Test func theRangeIsTheMedianOfThreeFullRepetitions() throws {
    var gym = Gym(.rom, chosen: [], seed: 1)
    gym.repetitions = [(118, false), (40, true), (122, false), (120, false)]
    gym.run()
    #expect(gym.told.last?.result?.romDegrees == 120)
    var none = Gym(.rom, chosen: [], seed: 1)
    none.run()
    #expect(none.told.last?.why == "no_movement")
  }

  @Test func aReferenceSetIsTheMedianOfRepetitionsTwoToSix() throws {
    var gym = Gym(.refset, chosen: [0, 1], seed: 1)
    gym.repetitions = Array(repeating: (110, false), count: 6)
    gym.run()
    let results = gym.told.filter { $0.step == .done }
    #expect(results.count == 2)
    #expect(results.allSatisfy { $0.result?.reference == .refset })
    #expect(results.first?.result?.levelMicrovolts == 60)
  }

  @Test func stoppingSaysWhyAndMeasuresNothing() throws {
    for why in [CalibrationRefusal.cancelled, .setupChanged] {
      var gym = Gym(.mvc, chosen: [0], seed: 1)
      _ = gym.calibration.advance(to: gym.now.advanced(bySeconds: 6))
      let told = gym.calibration.stop(why)
      #expect(told.map(\.why) == [why.rawValue])
      #expect(gym.calibration.isOver)
      #expect(gym.calibration.stop(why).isEmpty)
      #expect(gym.calibration.results.isEmpty)
    }
  }

  @Test func everyWordIsThereInBothLanguages() throws {
    for why in CalibrationRefusal.allCases {
      #expect(why.sentence.de != nil)
      #expect(why.sentence.text("de") != why.sentence.text("en"))
    }
    var gym = Gym(.placement, chosen: [0], seed: 1, lang: "de")
    gym.run()
    #expect(gym.told.contains { $0.prompt == "Spann an: Bizeps links." })
  }
}

private func pow2(_ exponent: Double) -> Double { (0..<Int(exponent)).reduce(1) { n, _ in 2 * n } }

/// What a synthetic muscle may know of the run.
private struct Moment {
  let step: Calibration.Step
  let trialNow: Int
  let askedSlot: Int?
  var isHolding: Bool { step == .hold }
  var isWork: Bool { step == .hold || step == .ramp }
}

/// Two synthetic muscles and time that only the test moves. Levels are noise: a root mean square of
/// half a second has the scatter of science 1.4.
private struct Gym {
  var calibration: CalibrationRun
  var now = MonotonicTime(seconds: 50)
  var told: [Calibration] = []
  var muscles: (Moment, Int) -> Double = { _, _ in 3 }
  var wave: ((Int, Double) -> Double)?
  var faults: (Moment, Double) -> QualityFlags = { _, _ in [] }
  var silentFrom = Double.infinity
  var repetitions: [(range: Float, isPartial: Bool)] = []
  private var random: LevelScatter
  private var ramp = [0.0, 0.0]
  private var flags: QualityFlags = []
  private let worn: [MuscleSlot]
  private let began: MonotonicTime

  init(_ what: Calibration.What, chosen: [Int], seed: UInt64, lang: String = "en") {
    worn = [Side.left, .right].enumerated().map { slot, side in
      MuscleSlot(
        slot: slot, muscle: "biceps", side: side, role: .target, sampleRateHz: 1000)
    }
    began = now
    calibration = CalibrationRun(
      what, worn: worn, chosen: chosen.map { [worn] in worn[$0] }, lang: lang, at: now)
    random = LevelScatter(seed: seed)
  }

  var seconds: Double { now.seconds(since: began) }

  /// Steps in the order in which they were told, without repeats.
  var steps: [String] {
    var steps: [String] = []
    for message in told where steps.last != message.step.rawValue {
      steps.append(message.step.rawValue)
    }
    return steps
  }

  private var moment: Moment {
    let last = told.last
    return Moment(
      step: last?.step ?? .getReady, trialNow: last?.trial ?? 1,
      askedSlot: worn.first { $0.side == last?.side && last?.muscle != nil }?.slot)
  }

  /// Until it is over, or for an hour of the athlete's life.
  mutating func run() {
    while !calibration.isOver, seconds < 3600 {
      now = now.advanced(bySeconds: 0.05)
      let moment = moment
      if seconds < silentFrom {
        flag(faults(moment, seconds))
        tick(moment)
      }
      if moment.isHolding, !repetitions.isEmpty, seconds > 7 { repeatOnce() }
      told += calibration.advance(to: now)
    }
  }

  private mutating func tick(_ moment: Moment) {
    var tick = ActivationTick(station: 0, bank: 0, lanes: 0b11)
    tick.decidedTime = now
    tick.hasEffort = true
    for slot in 0..<2 {
      let goal = wave?(slot, seconds) ?? muscles(moment, slot)
      // Half a second of window: the level follows the muscle in ten steps.
      ramp[slot] = ramp[slot] == 0 ? goal : ramp[slot] + 0.2 * (goal - ramp[slot])
      tick.effort[slot] = Float(ramp[slot] * (1 + 0.05 * random.next()))
    }
    calibration.note(.activation(tick))
  }

  private mutating func flag(_ now: QualityFlags) {
    guard now != flags else { return }
    flags = now
    calibration.note(
      .quality(
        QualityChange(
          station: 0, slot: 0, quality: now.isEmpty ? .good : .fair, flags: now, snrDB: 20,
          signalTime: self.now, decidedTime: self.now)))
  }

  private mutating func repeatOnce() {
    let (range, isPartial) = repetitions.removeFirst()
    // Over and decided a moment ago.
    var repetition = Bench.repetition(UInt32(repetitions.count), at: now.seconds - 5.3)
    repetition.range = range
    repetition.isPartial = isPartial
    calibration.note(.repetition(repetition))
  }
}

/// Roughly normal noise of deviation 1 from a seed, the same everywhere.
private struct LevelScatter {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> Double {
    var sum = 0.0
    for _ in 0..<12 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      sum += Double(state >> 11) / Double(1 << 53)
    }
    return sum - 6
  }
}
