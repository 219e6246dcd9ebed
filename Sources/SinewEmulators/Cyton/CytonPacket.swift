/// The 33 bytes of one Cyton packet (sheet 8).
package struct CytonPacket: Sendable {
  /// First byte on the wire.
  package static let start: UInt8 = 0xA0

  /// 0...255, wraps.
  package var counter: UInt8
  /// Eight 24-bit codes; longer lists are cut, shorter ones filled with 0.
  package var codes: [Int32]
  /// Bytes 26...31.
  package var aux: [UInt8]
  /// 0...6; the stop byte is 0xC0 plus this.
  package var kind: UInt8

  package init(counter: UInt8, codes: [Int32], aux: [UInt8] = [], kind: UInt8 = 0) {
    self.counter = counter
    self.codes = codes
    self.aux = aux
    self.kind = kind
  }

  /// The packet as the dongle sends it.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = [Self.start, counter]
    for channel in 0..<8 {
      let code = UInt32(bitPattern: channel < codes.count ? codes[channel] : 0)
      bytes.append(UInt8(truncatingIfNeeded: code >> 16))
      bytes.append(UInt8(truncatingIfNeeded: code >> 8))
      bytes.append(UInt8(truncatingIfNeeded: code))
    }
    for index in 0..<6 { bytes.append(index < aux.count ? aux[index] : 0) }
    bytes.append(0xC0 | (kind & 0x0F))
    return bytes
  }

  /// Words as the aux bytes carry them: big endian.
  package static func words(_ values: [Int16]) -> [UInt8] {
    values.prefix(3).flatMap { value in
      let bits = UInt16(bitPattern: value)
      return [UInt8(bits >> 8), UInt8(bits & 0xFF)]
    }
  }

  /// A 16-bit word, then the board's milliseconds.
  package static func stamped(word: Int16, milliseconds: UInt32) -> [UInt8] {
    words([word]) + (0..<4).map { UInt8(truncatingIfNeeded: milliseconds >> (24 - 8 * $0)) }
  }
}
