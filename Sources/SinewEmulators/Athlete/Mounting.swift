internal import Glibc

/// How askew a sensor sits on the limb: three small turns, one about each axis.
struct Mounting: Sendable {
  private let angles: SIMD3<Double>

  init(errorDegrees: Double, random: inout SeededRandom) {
    angles =
      SIMD3(random.gaussian(), random.gaussian(), random.gaussian()) * errorDegrees * Double.pi
      / 180
  }

  func turn(_ sample: MotionSample) -> MotionSample {
    MotionSample(
      accelerationG: turn(sample.accelerationG), turnRateDPS: turn(sample.turnRateDPS))
  }

  private func turn(_ v: SIMD3<Double>) -> SIMD3<Double> {
    let (cx, sx) = (cos(angles.x), sin(angles.x))
    let (cy, sy) = (cos(angles.y), sin(angles.y))
    let (cz, sz) = (cos(angles.z), sin(angles.z))
    let a = SIMD3(v.x, cx * v.y - sx * v.z, sx * v.y + cx * v.z)
    let b = SIMD3(cy * a.x + sy * a.z, a.y, cy * a.z - sy * a.x)
    return SIMD3(cz * b.x - sz * b.y, sz * b.x + cz * b.y, b.z)
  }
}
