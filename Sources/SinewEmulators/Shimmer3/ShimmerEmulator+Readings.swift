extension ShimmerEmulator {
  private static let metresPerG = 9.80665

  /// The bytes of one channel at `seconds`.
  mutating func reading(_ channel: ShimmerChannel, at seconds: Double) -> [UInt8] {
    switch channel.kind {
    case .lowNoise(let axis):
      let force = source.motion(at: seconds).accelerationG * Self.metresPerG
      return low(ShimmerCalibration.lowNoise.code(axis, force, in: 0...4095), 2)
    case .wideRange(let axis):
      let force = source.motion(at: seconds).accelerationG * Self.metresPerG
      let sensor = ShimmerCalibration.wideRange(range: wideRange)
      return low(sensor.code(axis, force, in: -32_768...32_767), 2)
    case .gyroscope(let axis):
      let rate = source.motion(at: seconds).turnRateDPS
      let sensor = ShimmerCalibration.gyroscope(range: gyroscopeRange)
      return high(sensor.code(axis, rate, in: -32_768...32_767), 2)
    case .magnetometer(let axis):
      let code = configuration.magnetometer[axis]
      return configuration.hasOldMagnetometer ? high(code, 2) : low(code, 2)
    case .battery: return low(configuration.batteryCode, 2)
    case .constant16(let code): return low(code, 2)
    case .pressureTemperature: return high(27_898, 2)
    case .pressure: return high(6_107_136, 3)
    case .exgStatus: return [0x80]
    case .exg24(let number): return high(voltage(number, bits: 24, at: seconds), 3)
    case .exg16(let number): return high(voltage(number, bits: 16, at: seconds), 2)
    }
  }

  var gyroscopeRange: Int { Int(configurationBytes[2] & 3) }
  var wideRange: Int { Int(configurationBytes[0] >> 2 & 3) }

  private mutating func voltage(_ number: Int, bits: Int, at seconds: Double) -> Int {
    let microvolts = source.emgMicrovolts(channel: number, at: seconds)
    return exg[number / 2].code(number % 2, microvolts: microvolts, bits: bits)
  }

  private func low(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func high(_ value: Int, _ count: Int) -> [UInt8] { low(value, count).reversed() }
}
