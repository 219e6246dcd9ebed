import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

@Suite struct SummaryTests {
  private func summary(
    of setup: StationSetup, _ findings: [Finding]
  ) throws -> SetSummary {
    var coach = Bench.coach(setup)
    _ = Bench.say(&coach, findings)
    let end = coach.endSet(why: .coach, at: MonotonicTime(seconds: 900))
    return try #require(end.ended).summary
  }

  @Test func `counted, valid and partial repetitions are told apart`() throws {
    let summary = try summary(
      of: try Bench.curl(),
      Bench.series(8) { index, repetition in
        repetition.isPartial = index == 3
        repetition.isIncomplete = index == 5
      })
    #expect(summary.reps.counted == 7)
    #expect(summary.reps.valid == 6)
    #expect(summary.reps.partial == 1)
  }

  @Test func `tempo is the median and the part in band`() throws {
    let summary = try summary(
      of: try Bench.curl(),
      Bench.series(4) { index, repetition in
        if index == 4 { repetition.end = repetition.backStart.advanced(bySeconds: 1) }
      })
    let tempo = try #require(summary.tempo)
    #expect(abs((tempo.eccentricS ?? 0) - 3) < 1e-6)
    #expect(abs((tempo.concentricS ?? 0) - 1) < 1e-6)
    #expect(abs((tempo.contractedS ?? 0) - 1) < 1e-6)
    #expect(abs((tempo.stretchedS ?? 0) - 1) < 1e-6)
    #expect(tempo.n == 4)
    // 15 phases are judged (the last pause is cut): three pauses of 1 s for 0 and one eccentric
    // phase of 1 s for 3 are out.
    #expect(abs((tempo.inBand ?? 0) - 11.0 / 15) < 1e-9)
  }

  @Test func `share, dominance and activation carry n and confidence`() throws {
    let summary = try summary(of: try Bench.curl(), Bench.series(8))
    #expect(abs((summary.share?.value ?? 0) - 0.8) < 1e-9)
    #expect(summary.share?.n == 8)
    #expect(summary.share?.confidence == .high)
    #expect(abs((summary.dominance?.value ?? 0) - 2) < 1e-9)
    #expect(summary.activation?.muscles.first?.level.concentric == 0.6)
    #expect(summary.activation?.n == 8)
    let short = try self.summary(of: try Bench.curl(), Bench.series(2))
    #expect(short.share?.confidence == .low)
    #expect(short.consistency?.value == nil && short.consistency?.why == "too_few_reps")
  }

  @Test func `without references the balance is withheld with its reason`() throws {
    let summary = try summary(of: try Bench.curl(reference: nil), Bench.series(5))
    #expect(summary.share?.value == nil && summary.share?.why == "no_reference")
    #expect(summary.share?.text == "no reference was measured")
    #expect(summary.dominance?.why == "no_reference")
    #expect(summary.activation?.muscles.first?.microvolts.concentric == 60)
    #expect(summary.consistency?.value != nil)
  }

  @Test func `without electrodes and exercise nothing is invented`() throws {
    let summary = try summary(
      of: StationSetup(station: "r"),
      Bench.series(5) { _, repetition in
        repetition.firstPhase = .out
        repetition.slots = 0
      })
    #expect(summary.reps.counted == 5)
    #expect(summary.tempo?.why == "phase_unknown" && summary.tempo?.eccentricS == nil)
    #expect(summary.activation?.why == "no_emg")
    #expect(summary.share?.why == "no_emg")
    #expect(summary.consistency?.why == "no_emg")
    #expect(summary.velocityLoss?.why == "phase_unknown")
  }

  @Test func `consistency ignores a steady drift and sees unevenness`() throws {
    let drift = try summary(
      of: try Bench.curl(),
      Bench.series(8) { index, repetition in repetition.outRMS[0] = 50 + 3 * Float(index) })
    #expect((drift.consistency?.value ?? 1) < 1e-6)
    let uneven = try summary(
      of: try Bench.curl(),
      Bench.series(8) { index, repetition in
        repetition.outRMS[0] = index.isMultiple(of: 2) ? 72 : 48
      })
    #expect((0.18...0.25).contains(uneven.consistency?.value ?? 0))
  }

  @Test func `velocity loss is for free and explosive tempos alone`() throws {
    let slower = Bench.series(6) { index, repetition in
      repetition.outSpeed = index == 2 ? 100 : 80 - Float(index)
    }
    let prescribed = try summary(of: try Bench.curl(), slower)
    #expect(prescribed.velocityLoss?.why == "tempo_prescribed")
    let free = try summary(of: try Bench.curl(tempo: .some(nil)), slower)
    #expect(abs((free.velocityLoss?.value ?? 0) - 26) < 1e-6)
    #expect(free.velocityLoss?.n == 6)
    let explosive = try summary(of: try Bench.curl(tempo: Tempo("2-0-X-0")), slower)
    #expect(abs((explosive.velocityLoss?.value ?? 0) - 26) < 1e-6)
  }

  @Test func `poor signals lower the confidence and withhold the balance`() throws {
    let poor = Finding.quality(
      QualityChange(
        station: 0, slot: 0, quality: .poor, flags: .snr, snrDB: 4, signalTime: .zero,
        decidedTime: .zero))
    let summary = try summary(of: try Bench.curl(), [poor] + Bench.series(8))
    #expect(summary.share?.why == "poor_signal")
    #expect(summary.activation?.confidence == .low)
    #expect(summary.consistency?.value == nil)
    #expect(summary.tempo?.confidence == .high)
  }

  @Test func `an empty set has nothing to say and says so`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = coach.startSet(at: MonotonicTime(seconds: 1), by: .coach)
    let end = coach.endSet(why: .coach, at: MonotonicTime(seconds: 2))
    let summary = try #require(end.ended).summary
    #expect(summary.reps.counted == 0)
    #expect(summary.tempo?.why == "too_few_reps")
    #expect(summary.share?.why == "too_few_reps")
    #expect(end.first?.envelope.tSignal == 1)
  }
}
