internal import SinewSignal

/// Settings as one line of a recording's header, so that its bytes can be decoded as they were.
extension DriverSettings {
  /// `gain=12 bipolar=true`: what differs from a unit fresh from its box.
  package var words: String {
    let usual = DriverSettings()
    var words: [String] = []
    if gain != usual.gain { words.append("gain=\(gain)") }
    if isBipolar { words.append("bipolar=true") }
    if rateHz != 0 { words.append("rate_hz=\(rateHz)") }
    if !inputs.isEmpty { words.append("inputs=\(Self.list(inputs))") }
    if !auxiliaryInputs.isEmpty {
      words.append("auxiliary_inputs=\(Self.list(auxiliaryInputs))")
    }
    if amplifierGain != 0 { words.append("amplifier_gain=\(amplifierGain)") }
    if channelCount != 0 { words.append("channels=\(channelCount)") }
    if payloadMode != 0 { words.append("payload_mode=\(payloadMode)") }
    if accelerationRangeG != 0 { words.append("acceleration_range_g=\(accelerationRangeG)") }
    if turnRateRangeDPS != 0 { words.append("turn_rate_range_dps=\(turnRateRangeDPS)") }
    if prefersMotion { words.append("prefers_motion=true") }
    if lines.kind != usual.lines.kind { words.append("kind=\(lines.kind.rawValue)") }
    if !lines.columns.isEmpty {
      words.append(
        "columns="
          + lines.columns.map { "\($0.name):\($0.unit.rawValue):\($0.scale)" }
          .joined(separator: ","))
    }
    return words.joined(separator: " ")
  }

  /// Settings of such a line; what is not understood is left at its default.
  package init(words: String) {
    self.init()
    for word in words.split(separator: " ").prefix(64) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { take(parts[0], parts[1]) }
    }
  }

  private mutating func take(_ key: String, _ value: String) {
    let number = Int(value).flatMap { (0...1_000_000).contains($0) ? $0 : nil }
    switch key {
    case "gain": gain = number ?? gain
    case "bipolar": isBipolar = value == "true"
    case "rate_hz": rateHz = number ?? rateHz
    case "inputs": inputs = Self.numbers(value)
    case "auxiliary_inputs": auxiliaryInputs = Self.numbers(value)
    case "amplifier_gain":
      amplifierGain = Float(value).flatMap { $0.isFinite ? $0 : nil } ?? amplifierGain
    case "channels": channelCount = number ?? channelCount
    case "payload_mode": payloadMode = number ?? payloadMode
    case "acceleration_range_g": accelerationRangeG = number ?? accelerationRangeG
    case "turn_rate_range_dps": turnRateRangeDPS = number ?? turnRateRangeDPS
    case "prefers_motion": prefersMotion = value == "true"
    case "kind": lines.kind = StreamKind(rawValue: value) ?? lines.kind
    case "columns": lines.columns = value.split(separator: ",").prefix(16).compactMap(Self.column)
    default: break
    }
  }

  private static func column(_ text: Substring) -> PrintedColumn? {
    let parts = text.split(separator: ":").map(String.init)
    guard parts.count == 3, let unit = SignalUnit(rawValue: parts[1]),
      let scale = Float(parts[2]), scale.isFinite
    else { return nil }
    return PrintedColumn(parts[0], unit: unit, scale: scale)
  }

  private static func list(_ numbers: [Int]) -> String {
    numbers.map { "\($0)" }.joined(separator: ",")
  }

  private static func numbers(_ text: String) -> [Int] {
    text.split(separator: ",").prefix(16).compactMap { Int($0) }.filter { (1...64).contains($0) }
  }
}
