import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

@Suite struct SetTests {
  private func phase(_ phase: MovementPhase, at time: Double) -> Finding {
    .phase(
      PhaseChange(
        station: 0, phase: phase, signalTime: MonotonicTime(seconds: time),
        decidedTime: MonotonicTime(seconds: time + 0.1)))
  }

  private func movementEnd(at time: Double) -> Finding {
    .movementEnded(
      MovementEnd(
        station: 0, signalTime: MonotonicTime(seconds: time),
        decidedTime: MonotonicTime(seconds: time + 2)))
  }

  private func walk(at time: Double) -> Finding {
    var end = MovementEnd(
      station: 0, signalTime: MonotonicTime(seconds: time),
      decidedTime: MonotonicTime(seconds: time + 4))
    end.isWalking = true
    return .movementEnded(end)
  }

  private func removal(_ id: UInt32, at time: Double) -> Finding {
    .repetitionRevised(
      RepetitionRevision(
        station: 0, id: id, removed: true, why: .notALift, end: .zero,
        decidedTime: MonotonicTime(seconds: time)))
  }

  @Test func `the first repetition opens the set, dated back to its start`() throws {
    var coach = Bench.coach(try Bench.curl(), firstSet: 42)
    #expect(coach.nextDeadline == nil)
    let response = coach.observe(.repetition(Bench.repetition(7, at: 10)))
    #expect(response.opening.kinds == ["set.started"])
    let envelope = try #require(response.opening.first?.envelope)
    #expect(envelope.tSignal == 10)
    #expect(envelope.tEmit == MonotonicTime(seconds: 15.25).seconds)
    #expect(envelope.set == 42)
    #expect(envelope.station == "rack-1" && envelope.athlete == "a1")
    #expect(envelope.exercise == "biceps_curl")
    #expect(response.repetition == RepetitionNumber(set: 42, rep: 1))
    #expect(response.numbers != nil)
    #expect(coach.currentSet == 42)
    #expect(coach.nextDeadline == MonotonicTime(seconds: 23))
  }

  @Test func `a set says what is asked for and what is measured`() throws {
    var coach = Bench.coach(try Bench.curl())
    let response = coach.observe(.repetition(Bench.repetition(1, at: 10)))
    guard case .setStarted(let started)? = response.opening.first?.body else {
      Issue.record("no set.started")
      return
    }
    #expect(started.startedBy == .movement)
    #expect(started.target?.tempo?.eccentricS == 3)
    #expect(started.target?.tempo?.isExplosive == false)
    #expect(started.muscles.map(\.muscle) == ["biceps", "deltoid_anterior"])
    #expect(started.muscles.map(\.reference) == [.mvc, .mvc])
  }

