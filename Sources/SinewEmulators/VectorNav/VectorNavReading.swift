/// One reading of a VN-100 in the units of its wire.
struct VectorNavReading: Sendable {
  let startupNanoseconds: UInt64
  /// Yaw, pitch, roll in degrees.
  let attitude: [Double]
  /// x, y, z, w: the scalar last.
  let quaternion: [Double]
  /// Gauss.
  let magnetic: [Double]
  /// m/s2.
  let acceleration: [Double]
  /// rad/s.
  let turnRate: [Double]

  init(_ sample: MotionSample, deviceSeconds: Double) {
    let nanoseconds = (deviceSeconds * 1e9).rounded()
    startupNanoseconds =
      nanoseconds.isFinite && nanoseconds > 0 && nanoseconds < 1e18 ? UInt64(nanoseconds) : 0
    let tilt = TiltEstimate(sample.accelerationG)
    attitude = [0, tilt.pitchDegrees, tilt.rollDegrees]
    let turned = tilt.quaternion
    quaternion = [turned[1], turned[2], turned[3], turned[0]]
    magnetic = [0.2, -0.1, 0.5]
    // Standard gravity, and radians a degree.
    let force = sample.accelerationG * 9.80665
    acceleration = [force.x, force.y, force.z]
    let rate = sample.turnRateDPS * (Double.pi / 180)
    turnRate = [rate.x, rate.y, rate.z]
  }

  /// The bytes of one field; fields the emulation does not know are 0.
  func field(group: UInt8, bit: Int, size: Int) -> [UInt8] {
    let bytes: [UInt8]
    switch (group, bit) {
    case (0x01, 0), (0x02, 0): bytes = VectorNavBinary.little(startupNanoseconds, 8)
    case (0x01, 3), (0x10, 1): bytes = VectorNavBinary.floats(attitude)
    case (0x01, 4), (0x10, 2): bytes = VectorNavBinary.floats(quaternion)
    case (0x01, 5), (0x04, 3), (0x04, 10): bytes = VectorNavBinary.floats(turnRate)
    case (0x01, 8), (0x04, 2), (0x04, 9): bytes = VectorNavBinary.floats(acceleration)
    case (0x01, 9): bytes = VectorNavBinary.floats(acceleration + turnRate)
    case (0x01, 10): bytes = VectorNavBinary.floats(magnetic + [25, 101.325])
    case (0x04, 1), (0x04, 8): bytes = VectorNavBinary.floats(magnetic)
    default: bytes = []
    }
    return bytes + [UInt8](repeating: 0, count: max(0, size - bytes.count))
  }

  // MARK: Text

  var attitudeText: String { text(attitude, whole: 3, places: 3) }
  var quaternionText: String { text(quaternion, whole: 1, places: 6) }
  var magneticText: String { text(magnetic, whole: 1, places: 4) }
  var accelerationText: String { text(acceleration, whole: 2, places: 3) }
  var turnRateText: String { text(turnRate, whole: 2, places: 6) }

  private func text(_ numbers: [Double], whole: Int, places: Int) -> String {
    numbers.map { VectorNavText.number($0, whole: whole, places: places) }
      .joined(separator: ",")
  }
}
