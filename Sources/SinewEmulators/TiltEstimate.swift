internal import Glibc

/// Roll and pitch from gravity alone: a crude stand-in for the fusion on an inertial sensor's chip.
struct TiltEstimate: Sendable {
  /// Degrees about x and y; there is no yaw.
  let rollDegrees: Double
  let pitchDegrees: Double

  /// From a reading in g; free fall gives level.
  init(_ felt: SIMD3<Double>) {
    let length = sqrt(felt.x * felt.x + felt.y * felt.y + felt.z * felt.z)
    let degrees = 180 / Double.pi
    rollDegrees = length > 0 ? atan2(felt.y, felt.z) * degrees : 0
    pitchDegrees = length > 0 ? -asin(max(-1, min(1, felt.x / length))) * degrees : 0
  }

  /// w, x, y, z.
  var quaternion: [Double] {
    let roll = rollDegrees * Double.pi / 360
    let pitch = pitchDegrees * Double.pi / 360
    return [
      cos(roll) * cos(pitch), sin(roll) * cos(pitch), cos(roll) * sin(pitch),
      -sin(roll) * sin(pitch),
    ]
  }
}
