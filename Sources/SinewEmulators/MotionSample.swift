/// One reading of an inertial sensor, in its own axes.
package struct MotionSample: Sendable, Equatable {
  /// Specific force in g: a sensor at rest reads 1 g upwards.
  package var accelerationG: SIMD3<Double>
  /// Turn rate in degrees a second, right-hand rule.
  package var turnRateDPS: SIMD3<Double>

  package init(accelerationG: SIMD3<Double>, turnRateDPS: SIMD3<Double>) {
    self.accelerationG = accelerationG
    self.turnRateDPS = turnRateDPS
  }

  /// Lying still with z up.
  package static let still = MotionSample(
    accelerationG: SIMD3(0, 0, 1), turnRateDPS: SIMD3(0, 0, 0))
}
