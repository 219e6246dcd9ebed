import SinewSignal

/// COLD. Rates and ranges of a MetaMotion, as numbers and as the bytes that set them.
struct MetaMotionSetup: Sendable {
  let rateHz: Int
  let rangeG: Int
  let rangeDPS: Int

  init(settings: DriverSettings) {
    rateHz = settings.rateHz == 0 ? 100 : settings.rateHz
    rangeG = settings.accelerationRangeG == 0 ? 16 : settings.accelerationRangeG
    rangeDPS = settings.turnRateRangeDPS == 0 ? 2000 : settings.turnRateRangeDPS
  }

  /// Low nibble of both rate bytes.
  private static let rates: [Int: UInt8] = [25: 6, 50: 7, 100: 8, 200: 9]
  /// BMI160 and BMI270 number the ranges differently.
  private static let rangesG: [Int: (bmi160: UInt8, bmi270: UInt8)] = [
    2: (3, 0), 4: (5, 1), 8: (8, 2), 16: (12, 3),
  ]
  private static let rangesDPS: [Int: UInt8] = [2000: 0, 1000: 1, 500: 2, 250: 3, 125: 4]

  /// Why the board can't be set so; nil where it can.
  var refusal: String? {
    if Self.rates[rateHz] == nil {
      return "A MetaMotion measures 25, 50, 100 or 200 times a second, not \(rateHz)."
    }
    if Self.rangesG[rangeG] == nil {
      return "A MetaMotion's acceleration range is 2, 4, 8 or 16 g, not \(rangeG)."
    }
    if Self.rangesDPS[rangeDPS] == nil {
      return "A MetaMotion's turn rate range is 125, 250, 500, 1000 or 2000 deg/s, not \(rangeDPS)."
    }
    return nil
  }

  var gravitiesPerCount: Double { Double(rangeG) / 32_768 }

  /// 16.4 counts a degree at 2000 deg/s, not 16.384 (data sheets of both chips).
  var degreesPerCount: Double { Double(rangeDPS) / 32_800 }

  var stream: StreamProfile {
    StreamProfile(
      name: "motion", kind: .motion,
      channels: ["ax", "ay", "az"].map {
        ChannelProfile($0, .gravities, resolution: Float(gravitiesPerCount))
      }
        + ["gx", "gy", "gz"].map {
          ChannelProfile($0, .degreesPerSecond, resolution: Float(degreesPerCount))
        },
      rateHz: Double(rateHz), counter: .none)
  }

  /// Which chip is on the board, as module discovery tells it.
  enum Chip: Sendable { case bmi160, bmi270 }

  /// Link parameters, rate and range of both sensors, subscriptions to packed data, start.
  func startCommands(_ chip: Chip) -> [[UInt8]] {
    let rate = Self.rates[rateHz] ?? 8
    let range = Self.rangesG[rangeG] ?? (12, 3)
    return [
      // 7.5 ms, no latency, 6 s.
      [0x11, 0x09, 0x06, 0x00, 0x06, 0x00, 0x00, 0x00, 0x58, 0x02],
      chip == .bmi160
        ? [0x03, 0x03, 0x20 | rate, range.bmi160] : [0x03, 0x03, 0xA0 | rate, range.bmi270],
      [0x13, 0x03, 0x20 | rate, Self.rangesDPS[rangeDPS] ?? 0],
      subscription(of: 0x03, chip, 1), subscription(of: 0x13, chip, 1),
      [0x03, 0x02, 0x01, 0x00], [0x13, 0x02, 0x01, 0x00],
      [0x03, 0x01, 0x01], [0x13, 0x01, 0x01],
    ]
  }

  /// Both sensors stop; harmless where they did not run.
  static let stopCommands: [[UInt8]] = [
    [0x03, 0x01, 0x00], [0x03, 0x02, 0x00, 0x01], [0x13, 0x01, 0x00], [0x13, 0x02, 0x00, 0x01],
  ]

  /// Packed data of a module on or off.
  func subscription(of module: UInt8, _ chip: Chip, _ state: UInt8) -> [UInt8] {
    let register: UInt8 =
      switch (module, chip) {
      case (0x03, .bmi160): 0x1C
      case (_, .bmi160): 0x07
      case (_, .bmi270): 0x05
      }
    return [module, register, state]
  }
}
