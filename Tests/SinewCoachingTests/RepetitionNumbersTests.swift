import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

@Suite struct RepetitionNumbersTests {
  @Test func `a concentric-first repetition puts the pause on top`() throws {
    let repetition = Bench.repetition(1, at: 10, concentric: 1.2, top: 0.8, eccentric: 2.5)
    let numbers = RepetitionNumbers(repetition: repetition, setup: try Bench.curl())
    let tempo = try #require(numbers.tempo)
    #expect(abs(tempo.concentric - 1.2) < 1e-6)
    #expect(abs(tempo.eccentric - 2.5) < 1e-6)
    #expect(abs((tempo.contracted ?? 0) - 0.8) < 1e-6)
    #expect(tempo.stretched == nil)
    #expect(numbers.withheld.contains(WithheldMetric("tempo.stretched_s", .notYetKnown)))
    #expect(numbers.phases.map(\.phase) == [.concentric, .contracted, .eccentric])
    #expect(numbers.inBand?.eccentric == true)
    #expect(numbers.inBand?.stretched == nil)
  }

  @Test func `an eccentric-first repetition puts the pause below`() throws {
    let repetition = Bench.repetition(
      1, at: 10, concentric: 3, top: 1, eccentric: 1, first: .eccentric)
    let setup = StationSetup(station: "r", exercise: try Bench.exercise("back_squat"))
    let numbers = RepetitionNumbers(repetition: repetition, setup: setup, pauseAfter: 0.3)
    let tempo = try #require(numbers.tempo)
    #expect(abs(tempo.eccentric - 3) < 1e-6)
    #expect(abs((tempo.stretched ?? 0) - 1) < 1e-6)
    #expect(abs(tempo.concentric - 1) < 1e-6)
    #expect(tempo.contracted == 0.3)
    #expect(numbers.phases.map(\.phase) == [.eccentric, .stretched, .concentric])
    #expect(numbers.inBand?.stretched == false)
    #expect(numbers.speed == 30)
  }

  @Test func `a short turn is no phase of its own`() throws {
    let repetition = Bench.repetition(1, at: 10, top: 0.2)
    let numbers = RepetitionNumbers(repetition: repetition, setup: try Bench.curl())
    #expect(numbers.phases.map(\.phase) == [.concentric, .eccentric])
  }

  @Test func `share and dominance follow their formulas`() throws {
    let repetition = Bench.repetition(1, at: 10, biceps: 60, shoulder: 15)
    let numbers = RepetitionNumbers(repetition: repetition, setup: try Bench.curl())
    #expect(abs((numbers.share ?? 0) - 0.8) < 1e-9)
    #expect(abs((numbers.dominanceLog2 ?? 0) - 2) < 1e-9)
    #expect(numbers.muscle("biceps")?.concentric == 0.6)
    #expect(abs((numbers.muscle("biceps")?.eccentric ?? 0) - 0.3) < 1e-6)
    #expect(abs((numbers.muscle("biceps")?.peak ?? 0) - 0.9) < 1e-6)
    #expect(numbers.withheld.map(\.metric) == ["tempo.stretched_s", "order", "score"])
  }

