/// The two frames of 20 bytes that a WT901BLE sends; neither has a checksum.
enum WitMotionBLEFrame {
  /// Acceleration, turn rate and angles, int16 each.
  static func motion(_ sample: MotionSample) -> [UInt8] {
    let tilt = TiltEstimate(sample.accelerationG)
    let words =
      sample.accelerationG.parts.map { $0 / 16 * 32_768 }
      + sample.turnRateDPS.parts.map { $0 / 2000 * 32_768 }
      + [tilt.rollDegrees, tilt.pitchDegrees, 0].map { $0 / 180 * 32_768 }
    return [0x55, 0x61] + words.flatMap { LittleEndian.int16($0) }
  }

  /// Eight registers from `first` on.
  static func registers(from first: UInt8, _ values: [Double]) -> [UInt8] {
    [0x55, 0x71, first, 0] + values.prefix(8).flatMap { LittleEndian.int16($0) }
  }
}
