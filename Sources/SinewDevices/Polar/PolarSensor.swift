import SinewSignal

/// A measurement of the PMD service; the raw value is its type on the wire.
enum PolarSensor: UInt8, Sendable {
  case ecg = 0
  case acceleration = 2
  case turnRate = 5

  /// Place in the driver's tables.
  var place: Int {
    switch self {
    case .acceleration: 0
    case .ecg: 1
    case .turnRate: 2
    }
  }

  /// The bit in the first byte of the feature list.
  var featureBit: UInt8 { 1 << rawValue }

  /// Time stamps are nanoseconds on the wire; a frame's counter has room for microseconds.
  func stream(rateHz: Int) -> StreamProfile {
    func axes(_ letter: String, _ unit: SignalUnit) -> [ChannelProfile] {
      ["x", "y", "z"].map { ChannelProfile(letter + $0, unit) }
    }
    let (name, kind, channels): (String, StreamKind, [ChannelProfile]) =
      switch self {
      case .acceleration: ("acceleration", .acceleration, axes("a", .gravities))
      case .ecg: ("ecg", .auxiliary, [ChannelProfile("ecg", .microvolts, resolution: 1)])
      case .turnRate: ("turn-rate", .auxiliary, axes("g", .degreesPerSecond))
      }
    return StreamProfile(
      name: name, kind: kind, channels: channels, rateHz: Double(rateHz),
      counter: .ticks(hertz: 1_000_000, bits: 32))
  }
}
