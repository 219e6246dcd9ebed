/// The two boards by their inertial sensor: what modules answer and how registers are numbered.
package enum MetaMotionModel: Sendable, CaseIterable {
  /// MetaMotion R: Bosch BMI160.
  case r
  /// MetaMotion S: Bosch BMI270.
  case s

  /// Device information 0x2A24.
  package var number: String { self == .r ? "5" : "8" }

  /// Answers to module discovery behind `module 80`; a module without one is absent.
  var modules: [UInt8: [UInt8]] {
    switch self {
    case .r: [0x03: [1, 1], 0x13: [0, 1], 0x11: [0, 3], 0xFE: [0, 2]]
    case .s: [0x03: [4, 0], 0x13: [1, 0], 0x11: [0, 0x0A, 0x07, 0x00], 0xFE: [0, 5, 3]]
    }
  }

  /// Registers that send one sample and three samples of a sensor.
  func registers(_ sensor: MetaMotionSensor) -> (single: UInt8, packed: UInt8) {
    switch (self, sensor) {
    case (.r, .accelerometer): (0x04, 0x1C)
    case (.s, .accelerometer): (0x04, 0x05)
    case (.r, .gyroscope): (0x05, 0x07)
    case (.s, .gyroscope): (0x04, 0x05)
    }
  }

  /// Counts a unit (g, deg/s) in the range that the second configuration byte names; nil for a code
  /// that the chip does not have.
  func countsPerUnit(_ sensor: MetaMotionSensor, range: UInt8) -> Double? {
    let code = Int(range & 0x0F)
    let step: Int?
    switch (self, sensor) {
    case (.r, .accelerometer): step = [0x03, 0x05, 0x08, 0x0C].firstIndex(of: code)
    case (.s, .accelerometer): step = (0...3).contains(code) ? code : nil
    case (_, .gyroscope): step = (0...4).contains(code) ? code : nil
    }
    guard let step else { return nil }
    // 2, 4, 8, 16 g; 2000, 1000, 500, 250, 125 deg/s.
    return sensor == .accelerometer ? 16_384 / Double(1 << step) : 16.4 * Double(1 << step)
  }
}

/// The sensors a pretend MetaMotion has; the raw value is the module.
package enum MetaMotionSensor: UInt8, Sendable, CaseIterable {
  case accelerometer = 0x03
  case gyroscope = 0x13

  /// Samples a second by the low nibble of the first configuration byte.
  func rateHz(_ code: UInt8) -> Double? {
    let nibble = Int(code & 0x0F)
    let known = self == .accelerometer ? 5...12 : 6...13
    return known.contains(nibble) ? 12.5 * Double(1 << (nibble - 5)) : nil
  }
}
