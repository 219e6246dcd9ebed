/// The bytes of a live frame and of the state block.
package enum BITalinoFrame {
  /// A frame of `codes.count` channels (0...6), 10-bit codes; channels 5 and 6 keep their upper six
  /// bits. `digital` is I1 I2 O1 O2 from the high bit down, `sequence` 0...15.
  package static func bytes(sequence: Int, digital: UInt8, codes: [Int]) -> [UInt8] {
    // Eight bytes filled from the end; a frame of fewer channels sends only the last of them.
    var scratch = [UInt8](repeating: 0, count: 8)
    func code(_ index: Int) -> Int { codes.indices.contains(index) ? codes[index] & 0x3FF : 0 }
    func low(_ value: Int) -> UInt8 { UInt8(truncatingIfNeeded: value) }
    scratch[7] = low(sequence & 15) << 4
    scratch[6] = digital << 4 | low(code(0) >> 6)
    scratch[5] = low(code(0) & 0x3F) << 2 | low(code(1) >> 8)
    scratch[4] = low(code(1))
    scratch[3] = low(code(2) >> 2)
    scratch[2] = low(code(2) & 3) << 6 | low(code(3) >> 4)
    scratch[1] = low(code(3) & 15) << 4 | low(code(4) >> 4) >> 2
    scratch[0] = low(code(4) >> 4) << 6 | low(code(5) >> 4)
    let starts = [6, 5, 4, 2, 1, 0, 0]
    return sealed(Array(scratch[starts[min(codes.count, 6)]...]))
  }

  /// The state block: A1...A6 and battery (10 bit), the battery threshold, the PWM duty where the
  /// firmware tells it, and the digital lines.
  package static func state(codes: [Int], threshold: UInt8, pwm: UInt8?, digital: UInt8) -> [UInt8]
  {
    let words = codes.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8 & 3)] }
    return sealed(words + [threshold] + (pwm.map { [$0] } ?? []) + [digital << 4])
  }

  /// Puts the CRC into the low nibble of the last byte.
  private static func sealed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    bytes[bytes.count - 1] |= crc(bytes)
    return bytes
  }

  /// CRC-4, x^4 + x + 1, start 0, high bit first, over all bytes with the CRC taken as 0.
  private static func crc(_ bytes: [UInt8]) -> UInt8 {
    var remainder: UInt8 = 0
    for byte in bytes {
      for bit in (0..<8).reversed() {
        remainder <<= 1
        if remainder & 0x10 != 0 { remainder ^= 0x13 }
        remainder ^= byte >> UInt8(bit) & 1
      }
    }
    return remainder & 0x0F
  }
}
