internal import Glibc

/// Sines that tell the channels apart: channel k carries `baseHz + k * stepHz`; the sensor swings
/// about z at `swingHz`. For rates, scales and channel order.
package struct SineSource: SignalSource {
  package var amplitudeMicrovolts: Double
  package var baseHz: Double
  package var stepHz: Double
  package var swingHz: Double

  package init(
    amplitudeMicrovolts: Double = 100, baseHz: Double = 10, stepHz: Double = 3,
    swingHz: Double = 0.5
  ) {
    self.amplitudeMicrovolts = amplitudeMicrovolts
    self.baseHz = baseHz
    self.stepHz = stepHz
    self.swingHz = swingHz
  }

  package mutating func emgMicrovolts(channel: Int, at seconds: Double) -> Double {
    let hertz = baseHz + Double(channel) * stepHz
    return amplitudeMicrovolts * sin(2 * Double.pi * hertz * seconds)
  }

  package mutating func motion(at seconds: Double) -> MotionSample {
    let angle = 0.5 * sin(2 * Double.pi * swingHz * seconds)
    let rate = 0.5 * 2 * Double.pi * swingHz * cos(2 * Double.pi * swingHz * seconds)
    return MotionSample(
      accelerationG: SIMD3(sin(angle), cos(angle), 0),
      turnRateDPS: SIMD3(0, 0, rate * 180 / Double.pi))
  }
}
