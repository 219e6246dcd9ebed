import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

@Suite struct CueTests {
  /// Shortens the eccentric phase of repetitions to so many seconds.
  private func eccentric(_ seconds: @escaping (Int) -> Double) -> [Finding] {
    Bench.series(12) { index, repetition in
      repetition.end = repetition.backStart.advanced(bySeconds: seconds(index))
    }
  }

  private func shoulder(_ level: @escaping (Int) -> Float) -> [Finding] {
    Bench.series(12) { index, repetition in repetition.outRMS[1] = level(index) }
  }

  private func said(_ setup: StationSetup, _ findings: [Finding]) -> [FeedbackMessage] {
    var coach = Bench.coach(setup)
    return Bench.say(&coach, findings)
  }

  @Test func `a clean set hears nothing`() throws {
    let messages = said(try Bench.curl(), Bench.series(12))
    #expect(messages.kinds == ["set.started"])
  }

  @Test func `one hasty repetition, or two far apart, are no reason to speak`() throws {
    let messages = said(try Bench.curl(), eccentric { [4, 7].contains($0) ? 1.5 : 3 })
    #expect(messages.cues.isEmpty)
  }

  @Test func `an eccentric phase too short in two of three is told once`() throws {
    let messages = said(try Bench.curl(), eccentric { [4, 6].contains($0) ? 1.5 : 3 })
    #expect(messages.cues.count == 1)
    let cue = try #require(messages.cues.first)
    #expect(cue.cue == "slow_on_the_way_down")
    #expect(cue.text == "Slow on the way down")
    #expect(cue.focus == .external && cue.muscle == nil)
    #expect(cue.because?.metric == "phase_shortfall_s")
    #expect(abs((cue.because?.value ?? 0) - 1.5) < 1e-6)
    #expect(cue.because?.threshold == 0.6)
    #expect(cue.because?.reps == 2)
    let message = messages.first { $0.kind == .cue }
    #expect(message?.envelope.tSignal == 43.5)
    #expect(message?.envelope.set == 1)
  }

  @Test func `a phase short by less than the threshold is let pass`() throws {
    let messages = said(try Bench.curl(), eccentric { _ in 2.45 })
    #expect(messages.cues.isEmpty)
  }

  @Test func `the cue speaks the station's language`() throws {
    var setup = try Bench.curl()
    setup.lang = "de"
    let messages = said(setup, eccentric { _ in 1 })
    #expect(messages.cues.first?.text == "Langsam hinunter")
  }

  @Test func `there is no tempo cue without a prescribed tempo`() throws {
    let messages = said(try Bench.curl(tempo: .some(nil)), eccentric { _ in 1 })
    #expect(messages.cues.isEmpty)
  }

  @Test func `the shoulder is told when it takes over`() throws {
    let messages = said(try Bench.curl(), shoulder { _ in 36 })
    let cue = try #require(messages.cues.first)
    #expect(cue.cue == "shoulder_still")
    #expect(cue.text == "Let the shoulder stay still")
    #expect(cue.muscle == "deltoid_anterior" && cue.side == .left)
    #expect(cue.focus == .internal)
    #expect(abs((cue.because?.value ?? 0) - 0.6) < 1e-6)
    #expect(messages.first { $0.kind == .cue }?.envelope.tSignal == 27)
  }

  @Test func `each side is looked at for itself`() throws {
    let reference = ActivationReference(kind: .mvc, value: 100)
    var setup = try Bench.curl()
    setup.muscles += [
      MuscleSlot(slot: 2, muscle: "biceps", side: .right, role: .target, reference: reference),
      MuscleSlot(
        slot: 3, muscle: "deltoid_anterior", side: .right, role: .compensator,
        reference: reference),
    ]
    let findings = Bench.series(3) { _, repetition in
      repetition.slots = 0b1111
      repetition.outRMS[2] = 60
      repetition.outRMS[3] = 48
    }
    let cue = try #require(said(setup, findings).cues.first)
    #expect(cue.side == .right)
    #expect(abs((cue.because?.value ?? 0) - 0.8) < 1e-6)
  }

  @Test(arguments: [nil, ActivationReference.Kind.refset])
  func `without maximal references no balance is cued`(
    kind: ActivationReference.Kind?
  ) throws {
    let messages = said(try Bench.curl(reference: kind), shoulder { _ in 90 })
    #expect(messages.cues.isEmpty)
  }

  @Test func `a ratio of two resting muscles is no reason to speak`() throws {
    let findings = Bench.series(12) { _, repetition in
      repetition.outRMS[0] = 4
      repetition.outRMS[1] = 9
    }
    #expect(said(try Bench.curl(), findings).cues.isEmpty)
  }

  @Test func `a poor channel is never cued`() throws {
    let poor = Finding.quality(
      QualityChange(
        station: 0, slot: 1, quality: .poor, flags: .motion, snrDB: 4, signalTime: .zero,
        decidedTime: .zero))
    #expect(said(try Bench.curl(), [poor] + shoulder { _ in 90 }).cues.isEmpty)
  }

