import SinewEmulators

/// Noise in every channel and axis, so that hardly two samples are alike: a value in a wrong place
/// is then seen to be wrong.
struct NoisySource: SignalSource {
  private var random = SeededRandom(seed: 7, stream: 1)

  mutating func emgMicrovolts(channel: Int, at seconds: Double) -> Double {
    300 * random.gaussian()
  }

  mutating func motion(at seconds: Double) -> MotionSample {
    MotionSample(
      accelerationG: SIMD3(random.gaussian(), random.gaussian(), 1 + random.gaussian()),
      turnRateDPS: 100 * SIMD3(random.gaussian(), random.gaussian(), random.gaussian()))
  }
}
