import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// What counts as 100 % without anybody asking.
@Suite struct SessionReferenceTests {
  @Test func twoContractionsAreNeededAndTheHardestOfThemIsTheReference() throws {
    var visit = try Visit()
    visit.hold(3, for: 2)
    visit.hold(100, for: 1)
    visit.hold(3, for: 1)
    #expect(visit.news.isEmpty)
    visit.hold(120, for: 1)
    // Nothing is measured by its own maximum: the contraction counts when it is over.
    #expect(visit.news.isEmpty)
    visit.hold(3, for: 1)
    let told = try #require(visit.news.last)
    #expect(told.what == .taskmax)
    #expect(told.step == .done)
    #expect(told.muscle == "biceps")
    #expect(told.result?.reference == .taskmax)
    #expect(abs((told.result?.levelMicrovolts ?? 0) - 120) < 1)
    #expect(visit.reference(of: 0)?.kind == .taskmax)
    // The shoulder has not worked: it has no 100 %.
    #expect(visit.reference(of: 1) == nil)
  }

  @Test func aKnockOnTheCableIsNoReference() throws {
    var visit = try Visit()
    visit.hold(3, for: 2)
    visit.hold(5000, for: 0.6)
    visit.hold(3, for: 1)
    visit.hold(100, for: 1)
    visit.hold(3, for: 1)
    #expect(visit.news.isEmpty)
  }

  @Test func whatIsClippedMovedOrOffIsNoReference() throws {
    for flags in [QualityFlags.clip, .motion, .drop, .flat] {
      var visit = try Visit()
      visit.hold(3, for: 2)
      visit.quality(.fair, flags)
      for _ in 1...3 {
        visit.hold(100, for: 1)
        visit.hold(3, for: 1)
      }
      #expect(visit.news.isEmpty)
    }
    var visit = try Visit()
    visit.hold(3, for: 2)
    for _ in 1...3 {
      visit.hold(100, for: 1, quality: .poor)
      visit.hold(3, for: 1)
    }
    #expect(visit.news.isEmpty)
  }

  @Test func theFirstSetOfTheExerciseBecomesTheUsual() throws {
    var visit = try Visit()
    visit.set([50, 60, 62, 58, 61, 59, 90])
    let told = visit.news.filter { $0.what == .refset }
    #expect(told.map(\.muscle) == ["biceps", "deltoid_anterior"])
    // The median of repetitions 2 to 6; the first and the seventh do not count.
    #expect(told.first?.result?.levelMicrovolts == 60)
    #expect(visit.reference(of: 0)?.kind == .refset)
    #expect(visit.dressed.muscles[0].band == 0.8...1.3)
    // A second set changes nothing: it is measured by the first.
    visit.set([90, 90, 90, 90, 90, 90])
    #expect(visit.reference(of: 0)?.value == 60)
  }

  @Test func threeRepetitionsAreNoReferenceSet() throws {
    var visit = try Visit()
    visit.set([50, 60, 62])
    #expect(!visit.news.contains { $0.what == .refset })
    visit.set([50, 70, 70, 70])
    #expect(visit.reference(of: 0)?.value == 70)
  }

  @Test func aWorkSetIsNoReferenceSet() throws {
    var visit = try Visit()
    visit.setup.isWarmUp = false
    visit.wear()
    visit.set([50, 60, 62, 58, 61, 59])
    #expect(visit.reference(of: 0) == nil)
  }

  @Test func anotherExerciseHasItsOwnUsual() throws {
    var visit = try Visit()
    visit.set([60, 60, 60, 60])
    visit.setup.exercise = try Bench.exercise("lateral_raise")
    visit.wear()
    #expect(visit.reference(of: 1)?.kind != .refset)
    visit.setup.exercise = try Bench.exercise("biceps_curl")
    visit.wear()
    #expect(visit.reference(of: 0)?.value == 60)
  }

  @Test func aReferenceNeverChangesWithinASetButComesWhereThereWasNone() throws {
    var visit = try Visit()
    visit.references.setBegan()
    visit.hold(3, for: 2)
    for level in [100.0, 110] {
      visit.hold(level, for: 1)
      visit.hold(3, for: 1)
    }
    let first = try #require(visit.reference(of: 0))
    #expect(first.kind == .taskmax)
    visit.hold(200, for: 1)
    visit.hold(3, for: 1)
    #expect(visit.reference(of: 0) == first)
    visit.references.setEnded(at: visit.now)
    visit.collect()
    #expect(abs((visit.reference(of: 0)?.value ?? 0) - 200) < 1)
  }

  @Test func itExpiresAfterSixHoursAndSaysSo() throws {
    var visit = try Visit()
    visit.set([60, 60, 60, 60])
    visit.news = []
    visit.now = visit.now.advanced(bySeconds: 6 * 3600 + 1)
    visit.collect()
    #expect(visit.news.allSatisfy { $0.step == .refused && $0.why == "reference_expired" })
    #expect(visit.news.count == 2)
    #expect(visit.reference(of: 0) == nil)
  }

