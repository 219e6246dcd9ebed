import SinewSignal

/// Rate and gain of a Shimmer3 as its owner wants them: 512 Hz and gain 12 where nothing is said.
struct Shimmer3Choice: Sendable {
  /// Ticks of the 32768-Hz clock from sample to sample.
  let divider: Int
  let gain: Int
  /// What the owner asked for and the device can't do, as a sentence.
  let problem: String?

  /// Bits 6...4 of an ADS1292R's CHnSET register.
  private static let gainCodes: [Int: UInt8] = [6: 0, 1: 1, 2: 2, 3: 3, 4: 4, 8: 5, 12: 6]

  init(settings: DriverSettings) {
    let rate = settings.rateHz == 0 ? 512 : settings.rateHz
    let gain = settings.gain == 24 ? 12 : settings.gain
    if !(1...1024).contains(rate) {
      problem = "A Shimmer3 can't send EMG and motion at \(rate) Hz; choose 1 to 1024."
    } else if Self.gainCodes[gain] == nil {
      problem = "A Shimmer3 has no gain \(gain); choose 1, 2, 3, 4, 6, 8 or 12."
    } else {
      problem = nil
    }
    self.gain = problem == nil ? gain : 12
    divider = problem == nil ? (32_768 + rate / 2) / rate : 64
  }

  /// Conversions a second of the ADS1292R: its slowest rate that is not below the sampling rate, so
  /// that no sample is sent twice. 125 << code.
  var converterCode: UInt8 {
    let code = (0...6).first { (125 << $0) * divider >= 32_768 } ?? 6
    return UInt8(code)
  }

  /// The ten registers of chip 1: both channels on, CH1 on the EMG input IN3 (Shimmer's EMG preset).
  var firstChip: [UInt8] {
    let gainBits = (Self.gainCodes[gain] ?? 6) << 4
    return [converterCode, 0xA0, 0x10, gainBits | 9, gainBits, 0x20, 0, 0, 2, 3]
  }

  /// The ten registers of chip 2: both channels off.
  var secondChip: [UInt8] { [converterCode, 0xA0, 0x10, 0xE1, 0xE1, 0, 0, 0, 2, 1] }

  /// Microvolts a count: reference 2.42 V, 24 bits, two's complement.
  var microvoltsPerCount: Double { 2.42e6 / (Double(gain) * 8_388_607) }

  /// A third-order sinc filter delays by 1.5 of its periods, and the newest conversion is on average
  /// half a period old when it is taken (ADS1292R data sheet, digital filter).
  var emgDelayMs: Double { 2000 / Double(125 << Int(converterCode)) }

  /// Two EMG channels in microvolts; acceleration in g and turn rate in deg/s.
  func streams(
    divider: Int, acceleration: Shimmer3Calibration, turnRate: Shimmer3Calibration
  ) -> [StreamProfile] {
    let rate = 32_768 / Double(max(1, divider))
    let counter = CounterKind.ticks(hertz: 32_768, bits: 24)
    let emg = ["emg1", "emg2"].map {
      ChannelProfile($0, .microvolts, resolution: Float(microvoltsPerCount))
    }
    let motion =
      ["ax", "ay", "az"].map {
        ChannelProfile($0, .gravities, resolution: Float(acceleration.resolution))
      }
      + ["gx", "gy", "gz"].map {
        ChannelProfile($0, .degreesPerSecond, resolution: Float(turnRate.resolution))
      }
    return [
      StreamProfile(
        name: "emg", kind: .emg, channels: emg, rateHz: rate, counter: counter,
        typicalDelayMs: emgDelayMs),
      StreamProfile(
        name: "motion", kind: .motion, channels: motion, rateHz: rate, counter: counter),
    ]
  }
}
