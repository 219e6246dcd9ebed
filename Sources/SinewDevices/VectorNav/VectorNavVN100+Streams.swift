import SinewSignal

extension VectorNavVN100 {
  /// The streams with the unit's clock, or numbered.
  static func streams(isText: Bool, rateHz: Int) -> [StreamProfile] {
    let counter = isText ? CounterKind.none : .ticks(hertz: 1_000_000, bits: 32)
    func stream(_ name: String, _ kind: StreamKind, _ channels: [ChannelProfile]) -> StreamProfile {
      StreamProfile(
        name: name, kind: kind, channels: channels, rateHz: isText ? nil : Double(rateHz),
        counter: counter)
    }
    return [
      stream(
        "motion", .motion,
        ["ax", "ay", "az"].map { ChannelProfile($0, .gravities) }
          + ["gx", "gy", "gz"].map { ChannelProfile($0, .degreesPerSecond) }),
      stream(
        "quaternion", .auxiliary, ["w", "x", "y", "z"].map { ChannelProfile($0, .quaternion) }),
      stream("angles", .auxiliary, ["yaw", "pitch", "roll"].map { ChannelProfile($0, .degrees) }),
    ]
  }
}
