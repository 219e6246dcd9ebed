import SinewSignal

/// One board that runs the Chords firmware: what its name says about packets and scale.
///
/// Sources: Upside Down Labs Chords-Arduino-Firmware (UNO sketches), PyPI chordspy 0.2.2 and
/// Chords-Web `boards.ts` for the others. The two clients disagree about the rate of the
/// STM32G4-CORE-BOARD (500, here, or 250); ESP32-S3 is known to the web client alone.
struct ChordsBoard: Sendable, Equatable {
  /// As the board answers `WHORU`.
  let name: String
  let channels: Int
  /// Width of the converter: codes are 0 ..< 2^bits.
  let bits: Int
  /// Packets a second, fixed by the sketch.
  let rateHz: Double
  /// The converter's reference: 5 V on AVR boards and the UNO R4, 3.3 V on the others.
  let referenceVolts: Double
  /// An AVR converts one channel after another and sends over a real serial line.
  let isAVR: Bool

  private init(
    _ name: String, _ channels: Int, _ bits: Int, _ rateHz: Double, _ referenceVolts: Double,
    isAVR: Bool = false
  ) {
    self.name = name
    self.channels = channels
    self.bits = bits
    self.rateHz = rateHz
    self.referenceVolts = referenceVolts
    self.isAVR = isAVR
  }

  static let unoR3 = ChordsBoard("UNO-R3", 6, 10, 250, 5, isAVR: true)

  static let all: [ChordsBoard] = [
    unoR3,
    ChordsBoard("UNO-CLONE", 6, 10, 250, 5, isAVR: true),
    ChordsBoard("GENUINO-UNO", 6, 10, 250, 5, isAVR: true),
    ChordsBoard("UNO-R4", 6, 14, 500, 5),
    ChordsBoard("NANO-CLASSIC", 8, 10, 250, 5, isAVR: true),
    ChordsBoard("NANO-CLONE", 8, 10, 250, 5, isAVR: true),
    ChordsBoard("MEGA-2560-R3", 16, 10, 250, 5, isAVR: true),
    ChordsBoard("MEGA-2560-CLONE", 16, 10, 250, 5, isAVR: true),
    ChordsBoard("RPI-PICO-RP2040", 3, 12, 500, 3.3),
    ChordsBoard("STM32F4-BLACK-PILL", 8, 12, 500, 3.3),
    ChordsBoard("STM32G4-CORE-BOARD", 16, 12, 500, 3.3),
    ChordsBoard("GIGA-R1", 6, 16, 500, 3.3),
    ChordsBoard("NPG-LITE", 3, 12, 500, 3.3),
    ChordsBoard("NPG-LITE-3CH", 3, 12, 500, 3.3),
    ChordsBoard("NPG-LITE-6CH", 6, 12, 500, 3.3),
    ChordsBoard("ESP32-S3", 16, 12, 250, 3.3),
  ]

  /// Bytes of a packet: two of sync, the counter, two a channel, the end byte.
  var packetLength: Int { 2 * channels + 4 }

  /// Microvolts at the electrodes for one code, of an amplifier with this voltage gain; 0 when the
  /// gain is not known.
  func microvoltsPerCode(gain: Float) -> Double {
    guard gain > 0 else { return 0 }
    return referenceVolts * 1e6 / Double(1 << bits) / Double(gain)
  }

  /// Streams of at most eight channels. Delay of an AVR: 112 us a conversion (sheet, arithmetic of
  /// `analogRead`) and the packet's ten bits a byte at 230400; a native USB board has neither.
  func streams(gain: Float) -> [StreamProfile] {
    let delayMs = isAVR ? Double(channels) * 0.112 + Double(packetLength) * 10 / 230.4 : 0
    let scale = microvoltsPerCode(gain: gain)
    return stride(from: 0, to: channels, by: 8).map { first in
      StreamProfile(
        name: first == 0 ? "emg" : "emg-\(first + 1)", kind: .emg,
        channels: (first..<min(channels, first + 8)).map {
          scale > 0
            ? ChannelProfile("ch\($0 + 1)", .microvolts, resolution: Float(scale))
            : ChannelProfile("ch\($0 + 1)", .counts, resolution: 1)
        },
        rateHz: rateHz, counter: .samples(modulus: 256), typicalDelayMs: delayMs)
    }
  }
}