  @Test func `partial repetitions neither call for a cue nor hide one`() throws {
    let findings = Bench.series(6) { index, repetition in
      repetition.isPartial = index.isMultiple(of: 2)
      repetition.outRMS[1] = 36
    }
    let messages = said(try Bench.curl(), findings)
    #expect(messages.cues.count == 1)
    #expect(messages.first { $0.kind == .cue }?.envelope.tSignal == 39)
  }

  @Test func `a cue that worked is praised once a set, one that did not is not`() throws {
    let mended = said(try Bench.curl(), shoulder { $0 <= 3 ? 36 : 15 })
    #expect(mended.outcomes.map(\.outcome) == [.worked])
    #expect(mended.praises.map(\.text) == ["That's it, keep it"])
    #expect(mended.praises.first?.because?.metric == "activation_ratio")
    let kinds = mended.kinds.filter { $0.hasPrefix("cue") }
    #expect(kinds == ["cue", "cue.outcome", "cue"], "praise comes after the outcome")
    let ignored = said(try Bench.curl(), shoulder { _ in 36 })
    #expect(ignored.outcomes.contains { $0.outcome == .noChange } && ignored.praises.isEmpty)
  }

  @Test func `a cue leaves with the repetition that earned it, nothing waits in between`() throws {
    var coach = Bench.coach(try Bench.curl())
    var seen = 0
    for case .repetition(let repetition) in shoulder({ _ in 36 }) {
      let response = coach.observe(.repetition(repetition))
      let cues = response.following.filter { $0.kind == .cue }
      seen += cues.count
      for cue in cues {
        #expect(cue.envelope.tSignal == repetition.end.seconds)
        #expect(cue.envelope.tEmit == repetition.decidedTime.seconds, "no time of its own passes")
      }
    }
    #expect(seen >= 2)
  }

  @Test func `praise for a cue about the order is nothing for a public screen`() {
    let body = Cue {
      $0.cue = "praise"
      $0.because = Cue.Because { $0.metric = "onset_delay_ms" }
    }
    let message = FeedbackMessage(envelope: Envelope(), body: .cue(body))
    #expect(message.seen(by: .screen) == nil && message.seen(by: .own) != nil)
  }

  @Test func `a signal that is lost in a set is told at once, once, and before all else`() throws {
    func lost(_ slot: UInt8, at seconds: Double, _ quality: SignalQuality = .off) -> Finding {
      .quality(
        QualityChange(
          station: 0, slot: slot, quality: quality, flags: .leadOff, snrDB: 0,
          signalTime: MonotonicTime(seconds: seconds),
          decidedTime: MonotonicTime(seconds: seconds + 0.1)))
    }
    let findings = Bench.series(6)
    var coach = Bench.coach(try Bench.curl())
    let before = Bench.say(&coach, [lost(0, at: 5), lost(0, at: 6, .good)])
    #expect(before.cues.isEmpty, "outside of a set the signal's own message is enough")
    _ = Bench.say(&coach, [findings[0]])
    let told = Bench.say(&coach, [lost(0, at: 16)])
    #expect(told.cues.map(\.cue) == ["signal_lost"])
    #expect(told.cues.first?.muscle == "biceps" && told.cues.first?.side == .left)
    #expect(told.first?.envelope.tSignal == 16)
    #expect(Bench.say(&coach, [lost(0, at: 17, .good), lost(0, at: 18)]).cues.isEmpty)
    _ = coach.silence(true, at: MonotonicTime(seconds: 20))
    #expect(Bench.say(&coach, [lost(1, at: 21)]).cues.isEmpty)
  }

  @Test func `tempo comes before dominance and only one cue at a time`() throws {
    let findings = Bench.series(12) { _, repetition in
      repetition.outRMS[1] = 36
      repetition.end = repetition.backStart.advanced(bySeconds: 1)
    }
    let messages = said(try Bench.curl(), findings)
    #expect(messages.cues.first?.cue == "slow_on_the_way_down")
    let kinds = messages.kinds.filter { $0.hasPrefix("cue") }
    for (cue, next) in zip(kinds, kinds.dropFirst()) {
      #expect(cue != next, "two cues without an outcome between them")
    }
  }

