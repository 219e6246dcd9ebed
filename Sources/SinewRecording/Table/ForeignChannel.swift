internal import SinewSignal

/// What a channel of somebody's file is to us: its name here, its unit, and the factor to it.
struct ForeignChannel: Sendable {
  let column: CSVColumn
  /// From the file's values to those of `column.unit`.
  let factor: Double

  /// - Parameters:
  ///   - label: as the file has it.
  ///   - unit: as the file has it: `uV`, `mV`, `microvolts`, `m/s^2`, `deg/s`.
  ///   - type: EMG, ACC and the like where the file says so apart from the label; else empty.
  init(label: String, unit: String, type: String = "") {
    let (meaning, factor) = Self.unit(unit)
    self.factor = factor
    let known = CSVColumn(name: label)
    if let motion = Self.motion(label, meaning) {
      column = CSVColumn(name: motion, kind: .motion, unit: meaning)
    } else if meaning == .gravities || meaning == .degreesPerSecond {
      column = CSVColumn(name: label, kind: .motion, unit: meaning)
    } else {
      let isEnvelope =
        known.kind == .envelope || label.uppercased().hasPrefix("ENV ")
        || type.lowercased().contains("envelope")
      let isMuscle = meaning == .microvolts || meaning == .counts
      column = CSVColumn(
        name: label, kind: isEnvelope ? .envelope : isMuscle ? .emg : .auxiliary, unit: meaning)
    }
  }

  /// `ax_g` of `ACC X`, `Accel x`, `ax` and so on, by the axis that the label ends with.
  private static func motion(_ label: String, _ unit: SignalUnit) -> String? {
    let stem = label.lowercased().split { !$0.isLetter && !$0.isNumber }
      .filter { $0 != "g" && $0 != "dps" }
    guard let axis = stem.last?.last, "xyz".contains(axis) else { return nil }
    switch unit {
    case .gravities: return "a\(axis)_g"
    case .degreesPerSecond: return "g\(axis)_dps"
    default: return nil
    }
  }

  private static func unit(_ text: String) -> (SignalUnit, Double) {
    switch text.replacingMu.lowercased() {
    case "uv", "microvolt", "microvolts": (.microvolts, 1)
    case "mv", "millivolt", "millivolts": (.microvolts, 1e3)
    case "v", "volt", "volts": (.microvolts, 1e6)
    case "nv", "nanovolts": (.microvolts, 1e-3)
    case "g": (.gravities, 1)
    case "mg": (.gravities, 1e-3)
    case "m/s^2", "m/s2", "m/s/s": (.gravities, 1 / 9.80665)
    case "deg/s", "dps", "degrees/s", "°/s": (.degreesPerSecond, 1)
    case "rad/s", "radians/s": (.degreesPerSecond, 57.29577951308232)
    case "deg", "degrees": (.degrees, 1)
    case "degc": (.celsius, 1)
    case "quaternion": (.quaternion, 1)
    case "counts", "": (.counts, 1)
    default: (.unitless, 1)
    }
  }
}

extension String {
  /// Both letters mu as `u`.
  fileprivate var replacingMu: String {
    String(map { $0 == "\u{B5}" || $0 == "\u{3BC}" ? "u" : $0 })
  }
}