  @Test func `the set ends by the time-out and not before`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(3))
    let deadline = try #require(coach.nextDeadline)
    #expect(deadline == MonotonicTime(seconds: 35))
    #expect(coach.advance(to: MonotonicTime(nanoseconds: deadline.nanoseconds - 1)).isEmpty)
    let messages = coach.advance(to: deadline)
    #expect(messages.kinds == ["set.ended"])
    #expect(messages.first?.envelope.tSignal == 27)
    #expect(messages.first?.envelope.tEmit == 35)
    #expect(messages.ended?.why == "still")
    #expect(messages.ended?.summary.reps.counted == 3)
    #expect(coach.currentSet == nil && coach.nextDeadline == nil)
    #expect(coach.advance(to: MonotonicTime(seconds: 100)).isEmpty)
  }

  @Test func `findings let time pass as well as a timer does`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(2))
    let second = coach.observe(.repetition(Bench.repetition(9, at: 60)))
    #expect(second.opening.kinds == ["set.ended", "set.started"])
    #expect(second.repetition == RepetitionNumber(set: 2, rep: 1))
    var tick = ActivationTick(station: 0, bank: 0, lanes: 1)
    tick.decidedTime = MonotonicTime(seconds: 90)
    #expect(coach.observe(.activation(tick)).opening.kinds == ["set.ended"])
  }

  @Test func `rest-pause goes on in the same set`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(3))
    #expect(coach.observe(movementEnd(at: 27)).opening.isEmpty)
    let next = coach.observe(.repetition(Bench.repetition(4, at: 34)))
    #expect(next.opening.isEmpty)
    #expect(next.repetition == RepetitionNumber(set: 1, rep: 4))
  }

  @Test func `who walks away ends the set before its time-out`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(3))
    let messages = coach.observe(walk(at: 27.5)).opening
    #expect(messages.kinds == ["set.ended"])
    #expect(messages.first?.envelope.tSignal == 27)
    #expect(messages.ended?.why == "walking")
    #expect(coach.currentSet == nil)
    #expect(coach.observe(walk(at: 40)).opening.isEmpty)
  }

  @Test func `steps before the first repetition or beside the last end nothing`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = coach.startSet(at: MonotonicTime(seconds: 5), by: .coach)
    #expect(coach.observe(walk(at: 6)).opening.isEmpty)
    _ = Bench.say(&coach, Bench.series(3))
    #expect(coach.observe(walk(at: 26)).opening.isEmpty)
    #expect(coach.currentSet == 1)
  }

  @Test func `a slow phase is movement while it lasts`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(1))
    _ = coach.observe(phase(.concentric, at: 16))
    #expect(coach.advance(to: MonotonicTime(seconds: 30)).isEmpty)
    let slow = coach.observe(
      .repetition(Bench.repetition(2, at: 16, concentric: 10, eccentric: 8)))
    #expect(slow.opening.isEmpty)
    #expect(slow.repetition?.rep == 2)
  }

  @Test func `movement without repetitions does not hold a set open for ever`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(1))
    var ended: [FeedbackMessage] = []
    for second in stride(from: 16.0, to: 80, by: 2) {
      ended += coach.observe(phase(.concentric, at: second)).opening
      ended += coach.observe(phase(.contracted, at: second + 1)).opening
    }
    #expect(ended.kinds == ["set.ended"])
    #expect(ended.first?.envelope.tSignal == MonotonicTime(seconds: 15).seconds)
  }

  @Test func `a phase that comes to rest starts the time-out`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(1))
    _ = coach.observe(phase(.concentric, at: 16))
    _ = coach.observe(movementEnd(at: 17))
    #expect(coach.nextDeadline == MonotonicTime(seconds: 25))
  }

  @Test func `numbers of sets and repetitions are never used twice`() throws {
    var coach = Bench.coach(try Bench.curl(), firstSet: 8)
    var seen: [RepetitionNumber] = []
    for (set, start) in [10.0, 100, 200].enumerated() {
      for index in 0..<4 {
        let id = UInt32(set * 10 + index)
        let rep = Bench.repetition(id, at: start + 6 * Double(index))
        if let number = coach.observe(.repetition(rep)).repetition { seen.append(number) }
        if index == 1 { _ = coach.observe(removal(id, at: start + 12)) }
      }
    }
    #expect(Set(seen).count == 12)
    #expect(seen.map(\.set) == [8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10])
    #expect(seen.map(\.rep) == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])
  }

  @Test func `a removed repetition does not count and dates the end back`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(4))
    let response = coach.observe(removal(4, at: 34))
    #expect(response.repetition == RepetitionNumber(set: 1, rep: 4))
    #expect(response.numbers == nil)
    let messages = coach.advance(to: MonotonicTime(seconds: 60))
    #expect(messages.ended?.summary.reps.counted == 3)
    #expect(messages.first?.envelope.tSignal == 27)
    // The pause before what was no repetition is cut too: two of the three are left.
    #expect(messages.ended?.summary.tempo?.stretchedS == 1)
  }

  @Test func `a correction after the end revises the set`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(4))
    _ = coach.endSet(why: .coach, at: MonotonicTime(seconds: 34))
    let response = coach.observe(removal(4, at: 35))
    #expect(response.repetition == RepetitionNumber(set: 1, rep: 4))
    #expect(response.following.kinds == ["set.revised"])
    #expect(response.following.first?.envelope.set == 1)
    guard case .setRevised(let revised)? = response.following.first?.body else { return }
    #expect(revised.summary?.reps.counted == 3)
    #expect(coach.observe(removal(99, at: 36)).repetition == nil)
  }

  @Test func `a corrected end corrects the durations`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(2))
    let response = coach.observe(
      .repetitionRevised(
        RepetitionRevision(
          station: 0, id: 1, removed: false, why: .pauseShared,
          end: MonotonicTime(seconds: 14.5), decidedTime: MonotonicTime(seconds: 22))))
    let tempo = try #require(response.numbers?.tempo)
    #expect(abs(tempo.eccentric - 2.5) < 1e-6)
    #expect(abs((tempo.stretched ?? 0) - 1.5) < 1e-6)
  }

  @Test func `a set started by request waits for movement`() throws {
    var coach = Bench.coach(try Bench.curl())
    let started = coach.startSet(at: MonotonicTime(seconds: 5), by: .coach)
    #expect(started.kinds == ["set.started"])
    #expect(coach.advance(to: MonotonicTime(seconds: 500)).isEmpty)
    let first = coach.observe(.repetition(Bench.repetition(1, at: 500)))
    #expect(first.opening.isEmpty)
    #expect(first.repetition == RepetitionNumber(set: 1, rep: 1))
    let again = coach.startSet(at: MonotonicTime(seconds: 506), by: .athlete)
    #expect(again.kinds == ["set.ended", "set.started"])
    #expect(coach.currentSet == 2)
    #expect(coach.endSet(why: .coach, at: MonotonicTime(seconds: 507)).count == 1)
    #expect(coach.endSet(why: .coach, at: MonotonicTime(seconds: 507)).isEmpty)
  }

  @Test func `another athlete ends the set, a new reference does not`() throws {
    var setup = try Bench.curl(reference: nil)
    var coach = Bench.coach(setup)
    _ = Bench.say(&coach, Bench.series(2))
    setup = try Bench.curl(reference: .mvc)
    #expect(coach.change(setup: setup, at: MonotonicTime(seconds: 22)).isEmpty)
    let third = coach.observe(.repetition(Bench.repetition(3, at: 22)))
    #expect(third.numbers?.share != nil)
    setup.athlete = "a2"
    let messages = coach.change(setup: setup, at: MonotonicTime(seconds: 30))
    #expect(messages.ended?.why == "setup_changed")
    #expect(messages.first?.envelope.athlete == "a1")
  }

  @Test func `the same findings give the same messages`() throws {
    let findings = Bench.series(12) { index, repetition in
      if index > 3 { repetition.end = repetition.backStart.advanced(bySeconds: 1.5) }
      repetition.outRMS[1] = Float(20 + index)
      repetition.isPartial = index == 7
    }
    let runs = try (0..<2).map { _ in
      var coach = Bench.coach(try Bench.curl())
      let said = Bench.say(&coach, findings)
      return said + coach.advance(to: MonotonicTime(seconds: 500))
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0].kinds.contains("cue"))
    // A copy is another coach: what one is told the other doesn't know.
    var original = Bench.coach(try Bench.curl())
    let copy = original
    _ = Bench.say(&original, findings)
    #expect(copy.currentSet == nil && original.currentSet == 1)
  }
}
