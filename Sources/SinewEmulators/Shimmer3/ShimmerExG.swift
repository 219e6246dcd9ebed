/// The ten registers of one ADS1292R and how a voltage becomes a code through them.
package struct ShimmerExG: Sendable, Equatable {
  /// CONFIG1, CONFIG2, LOFF, CH1SET, CH2SET, RLD_SENS, LOFF_SENS, LOFF_STAT, RESP1, RESP2.
  package var registers: [UInt8]

  /// The EMG preset: gain 12 on both channels.
  static let emg = ShimmerExG(registers: [0x00, 0xA0, 0x10, 0x69, 0x60, 0x20, 0, 0, 0x02, 0x03])
  /// The second chip of the EMG preset: both channels off.
  static let off = ShimmerExG(registers: [0x00, 0xA0, 0x10, 0xE1, 0xE1, 0, 0, 0, 0x02, 0x01])

  /// Amplification of channel 0 or 1.
  func gain(_ channel: Int) -> Double {
    let code = Int(registers[3 + channel] >> 4 & 7)
    return [6, 1, 2, 3, 4, 8, 12, 6][code]
  }

  /// The code at `bits` 24 or 16 for a voltage at the input of channel 0 or 1: reference 2.42 V;
  /// with 16 bits the firmware doubles it.
  func code(_ channel: Int, microvolts: Double, bits: Int) -> Int {
    guard registers[3 + channel] & 0x80 == 0 else { return 0 }
    let top = bits == 24 ? 8_388_607.0 : 32_767
    let scale = gain(channel) * top * (bits == 24 ? 1 : 2)
    let code = microvolts / 1000 * scale / 2420
    guard code.isFinite else { return 0 }
    return Int(min(max(code.rounded(), -top - 1), top))
  }
}
