/// The 105-byte frame of FreeEEG32's alpha 1.5 firmware (sheet: frame).
package enum FreeEEG32Packet {
  /// Microvolts of one code: AD7779, 2.5 V reference, gain 8.
  package static let microvoltsPerCode = 2.5e6 / (8_388_607 * 8)
  package static let channelCount = 32

  /// A0, counter, 32 codes of 24 bits high byte first, three accelerometer words that this firmware
  /// leaves 0, C0. Missing codes are 0.
  package static func bytes(counter: UInt8, codes: [Int32]) -> [UInt8] {
    var bytes: [UInt8] = [0xA0, counter]
    for channel in 0..<channelCount {
      let code = codes.indices.contains(channel) ? codes[channel] : 0
      bytes += [code >> 16, code >> 8, code].map { UInt8(truncatingIfNeeded: $0) }
    }
    return bytes + [0, 0, 0, 0, 0, 0, 0xC0]
  }

  /// The code for a voltage; the ends of the range hold.
  package static func code(microvolts: Double) -> Int32 {
    let scaled = (microvolts / microvoltsPerCode).rounded()
    return scaled.isFinite ? Int32(min(max(scaled, -8_388_608), 8_388_607)) : 0
  }
}
