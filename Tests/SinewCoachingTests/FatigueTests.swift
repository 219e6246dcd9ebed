import SinewCoaching
import SinewFeedback
import SinewSignal
import Testing

/// Two axes, four words (science 4.11).
@Suite struct FatigueTests {
  private func verdict(amplitude: Double, frequency: Double) -> FatigueVerdict.Verdict? {
    let steps = (0..<10).map { Double($0) / 9 }
    // A little unevenness that turns no pair of neighbours around.
    return FatigueOfSet(
      amplitudes: steps.map { 50 * (1 + amplitude * $0) },
      frequencies: steps.map { 80 * (1 + frequency * $0) })?.verdict
  }

  @Test func `amplitude and frequency together give the word`() {
    #expect(verdict(amplitude: 0.25, frequency: -0.15) == .fatigue)
    #expect(verdict(amplitude: 0.25, frequency: 0.02) == .moreDrive)
    #expect(verdict(amplitude: -0.25, frequency: -0.15) == .recoveryOrUnload)
    #expect(verdict(amplitude: 0.05, frequency: -0.15) == .unclear)
    #expect(verdict(amplitude: 0.25, frequency: -0.06) == .unclear)
  }

  @Test func `four repetitions and scatter say nothing`() {
    #expect(FatigueOfSet(amplitudes: [1, 2, 3, 4], frequencies: [9, 8, 7, 6]) == nil)
    let scatter = [50.0, 70, 45, 72, 48, 69, 52, 71]
    let pitch = [80.0, 60, 82, 61, 79, 59, 81, 60]
    #expect(FatigueOfSet(amplitudes: scatter, frequencies: pitch)?.verdict == .unclear)
  }

  @Test func `a set with spectra says so, one without says why not`() throws {
    var coach = Bench.coach(try Bench.curl())
    let messages =
      Bench.say(
        &coach,
        Bench.series(8) { index, repetition in
          repetition.outRMS[0] = 50 + 3 * Float(index)
          repetition.medianHz[0] = 90 - 2 * Float(index)
        }) + coach.endSet(why: .coach, at: MonotonicTime(seconds: 80))
    #expect(messages.kinds.contains("fatigue"))
    #expect((messages.ended?.summary.fatigue?.value ?? 0) < -2)
    _ = Bench.say(&coach, Bench.series(6, from: 200))
    let ended = coach.endSet(why: .coach, at: MonotonicTime(seconds: 300)).ended
    #expect(ended?.summary.fatigue?.why == "no_spectrum")
    #expect(ended?.summary.tempoConsistency?.value != nil)
    #expect(ended?.summary.rangeConsistency?.value != nil)
  }

  @Test func `a coach's hand is watched like a cue`() throws {
    var coach = Bench.coach(try Bench.curl())
    _ = Bench.say(&coach, Bench.series(4) { _, repetition in repetition.outRMS[1] = 20 })
    let marked = coach.mark(
      .tactile, muscle: "biceps", side: .left, at: MonotonicTime(seconds: 34))
    #expect(marked.kinds == ["mark"])
    let after = Bench.series(3, from: 40) { index, repetition in
      repetition.outRMS[0] = 80 + Float(index)
      repetition.outRMS[1] = 10
    }.map { finding -> Finding in
      guard case .repetition(var repetition) = finding else { return finding }
      repetition.id += 10
      return .repetition(repetition)
    }
    let outcome = Bench.say(&coach, after).outcomes.first
    #expect((outcome?.cue, outcome?.outcome) == ("coach_tactile", .worked))
  }

  @Test func `muscles that work as one are in co-contraction, and one alone is not`() throws {
    func index(_ shoulder: Double) throws -> Double? {
      var coach = Bench.coach(try Bench.curl())
      let findings = Bench.series(4, levels: { slot, _, _ in slot == 0 ? 60 : shoulder })
      let messages =
        Bench.say(&coach, findings) + coach.endSet(why: .coach, at: MonotonicTime(seconds: 60))
      return messages.ended?.summary.cocontraction?.value
    }
    // Twice the lower over the sum: 60 with 60, and 60 with 15.
    #expect(abs(try #require(try index(60)) - 100) < 1e-6)
    #expect(abs(try #require(try index(15)) - 40) < 1e-6)
  }
}