  @Test func `at most three cues a set, spaced by repetitions and seconds`() throws {
    let findings = Bench.series(30) { _, repetition in repetition.outRMS[1] = 36 }
    let messages = said(try Bench.curl(), findings)
    let times = messages.filter { $0.kind == .cue }.compactMap(\.envelope.tSignal)
    #expect(times.count == 3)
    for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier >= 12) }
    // Quick partial lifts: two repetitions are not enough when they last less than six seconds.
    let quick = Bench.series(12, period: 1.2) { _, repetition in
      repetition.outRMS[1] = 36
      repetition.outEnd = repetition.start.advanced(bySeconds: 0.5)
      repetition.backStart = repetition.outEnd
      repetition.end = repetition.start.advanced(bySeconds: 1)
    }
    let quickly = said(try Bench.curl(tempo: .some(nil)), quick)
      .filter { $0.kind == .cue }.compactMap(\.envelope.tSignal)
    #expect(quickly.count == 2)
    for (earlier, later) in zip(quickly, quickly.dropFirst()) { #expect(later - earlier >= 6) }
  }

  @Test(
    arguments: [
      (Float(10), Float(60), CueOutcome.Outcome.worked), (36, 60, .noChange),
      (60, 60, .worse), (40, 67, .worked), (36, 53, .worse),
    ])
  func `three repetitions later the outcome of a balance cue is told`(
    shoulder: Float, biceps: Float, outcome: CueOutcome.Outcome
  ) throws {
    let findings = Bench.series(6) { index, repetition in
      repetition.outRMS[0] = index <= 3 ? 60 : biceps
      repetition.outRMS[1] = index <= 3 ? 36 : shoulder
    }
    let messages = said(try Bench.curl(), findings)
    let told = try #require(messages.outcomes.first)
    #expect(told.cue == "shoulder_still")
    #expect(told.outcome == outcome)
    #expect(told.because?.reps == 3)
    let after = messages.first { $0.kind == .cueOutcome }
    #expect(after?.envelope.tSignal == 45)
  }

  @Test(
    arguments: [
      (3.0, CueOutcome.Outcome.worked), (1.5, .noChange), (1.6, .noChange), (1.2, .worse),
    ])
  func `the outcome of a tempo cue needs more than the measurement errs`(
    seconds: Double, outcome: CueOutcome.Outcome
  ) throws {
    let findings = eccentric { $0 <= 2 ? 1.5 : seconds }
    let told = said(try Bench.curl(), findings).outcomes.first
    #expect(told?.outcome == outcome)
  }

  @Test func `a set that ends too soon leaves no outcome`() throws {
    var coach = Bench.coach(try Bench.curl())
    var messages = Bench.say(
      &coach, Bench.series(5) { _, repetition in repetition.outRMS[1] = 36 })
    messages += coach.advance(to: MonotonicTime(seconds: 100))
    #expect(messages.cues.count == 1)
    #expect(messages.outcomes.isEmpty)
    let next = Bench.say(&coach, Bench.series(4, from: 200))
    #expect(next.outcomes.isEmpty)
  }

  @Test func `words that keep failing give way to others, then to silence`() throws {
    var coach = Bench.coach(try Bench.curl())
    var texts: [String] = []
    for set in 0..<5 {
      let findings = Bench.series(10, from: 10 + 200 * Double(set)) { _, repetition in
        repetition.outRMS[1] = 36
      }
      texts += Bench.say(&coach, findings).cues.map(\.text)
    }
    // Three failures rest a wording; the cue at the end of a set has no time to fail.
    let first = texts.prefix { $0 == "Let the shoulder stay still" }
    let second = texts.dropFirst(first.count)
    #expect((3...4).contains(first.count))
    #expect((3...4).contains(second.count))
    #expect(Set(second) == ["Only the elbow bends"])
    // Another exercise changes nothing for this one; another athlete starts anew.
    _ = coach.change(
      setup: StationSetup(station: "rack-1", athlete: "a1"), at: MonotonicTime(seconds: 1490))
    _ = coach.change(setup: try Bench.curl(), at: MonotonicTime(seconds: 1491))
    let still = Bench.series(5, from: 1500) { _, repetition in repetition.outRMS[1] = 36 }
    #expect(Bench.say(&coach, still).cues.isEmpty)
    _ = coach.change(
      setup: StationSetup(station: "rack-1", athlete: "a2"), at: MonotonicTime(seconds: 1900))
    _ = coach.change(setup: try Bench.curl(), at: MonotonicTime(seconds: 1901))
    let fresh = Bench.series(5, from: 2000) { _, repetition in repetition.outRMS[1] = 36 }
    #expect(Bench.say(&coach, fresh).cues.map(\.text) == ["Let the shoulder stay still"])
  }

  @Test func `nobody is talked to under a heavy load or at the end of strength`() throws {
    var heavy = try Bench.curl()
    heavy.loadOfMaximum = 0.9
    #expect(said(heavy, shoulder { _ in 36 }).cues.isEmpty)
    let tired = Bench.series(12) { index, repetition in
      repetition.outSpeed = index == 1 ? 100 : 55
      repetition.outRMS[1] = 36
    }
    #expect(said(try Bench.curl(tempo: .some(nil)), tired).cues.isEmpty)
  }

  @Test func `a too short pause is told where the tempo asks for one`() throws {
    let setup = StationSetup(
      station: "r", exercise: try Bench.exercise("paused_romanian_deadlift"))
    let findings = Bench.series(5, period: 8) { _, repetition in
      repetition.firstPhase = .eccentric
      repetition.outEnd = repetition.start.advanced(bySeconds: 3)
      repetition.backStart = repetition.outEnd.advanced(bySeconds: 0.5)
      repetition.end = repetition.backStart.advanced(bySeconds: 1)
    }
    #expect(said(setup, findings).cues.first?.cue == "stretch_then_squeeze")
    var flowing = setup
    flowing.tempo = Tempo("3-0-1-1")
    #expect(said(flowing, findings).cues.isEmpty)
  }
}
