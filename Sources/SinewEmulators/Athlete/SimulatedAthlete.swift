internal import Glibc

/// A person doing sets, as electrodes and an inertial sensor feel it. Seeded: the same plan, profile and
/// seed give the same movement, the same truth and the same EMG for every device on the body.
package struct SimulatedAthlete: SignalSource {
  package let profile: AthleteProfile
  package let truth: AthleteTruth

  private var target: EffortTrack
  private var compensator: EffortTrack
  private var motion: LimbMotion
  private var artefactMotion: LimbMotion
  private var muscleNoise: [ShapedNoise]
  private var electrodeNoise: [SeededRandom]
  private let offsets: [Double]
  private var inertialNoise: SeededRandom
  private let bias: SIMD3<Double>
  private let mounting: Mounting

  /// `emgRateHz` is the rate at which the device will ask, for its anti-alias filter.
  package init(
    _ plan: AthletePlan, profile: AthleteProfile = AthleteProfile(), seed: UInt64 = 1,
    emgRateHz: Double = 250
  ) {
    self.profile = profile
    let script = AthleteScriptWriter(plan, profile: profile, seed: seed).script
    truth = script.truth
    target = script.target
    compensator = script.compensator
    var body = SeededRandom(seed: seed, stream: 0xB0)
    motion = LimbMotion(script, profile: profile, random: &body)
    artefactMotion = motion
    bias = SIMD3(body.gaussian(), body.gaussian(), body.gaussian()) * profile.turnRateBiasDPS
    mounting = Mounting(errorDegrees: profile.mountingErrorDegrees, random: &body)
    offsets = (0..<Self.channelCount).map { _ in
      body.gaussian() * profile.electrodeOffsetMicrovolts
    }
    muscleNoise = (0..<2).map {
      ShapedNoise(seed: seed, stream: 0x100 + UInt64($0), deviceRateHz: emgRateHz)
    }
    electrodeNoise = (0..<Self.channelCount).map {
      SeededRandom(seed: seed, stream: 0x200 + UInt64($0))
    }
    inertialNoise = SeededRandom(seed: seed, stream: 0x300)
  }

  private static let channelCount = 16

  package mutating func emgMicrovolts(channel: Int, at seconds: Double) -> Double {
    guard offsets.indices.contains(channel) else { return 0 }
    var volts = offsets[channel] + profile.restNoiseMicrovolts * electrodeNoise[channel].gaussian()
    if profile.mainsMicrovolts > 0 {
      volts += profile.mainsMicrovolts * sqrt(2) * sin(2 * Double.pi * profile.mainsHz * seconds)
    }
    guard channel < 2 else { return volts }
    volts += profile.motionArtefactMicrovolts * artefactMotion.briskness(at: seconds)
    return volts + muscleMicrovolts(channel: channel, at: seconds)
  }

  package mutating func motion(at seconds: Double) -> MotionSample {
    var felt = mounting.turn(motion.sample(at: seconds))
    felt.accelerationG += noise() * profile.accelerationNoiseG
    felt.turnRateDPS += bias + noise() * profile.turnRateNoiseDPS
    return felt
  }

  private mutating func muscleMicrovolts(channel: Int, at seconds: Double) -> Double {
    let level =
      channel == 0
      ? target.level(at: seconds) * profile.target.maximumMicrovolts
      : compensator.level(at: seconds) * profile.compensator.maximumMicrovolts
    return level * muscleNoise[channel].value(at: seconds)
  }

  private mutating func noise() -> SIMD3<Double> {
    SIMD3(inertialNoise.gaussian(), inertialNoise.gaussian(), inertialNoise.gaussian())
  }
}
