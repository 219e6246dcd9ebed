extension ShimmerEmulator {
  /// Arguments of a command, by count; those of variable length by the bytes before the length.
  private static let arguments: [UInt8: Int] = [
    0x05: 2, 0x08: 3, 0x0E: 4, 0x09: 1, 0x49: 1, 0x37: 1, 0x21: 1, 0x63: 3, 0x8F: 8, 0x8B: 1,
    0xA3: 1, 0x11: 21, 0x14: 21, 0x17: 21, 0x1A: 21,
  ]
  /// Commands that end in a length and as many bytes: where the length stands.
  private static let lengths: [UInt8: Int] = [0x61: 3, 0x79: 1, 0x7C: 1, 0x85: 1]

  /// Takes one byte of a command; it is obeyed when its arguments are complete.
  mutating func take(_ byte: UInt8, at seconds: Double) {
    unfinished.append(byte)
    let command = unfinished[0]
    if let place = Self.lengths[command] {
      guard unfinished.count > place, unfinished.count == place + 1 + Int(unfinished[place]) else {
        return
      }
    } else {
      guard unfinished.count == 1 + (Self.arguments[command] ?? 0) else { return }
    }
    let arguments = Array(unfinished.dropFirst())
    unfinished = []
    obey(command, arguments, at: seconds)
  }

  private mutating func obey(_ command: UInt8, _ arguments: [UInt8], at seconds: Double) {
    switch command {
    case 0x07, 0x70:
      post([0xFF], at: seconds)
      start(at: seconds)
    case 0x20, 0x97: stop(at: seconds)
    case 0x8B:
      crcBytes = min(2, Int(arguments[0]))
      post([0xFF], at: seconds)
    case 0x92, 0x93, 0x96, 0x5A, 0x5B: post([0xFF], at: seconds)
    default:
      if set(command, arguments, at: seconds) {
        post([0xFF], at: seconds)
      } else if let answer = answer(command, arguments, at: seconds) {
        post([0xFF] + answer, at: seconds)
      } else {
        post([0xFE], at: seconds)
      }
    }
  }

  /// Obeys a command that changes a setting; false where it is none.
  private mutating func set(_ command: UInt8, _ arguments: [UInt8], at seconds: Double) -> Bool {
    switch command {
    case 0x05: divider = max(1, Int(arguments[0]) | Int(arguments[1]) << 8)
    case 0x08: sensors = arguments
    case 0x0E: configurationBytes = arguments
    case 0x49:
      configurationBytes[2] = configurationBytes[2] & 0xFC | arguments[0] & 3
    case 0x09:
      configurationBytes[0] = configurationBytes[0] & 0xF3 | (arguments[0] & 3) << 2
    case 0x37, 0x21: ranges[command] = arguments[0]
    case 0x61: return setExG(arguments)
    case 0x79, 0x7C, 0x85: texts[command] = Array(arguments.dropFirst())
    case 0x11, 0x14, 0x17, 0x1A: calibrations[Int(command - 0x11) / 3] = arguments
    case 0x8F:
      let ticks = arguments.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      realTimeOffset = ticks &- tick(at: seconds)
    case 0xA3: prefixesStatus = arguments[0] != 0
    default: return false
    }
    return true
  }

  private mutating func setExG(_ arguments: [UInt8]) -> Bool {
    let (chip, offset) = (Int(arguments[0]), Int(arguments[1]))
    let data = arguments.dropFirst(3)
    guard chip < 2, offset + data.count <= 10 else { return false }
    exg[chip].registers.replaceSubrange(offset..<(offset + data.count), with: data)
    return true
  }

  /// The response to a question; nil where the firmware has none.
  private func answer(
    _ command: UInt8, _ arguments: [UInt8], at seconds: Double
  ) -> [UInt8]? {
    switch command {
    case 0x01: return inquiry
    case 0x03: return [0x04] + word(divider)
    case 0x10: return [0x0F] + configurationBytes
    case 0x0B: return [0x0A, UInt8(wideRange)]
    case 0x4B: return [0x4A, UInt8(gyroscopeRange)]
    case 0x39: return [0x38, ranges[0x37] ?? 1]
    case 0x23: return [0x22, ranges[0x21] ?? 0]
    case 0x63: return exgAnswer(arguments)
    case 0x2C: return [0x2D] + (0..<4).flatMap { calibration($0) }
    case 0x13, 0x16, 0x19, 0x1C: return [command - 1] + calibration(Int(command - 0x13) / 3)
    case 0x2E:
      let version = configuration.firmware
      return [0x2F] + word(version[0]) + word(version[1])
        + version[2...].prefix(2).map { UInt8($0) }
    case 0x3F, 0x24: return [0x25, configuration.hardware]
    case 0x72: return [0x8A, 0x71, status]
    case 0x95: return [0x8A, 0x94] + word(configuration.batteryCode) + [0]
    case 0x91:
      let ticks = tick(at: seconds) &+ (realTimeOffset ?? 0)
      return [0x90] + (0..<8).map { UInt8(truncatingIfNeeded: ticks >> (8 * UInt64($0))) }
    case 0x7B, 0x7E, 0x87:
      let text = texts[command - 2] ?? []
      return [command - 1, UInt8(clamping: text.count)] + text
    default: return nil
    }
  }

  private var inquiry: [UInt8] {
    let channels = ShimmerChannel.enabled(sensors)
    return [0x02] + word(divider) + configurationBytes + [UInt8(channels.count), 1]
      + channels.map(\.id)
  }

  private func exgAnswer(_ arguments: [UInt8]) -> [UInt8]? {
    let (chip, offset, count) = (Int(arguments[0]), Int(arguments[1]), Int(arguments[2]))
    guard chip < 2, offset + count <= 10 else { return nil }
    return [0x62, arguments[2]] + exg[chip].registers[offset..<(offset + count)]
  }

  /// The block of low-noise accelerometer, gyroscope, magnetometer or wide-range accelerometer.
  private func calibration(_ sensor: Int) -> [UInt8] {
    if let own = calibrations[sensor] { return own }
    guard configuration.isCalibrated else { return [UInt8](repeating: 0xFF, count: 21) }
    switch sensor {
    case 0: return ShimmerCalibration.lowNoise.block
    case 1: return ShimmerCalibration.gyroscope(range: gyroscopeRange).block
    case 2: return ShimmerCalibration.magnetometer.block
    default: return ShimmerCalibration.wideRange(range: wideRange).block
    }
  }

  private func word(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }
}
