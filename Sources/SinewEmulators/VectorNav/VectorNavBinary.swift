/// VectorNav's binary form: `FA`, groups, field masks, payload low byte first, CRC high byte first
/// (sheet: binary).
package enum VectorNavBinary {
  /// CRC-16 as the sheet gives it step by step, from 0; over bytes and their CRC it is 0.
  package static func crc(_ bytes: [UInt8]) -> UInt16 {
    bytes.reduce(0 as UInt16) { crc, byte in
      var crc = crc << 8 | crc >> 8
      crc ^= UInt16(byte)
      crc ^= (crc & 0xFF) >> 4
      crc ^= crc << 12
      crc ^= (crc & 0xFF) << 5
      return crc
    }
  }

  /// `masks` in the order of the set bits of `groups`.
  package static func bytes(groups: UInt8, masks: [UInt16], payload: [UInt8]) -> [UInt8] {
    let body = [groups] + masks.flatMap { little(UInt64($0), 2) } + payload
    let check = crc(body)
    return [0xFA] + body + [UInt8(check >> 8), UInt8(check & 0xFF)]
  }

  /// The `count` low bytes, low byte first.
  package static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  /// Single-precision numbers, low byte first.
  package static func floats(_ numbers: [Double]) -> [UInt8] {
    numbers.flatMap { little(UInt64(Float($0).bitPattern), 4) }
  }

  /// Bytes of each field, bit 0 first, of the groups common, time, IMU and attitude; a group that
  /// is not here (satellites, INS) is refused.
  static let sizes: [UInt8: [Int]] = [
    0x01: [8, 8, 8, 12, 16, 12, 24, 12, 12, 24, 20, 28, 2, 4, 8],
    0x02: [8, 8, 8, 2, 8, 8, 8, 4, 4, 1],
    0x04: [2, 12, 12, 12, 4, 4, 16, 12, 12, 12, 12, 2],
    0x10: [2, 12, 16, 36, 12, 12, 12, 12, 12, 12],
  ]
}
