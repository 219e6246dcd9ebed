internal import SinewCoaching
internal import SinewDevices
internal import SinewSignal

extension DriverSettings {
  /// Reads `settings` of a sensor; without it the defaults hold.
  init(reading node: CheckedNode?) throws(ConfigurationError) {
    self.init()
    guard let node else { return }
    var map = try node.mapping()
    if let gain = map.optional("gain") { self.gain = try gain.int(in: 1...24) }
    isBipolar = try map.optional("bipolar")?.bool() ?? isBipolar
    if let rate = map.optional("rate_hz") { rateHz = try rate.int(in: 1...20_000) }
    if let list = map.optional("inputs") {
      for entry in try list.list() { inputs.append(try entry.int(in: 1...16)) }
    }
    if let list = map.optional("auxiliary_inputs") {
      for entry in try list.list() { auxiliaryInputs.append(try entry.int(in: 1...16)) }
    }
    if let gain = map.optional("amplifier_gain") {
      amplifierGain = Float(try gain.double(in: 0...1e6))
    }
    if let count = map.optional("channels") { channelCount = try count.int(in: 0...16) }
    if let mode = map.optional("payload_mode") { payloadMode = try mode.int(in: 0...255) }
    if let range = map.optional("acceleration_range_g") {
      accelerationRangeG = try range.int(in: 0...64)
    }
    if let range = map.optional("turn_rate_range_dps") {
      turnRateRangeDPS = try range.int(in: 0...4000)
    }
    prefersMotion = try map.optional("prefers_motion")?.bool() ?? prefersMotion
    if let lines = map.optional("lines") { self.lines = try LineSettings(reading: lines) }
    try map.finish()
  }
}

extension LineSettings {
  fileprivate init(reading node: CheckedNode) throws(ConfigurationError) {
    self.init()
    var map = try node.mapping()
    if let word = map.optional("kind") {
      let kinds = ["emg", "envelope", "motion", "acceleration", "auxiliary"]
      kind = StreamKind(rawValue: try word.choice(of: kinds)) ?? kind
    }
    if let list = map.optional("columns") {
      for entry in try list.list() { columns.append(try PrintedColumn(reading: entry)) }
    }
    startText = try map.optional("start_text")?.string() ?? startText
    stopText = try map.optional("stop_text")?.string() ?? stopText
    try map.finish()
  }
}

extension PrintedColumn {
  /// `name`, or `{name: emg, unit: uV, scale: 0.5}`.
  fileprivate init(reading node: CheckedNode) throws(ConfigurationError) {
    if let name = try? node.string() {
      self.init(name)
      return
    }
    var map = try node.mapping()
    let name = try map.required("name").string()
    let units: [SignalUnit] = [.microvolts, .counts, .gravities, .degreesPerSecond, .unitless]
    let unit = try map.optional("unit")?.choice(of: units.map(\.rawValue))
    let scale = try map.optional("scale")?.double(in: -1e9...1e9)
    try map.finish()
    self.init(
      name, unit: unit.flatMap(SignalUnit.init(rawValue:)) ?? .counts, scale: Float(scale ?? 1))
  }
}