  @Test func electrodesThatWereOffAreNewElectrodes() throws {
    var visit = try Visit()
    visit.set([60, 60, 60, 60])
    visit.quality(.off, .flat)
    visit.now = visit.now.advanced(bySeconds: 5)
    visit.quality(.good)
    #expect(visit.reference(of: 0)?.value == 60)
    visit.quality(.off, .flat)
    visit.now = visit.now.advanced(bySeconds: 31)
    visit.quality(.good)
    #expect(visit.reference(of: 0) == nil)
    #expect(visit.news.last?.why == "electrodes_off")
    #expect(visit.reference(of: 1) != nil)
  }

  @Test func anotherChainOrAnotherMuscleIsMeasuredAnew() throws {
    for change in [(chain: "a/gain6", muscle: "biceps"), (chain: "a/gain24", muscle: "soleus")] {
      var visit = try Visit()
      visit.set([60, 60, 60, 60])
      let old = visit.setup.muscles[0]
      visit.setup.muscles[0] = MuscleSlot(
        slot: 0, muscle: change.muscle, side: old.side, role: .target, sampleRateHz: 1000,
        chain: change.chain)
      visit.wear()
      #expect(visit.reference(of: 0) == nil)
      #expect(visit.reference(of: 1) != nil)
    }
  }

  @Test func aMaximumHoldsOverTheUsualAndAHarderWarmUpRepairsIt() throws {
    var visit = try Visit()
    visit.references.measured(.mvc, slot: 0, value: 100, at: visit.now)
    visit.collect()
    visit.hold(3, for: 2)
    for _ in 1...2 {
      visit.hold(130, for: 1)
      visit.hold(3, for: 1)
    }
    #expect(visit.reference(of: 0)?.kind == .mvc)
    #expect(abs((visit.reference(of: 0)?.value ?? 0) - 130) < 1)
    visit.set([60, 60, 60, 60])
    #expect(visit.reference(of: 0)?.kind == .mvc)
  }

  @Test func aMuscleThatDoesNotWorkHasNoUsual() throws {
    var visit = try Visit()
    visit.hold(3, for: 2)
    visit.set([60, 60, 60, 60], shoulder: 4)
    #expect(visit.reference(of: 0)?.kind == .refset)
    #expect(visit.reference(of: 1) == nil)
  }

  @Test func aRemovedRepetitionDoesNotCount() throws {
    var visit = try Visit()
    visit.set([60, 60, 60, 500], removing: 4)
    #expect(visit.reference(of: 0) == nil)
  }
}

/// An athlete with two channels, and time that only the test moves.
private struct Visit {
  var references = SessionReferences()
  var setup: StationSetup
  var now = MonotonicTime(seconds: 100)
  var news: [Calibration] = []
  private var ids: UInt32 = 0

  init() throws {
    setup = StationSetup(
      station: "rack-1", exercise: try Bench.exercise("biceps_curl"),
      muscles: [
        MuscleSlot(
          slot: 0, muscle: "biceps", side: .left, role: .target, sampleRateHz: 1000,
          chain: "a/gain24"),
        MuscleSlot(
          slot: 1, muscle: "deltoid_anterior", side: .left, role: .compensator,
          sampleRateHz: 1000, chain: "b/gain24"),
      ])
    wear()
  }

  var dressed: StationSetup { references.dressed(setup) }

  func reference(of slot: Int) -> ActivationReference? { dressed.muscles[slot].reference }

  mutating func wear() { references.wear(setup, at: now) }

  mutating func collect() { news += references.news(at: now, lang: "en") }

  /// A steady level of the biceps; the shoulder rests at 3.
  mutating func hold(_ level: Double, for seconds: Double, quality: SignalQuality = .good) {
    for _ in 0..<Int(seconds / 0.05) {
      now = now.advanced(bySeconds: 0.05)
      var tick = ActivationTick(station: 0, bank: 0, lanes: 0b11)
      tick.decidedTime = now
      tick.effort[0] = Float(level)
      tick.effort[1] = 3
      tick.quality[0] = quality.rawValue
      tick.hasEffort = true
      references.note(.activation(tick))
      collect()
    }
  }

  mutating func quality(_ quality: SignalQuality, _ flags: QualityFlags = []) {
    references.note(
      .quality(
        QualityChange(
          station: 0, slot: 0, quality: quality, flags: flags, snrDB: 20, signalTime: now,
          decidedTime: now)))
    collect()
  }

  mutating func set(_ levels: [Float], shoulder: Float = 20, removing removed: Int = 0) {
    references.setBegan()
    for (index, level) in levels.enumerated() {
      ids += 1
      let repetition = Bench.repetition(
        ids, at: now.seconds, biceps: level, shoulder: shoulder)
      now = repetition.decidedTime
      references.note(.repetition(repetition))
      if index + 1 == removed {
        references.note(
          .repetitionRevised(
            RepetitionRevision(
              station: 0, id: ids, removed: true, why: .notALift, end: now, decidedTime: now)))
      }
      collect()
    }
    references.setEnded(at: now)
    collect()
  }
}