  @Test func `without references levels stay raw and the balance is withheld`() throws {
    let setup = try Bench.curl(reference: nil)
    let numbers = RepetitionNumbers(
      repetition: Bench.repetition(1, at: 10, biceps: 60), setup: setup)
    #expect(numbers.share == nil && numbers.dominanceLog2 == nil)
    #expect(numbers.withheld.contains(WithheldMetric("share", .noReference)))
    #expect(numbers.withheld.contains(WithheldMetric("dominance_log2", .noReference)))
    let details = numbers.details(lang: "de")
    #expect(details.muscles?.first?.microvolts.concentric == 60)
    #expect(details.muscles?.first?.level.concentric == nil)
    #expect(
      details.withheld?.first { $0.metric == "share" }?.text == "keine Referenz gemessen")
  }

  @Test func `against a reference set there is a dominance and no share`() throws {
    let numbers = RepetitionNumbers(
      repetition: Bench.repetition(1, at: 10), setup: try Bench.curl(reference: .refset))
    #expect(numbers.share == nil)
    #expect(numbers.dominanceLog2 != nil)
    #expect(numbers.withheld.contains(WithheldMetric("share", .submaximalReference)))
  }

  @Test func `references of different kinds are not set against each other`() throws {
    let setup = StationSetup(
      station: "r", exercise: try Bench.exercise("biceps_curl"),
      muscles: [
        MuscleSlot(
          slot: 0, muscle: "biceps", role: .target,
          reference: ActivationReference(kind: .mvc, value: 100)),
        MuscleSlot(
          slot: 1, muscle: "deltoid_anterior", role: .compensator,
          reference: ActivationReference(kind: .refset, value: 100)),
      ])
    let numbers = RepetitionNumbers(repetition: Bench.repetition(1, at: 10), setup: setup)
    #expect(numbers.share == nil && numbers.dominanceLog2 == nil)
    #expect(numbers.withheld.contains(WithheldMetric("share", .mixedReferences)))
  }

  @Test func `a poor channel withholds the balance, a dead one its muscle too`() throws {
    var change = QualityChange(
      station: 0, slot: 1, quality: .poor, flags: .snr, snrDB: 5,
      signalTime: .zero, decidedTime: .zero)
    var qualities = SlotQualities()
    qualities.note(change)
    let setup = try Bench.curl()
    let repetition = Bench.repetition(1, at: 10)
    let poor = RepetitionNumbers(repetition: repetition, setup: setup, quality: qualities)
    #expect(poor.withheld.contains(WithheldMetric("share", .poorSignal)))
    #expect(poor.muscles.count == 2)
    change.quality = .off
    qualities.note(change)
    let dead = RepetitionNumbers(repetition: repetition, setup: setup, quality: qualities)
    #expect(dead.muscles.map(\.slot.muscle) == ["biceps"])
    #expect(
      dead.withheld.contains(WithheldMetric("muscles.deltoid_anterior", .poorSignal)))
    #expect(dead.withheld.contains(WithheldMetric("share", .noCompensator)))
  }

  @Test func `an unknown movement has out and back and no tempo`() throws {
    let setup = StationSetup(
      station: "r", muscles: [MuscleSlot(slot: 0, muscle: "biceps", role: .target)])
    let numbers = RepetitionNumbers(
      repetition: Bench.repetition(1, at: 10, first: .out), setup: setup)
    #expect(numbers.tempo == nil)
    #expect(numbers.phases.map(\.phase) == [.out, .outPause, .back])
    let details = numbers.details(lang: "en")
    #expect(details.tempo == nil)
    #expect(details.muscles?.first?.microvolts.out == 60)
    #expect(details.muscles?.first?.microvolts.concentric == nil)
  }

  @Test func `partial and incomplete repetitions are not judged`() throws {
    var repetition = Bench.repetition(1, at: 10)
    repetition.isPartial = true
    let partial = RepetitionNumbers(repetition: repetition, setup: try Bench.curl())
    #expect(partial.inBand == nil)
    #expect(partial.withheld.contains(WithheldMetric("tempo.in_band", .partialRepetition)))
    repetition.isPartial = false
    repetition.isIncomplete = true
    let torn = RepetitionNumbers(repetition: repetition, setup: try Bench.curl())
    #expect(torn.inBand == nil && torn.share == nil)
    #expect(torn.withheld.contains(WithheldMetric("share", .incompleteData)))
  }

  @Test func `numbers that are none reach nobody`() throws {
    var repetition = Bench.repetition(1, at: 10)
    repetition.range = .nan
    repetition.outSpeed = .infinity
    repetition.outRMS[1] = .nan
    let numbers = RepetitionNumbers(repetition: repetition, setup: try Bench.curl())
    #expect(numbers.range == 0 && numbers.speed == 0)
    #expect(numbers.muscles.count == 1)
    #expect(ActivationReference(kind: .mvc, value: 0) == nil)
    #expect(ActivationReference(kind: .mvc, value: .nan) == nil)
  }
}
