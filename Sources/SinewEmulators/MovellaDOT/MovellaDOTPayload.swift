internal import Glibc

/// The payload modes of the Movella DOT BLE Service Specification: which fields, on which
/// characteristic.
struct MovellaDOTPayload: Sendable {
  enum Field: Sendable {
    case quaternion, euler, freeAcceleration, acceleration, turnRate, magneticField
    case quaternionStep, velocityStep, status
  }

  /// Bytes the characteristic always has; zeros fill what the mode does not use.
  enum Size: Int, Sendable { case long = 63, medium = 40, short = 20 }

  let fields: [Field]
  let size: Size

  static let modes: [UInt8: MovellaDOTPayload] = [
    2: .init(fields: [.quaternion, .freeAcceleration, .status], size: .medium),
    3: .init(fields: [.quaternion, .freeAcceleration], size: .medium),
    4: .init(fields: [.euler], size: .short),
    5: .init(fields: [.quaternion], size: .short),
    6: .init(fields: [.freeAcceleration], size: .short),
    7: .init(fields: [.euler, .freeAcceleration, .status], size: .medium),
    16: .init(fields: [.euler, .freeAcceleration], size: .medium),
    18: .init(fields: [.quaternionStep, .velocityStep, .magneticField], size: .medium),
    19: .init(fields: [.quaternionStep, .velocityStep], size: .medium),
    20: .init(fields: [.acceleration, .turnRate, .magneticField], size: .medium),
    21: .init(fields: [.acceleration, .turnRate], size: .medium),
    22: .init(fields: [.euler, .freeAcceleration, .turnRate], size: .medium),
    23: .init(fields: [.euler, .freeAcceleration, .magneticField], size: .medium),
    24: .init(fields: [.quaternion, .turnRate], size: .medium),
    26: .init(fields: [.quaternion, .acceleration, .turnRate], size: .long),
  ]

  /// Metres per second squared in one g.
  private static let gravity = 9.80665

  /// Timestamp, fields, padding.
  func bytes(microseconds: UInt32, _ sample: MotionSample, rateHz: Double) -> [UInt8] {
    let used =
      LittleEndian.bytes(microseconds, 4)
      + fields.flatMap { Self.bytes($0, sample, rateHz: rateHz) }
    return used + [UInt8](repeating: 0, count: max(0, size.rawValue - used.count))
  }

  private static func bytes(_ field: Field, _ sample: MotionSample, rateHz: Double) -> [UInt8] {
    let tilt = TiltEstimate(sample.accelerationG)
    let acceleration = sample.accelerationG.parts.map { $0 * gravity }
    let turn = sample.turnRateDPS.parts
    func floats(_ values: [Double]) -> [UInt8] { values.flatMap { LittleEndian.float32($0) } }
    switch field {
    case .quaternion: return floats(tilt.quaternion)
    case .euler: return floats([tilt.rollDegrees, tilt.pitchDegrees, 0])
    case .freeAcceleration:
      // The tilt is taken from the acceleration itself, so what is left points up.
      let length = sqrt(acceleration.reduce(0) { $0 + $1 * $1 })
      return floats([0, 0, length - gravity])
    case .acceleration: return floats(acceleration)
    case .turnRate: return floats(turn)
    case .magneticField: return [0.5, 0, -0.75].flatMap { LittleEndian.int16($0 * 4096) }
    case .quaternionStep: return floats([1] + turn.map { $0 * .pi / 360 / rateHz })
    case .velocityStep: return floats(acceleration.map { $0 / rateHz })
    case .status: return [0, 0, 0, 0]
    }
  }
}
