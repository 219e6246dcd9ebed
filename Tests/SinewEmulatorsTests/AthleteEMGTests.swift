import SinewEmulators
import Testing

@Suite struct AthleteEMGTests {
  /// Electrodes without noise of their own.
  private func exactProfile() -> AthleteProfile {
    var profile = AthleteProfile()
    profile.restNoiseMicrovolts = 0
    profile.electrodeOffsetMicrovolts = 0
    profile.motionArtefactMicrovolts = 0
    return profile
  }

  private func volts(
    _ athlete: inout SimulatedAthlete, channel: Int = 0, rateHz: Double, from start: Double,
    to end: Double
  ) -> [Double] {
    let count = Int(((end - start) * rateHz).rounded())
    return (0..<count).map {
      athlete.emgMicrovolts(channel: channel, at: start + Double($0) / rateHz)
    }
  }

  private func rms(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
  }

  @Test(arguments: [250.0, 1000, 2000])
  func aMaximalHoldHasThePromisedLevelAtEveryRate(rateHz: Double) throws {
    var athlete = SimulatedAthlete(
      AthletePlan([.maximalContraction(trials: 1, restSeconds: 0)]), profile: exactProfile(),
      seed: 4, emgRateHz: rateHz)
    for channel in 0...1 {
      let burst = try #require(athlete.truth.bursts.first { $0.channel == channel })
      let level = rms(volts(&athlete, channel: channel, rateHz: rateHz, from: 1.5, to: 4.5))
      // A level over 3 s scatters by some 3 %.
      #expect(abs(level / burst.peakMicrovolts - 1) < 0.12)
      let maximum = [800.0, 500][channel]
      #expect((0.9 * maximum...maximum).contains(burst.peakMicrovolts))
    }
  }

  @Test func theSpectrumHasTheShapeOfMuscle() {
    var athlete = SimulatedAthlete(
      AthletePlan([.maximalContraction(trials: 40, restSeconds: 0)]), profile: exactProfile(),
      seed: 9, emgRateHz: 2000)
    var power = [Double](repeating: 0, count: 101)
    for trial in 0..<40 {
      let start = Double(trial) * 4.8 + 1.5
      let signal = volts(&athlete, rateHz: 2000, from: start, to: start + 2)
      for (index, value) in Spectrum.power(signal, stepHz: 5, rateHz: 2000).enumerated() {
        power[index] += value
      }
    }
    func shape(_ f: Double) -> Double {
      let h = 120 * 120 * f / ((f * f + 3600) * (f * f + 14400).squareRoot())
      return h * h
    }
    func share(_ band: ClosedRange<Int>, _ power: [Double]) -> Double {
      power[band].reduce(0, +) / power[2...90].reduce(0, +)
    }
    let wanted = (0...100).map { shape(Double($0) * 5) }
    for band in [2...10, 11...24, 25...50, 51...90] {
      #expect(abs(share(band, power) / share(band, wanted) - 1) < 0.12)
    }
  }

  @Test func phasesHaveTheLevelTheTruthSays() {
    var athlete = SimulatedAthlete(
      .sets(3, of: AthleteSetPlan()), profile: exactProfile(), seed: 6)
    var ratios: [Double] = []
    var dwell = (measured: 0.0, truth: 0.0)
    for phase in athlete.truth.repetitions.flatMap(\.phases) {
      let measured = rms(volts(&athlete, rateHz: 250, from: phase.start, to: phase.end))
      if phase.phase == .stretched {
        dwell.measured += measured * measured
        dwell.truth += phase.targetMicrovolts * phase.targetMicrovolts
      } else {
        ratios.append(measured / phase.targetMicrovolts)
      }
    }
    #expect(ratios.allSatisfy { abs($0 - 1) < 0.35 })
    #expect(abs(ratios.reduce(0, +) / Double(ratios.count) - 1) < 0.03)
    // The next burst begins in the dwell of a tenth of a second; a few samples carry all of it.
    #expect(abs((dwell.measured / dwell.truth).squareRoot() - 1) < 0.25)
  }

  @Test func liftingCostsMoreThanLoweringAndRepetitionsDiffer() {
    let repetitions = SimulatedAthlete(.sets(3, of: AthleteSetPlan()), seed: 1).truth.repetitions
    let lifts = repetitions.compactMap { $0[.concentric]?.targetMicrovolts }
    let lowerings = repetitions.compactMap { $0[.eccentric]?.targetMicrovolts }
    #expect(zip(lifts, lowerings).allSatisfy { $0 > 1.3 * $1 })
    let mean = lifts.reduce(0, +) / Double(lifts.count)
    let cv = rms(lifts.map { $0 - mean }) / mean
    #expect((0.07...0.20).contains(cv))
  }

  @Test func theCompensatorTakesOverFromTheChosenRepetition() {
    var plan = AthleteSetPlan()
    plan.repetitions = 10
    plan.faults = [.compensation(fromRepetition: 6)]
    for repetition in SimulatedAthlete(.sets(1, of: plan), seed: 8).truth.repetitions {
      guard let lift = repetition[.concentric] else { continue }
      let share = (lift.compensatorMicrovolts / 500) / (lift.targetMicrovolts / 800)
      if repetition.number < 6 { #expect(share < 0.5) }
      if repetition.number > 6 { #expect(share > 0.5) }
    }
  }

  @Test func burstsBeginJustBeforeTheLimbMoves() {
    let truth = SimulatedAthlete(.sets(2, of: AthleteSetPlan()), seed: 3).truth
    for repetition in truth.repetitions {
      let burst = truth.bursts.first {
        $0.channel == 0 && $0.repetition == repetition.number
          && abs($0.onset - repetition.start) < 1
      }
      let early = repetition.start - (burst?.onset ?? 0)
      #expect((0.0...0.1).contains(early))
      #expect(burst?.offset == repetition.end)
    }
  }

  @Test func restIsQuietAndUnusedElectrodesCarryOnlyNoise() {
    let person = SimulatedAthlete(.sets(1, of: AthleteSetPlan()), seed: 2)
    for (channel, end) in [(0, 5.0), (1, 5), (7, 30)] {
      var athlete = person
      let signal = volts(&athlete, channel: channel, rateHz: 250, from: 0, to: end)
      let mean = signal.reduce(0, +) / Double(signal.count)
      #expect(abs(rms(signal.map { $0 - mean }) - 3) < 0.3)
    }
  }

  @Test func twoDevicesOnOneBodySeeTheSameMovement() {
    var cyton = SimulatedAthlete(.demonstration, seed: 11)
    var imu = SimulatedAthlete(.demonstration, seed: 11)
    for step in 0..<2000 { _ = cyton.emgMicrovolts(channel: 0, at: Double(step) / 250) }
    #expect(cyton.motion(at: 12) == imu.motion(at: 12))
    #expect(cyton.truth.end == imu.truth.end)
  }
}
