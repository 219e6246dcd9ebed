import SinewSignal

/// COLD. What a gForce shall send, as numbers and as the commands that ask for it.
struct GForceSetup: Sendable {
  let rateHz: Int
  let isMotion: Bool
  /// 8; 2 on a gForceDual.
  let channels: Int

  init(settings: DriverSettings) {
    rateHz = settings.rateHz == 0 ? 500 : settings.rateHz
    isMotion = settings.prefersMotion
    channels = settings.channelCount == 2 ? 2 : 8
  }

  /// Twelve bits go up to 500 Hz only: the radio carries no more.
  var bits: Int { rateHz <= 500 ? 12 : 8 }

  /// Why the armband can't be set so; nil where it can.
  var refusal: String? {
    [500, 650, 1000].contains(rateHz)
      ? nil : "A gForce measures 500, 650 or 1000 times a second, not \(rateHz)."
  }

  /// Rate, channel mask, bytes of a packet (128; 32 on a Dual), bits.
  var emgCommand: [UInt8] {
    [
      0x3F, UInt8(rateHz & 0xFF), UInt8(truncatingIfNeeded: rateHz >> 8),
      channels == 2 ? 0x03 : 0xFF, 0x00, channels == 2 ? 32 : 128, UInt8(bits),
    ]
  }

  /// Which data shall be notified: EMG, or acceleration and turn rate.
  var switchCommand: [UInt8] { [0x4F, isMotion ? 0x03 : 0x80, 0, 0, 0] }

  var streams: [StreamProfile] {
    let step: Float = bits == 12 ? 2.5e6 / 1200 / 2047 : 2.5e6 / 1200 / 127
    return [
      StreamProfile(
        name: "emg", kind: .emg,
        channels: (1...channels).map { ChannelProfile("ch\($0)", .microvolts, resolution: step) },
        rateHz: Double(rateHz), counter: .none),
      StreamProfile(
        name: "motion", kind: .motion,
        channels: ["ax", "ay", "az"].map { ChannelProfile($0, .gravities, resolution: 1 / 65_536) }
          + ["gx", "gy", "gz"].map {
            ChannelProfile($0, .degreesPerSecond, resolution: 1 / 65_536)
          },
        rateHz: nil, counter: .none),
      StreamProfile(
        name: "quaternion", kind: .auxiliary,
        channels: ["w", "x", "y", "z"].map { ChannelProfile($0, .quaternion) }, rateHz: nil,
        counter: .none),
    ]
  }
}
