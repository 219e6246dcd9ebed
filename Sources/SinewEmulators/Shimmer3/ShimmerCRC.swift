/// The check that SET_CRC adds to packets and acknowledgements.
package enum ShimmerCRC {
  /// Start B0CA; a message of odd length is padded with one zero byte.
  package static func of(_ bytes: [UInt8]) -> UInt16 {
    (bytes.count % 2 == 0 ? bytes : bytes + [0]).reduce(0xB0CA) { start, byte in
      var crc = start >> 8 | start << 8
      crc ^= UInt16(byte)
      crc ^= (crc & 0xFF) >> 4
      crc ^= crc << 12
      crc ^= (crc & 0xFF) << 5
      return crc
    }
  }

  /// `bytes` with 0, 1 or 2 bytes of their check, the low one first.
  static func sealed(_ bytes: [UInt8], count: Int) -> [UInt8] {
    let crc = of(bytes)
    return bytes + [UInt8(crc & 0xFF), UInt8(crc >> 8)].prefix(count)
  }
}
