import SinewSignal

/// One kind of Backyard Brains hardware: what its answer to the board question says about the
/// stream.
///
/// Sources: BackyardBrains/SpikerShield (Arduino sketches), Spike-Recorder (rates and widths by
/// type), SpikerBoxPro (firmware).
struct SpikerBoxBoard: Sendable, Equatable {
  /// The value of the `HWT` message.
  let name: String
  /// Width of the converter: 10 or 14 bits.
  let bits: Int
  /// Frames a second of all channels together on an Arduino, of each channel on a box; nil where
  /// no source tells.
  let rateHz: Double?
  /// An Arduino sketch shares its rate among the channels and reads pins against 5 V.
  let isArduino: Bool
  /// True for muscle hardware; a heart, brain, nerve or plant is recorded, not interpreted.
  let isMuscle: Bool

  private init(
    _ name: String, bits: Int = 10, rateHz: Double? = nil, isArduino: Bool = false,
    isMuscle: Bool = true
  ) {
    self.name = name
    self.bits = bits
    self.rateHz = rateHz
    self.isArduino = isArduino
    self.isMuscle = isMuscle
  }

  /// 16 MHz / 8 / 199: the timer of the sketches, nominally 10 kHz (sheet, arithmetic).
  private static let arduinoHz = 16e6 / 8 / 199

  /// A Muscle SpikerShield, also with the old sketch that has no name.
  static let muscleShield = SpikerBoxBoard("MUSCLESS", rateHz: arduinoHz, isArduino: true)

  private static let known: [SpikerBoxBoard] = [
    muscleShield,
    SpikerBoxBoard("HEARTSS", rateHz: arduinoHz, isArduino: true, isMuscle: false),
    SpikerBoxBoard("HBLEOSB", rateHz: arduinoHz, isArduino: true, isMuscle: false),
    SpikerBoxBoard("PLANTSS", rateHz: arduinoHz, isArduino: true, isMuscle: false),
    SpikerBoxBoard("HBSBPRO", rateHz: 1000, isMuscle: false),
    SpikerBoxBoard("HUMANSB", bits: 14, rateHz: 5000),
    SpikerBoxBoard("MUSCLESB", rateHz: 10_000),
    SpikerBoxBoard("MSBPCDC", rateHz: 10_000),
    SpikerBoxBoard("NSBPCDC", rateHz: 10_000, isMuscle: false),
    SpikerBoxBoard("NRNSBPRO", bits: 14, rateHz: 20_000, isMuscle: false),
    SpikerBoxBoard("NEURONSS", bits: 14, isMuscle: false),
    SpikerBoxBoard("NEURONSB", bits: 14, isMuscle: false),
  ]

  /// The board with this name; one that no source describes is taken with 14 bits and no rate.
  static func named(_ name: String) -> SpikerBoxBoard {
    known.first { $0.name == name } ?? SpikerBoxBoard(name, bits: 14)
  }

  /// Volts at the pin for one code: an Arduino's 5 V over 1023 steps. No gain or reference of the
  /// boxes could be verified.
  var voltsPerCode: Double { isArduino ? 5 / 1023 : 0 }

  /// Microvolts at the electrodes for one code; 0 where they can't be known.
  func microvoltsPerCode(gain: Float) -> Double {
    gain > 0 ? voltsPerCode * 1e6 / Double(gain) : 0
  }

  /// The signal, and the events of the box's buttons and event inputs. Delay: the frame's own two
  /// bytes a channel at 222222 baud on an Arduino.
  func streams(channels: Int, gain: Float) -> [StreamProfile] {
    let scale = microvoltsPerCode(gain: gain)
    let rate = rateHz.map { isArduino ? $0 / Double(max(1, channels)) : $0 }
    return [
      StreamProfile(
        name: isMuscle ? "emg" : "signal", kind: isMuscle ? .emg : .auxiliary,
        channels: (1...max(1, channels)).map {
          scale > 0
            ? ChannelProfile("ch\($0)", .microvolts, resolution: Float(scale))
            : ChannelProfile("ch\($0)", .counts, resolution: 1)
        },
        rateHz: rate, counter: .none,
        typicalDelayMs: isArduino ? Double(channels) * 20 / 222.222 : 0),
      StreamProfile(
        name: "event", kind: .auxiliary, channels: [ChannelProfile("number", .unitless)],
        rateHz: nil, counter: .none),
    ]
  }
}
