/// The 20-byte packets of an OpenBCI Ganglion (Ganglion Data Format; firmware 3.0.2).
package enum GanglionPacket {
  /// Eight values of `bits` (18 or 19) from byte 1, the highest bit first: four channels of one
  /// sample, then of the next. Firmware 3 keeps the top bits of the 24-bit count and writes the sign
  /// over the lowest one kept.
  package static func samples(
    id: UInt8, _ earlier: [Int], _ later: [Int], bits: Int, auxiliary: UInt8? = nil
  ) -> [UInt8] {
    var packet = [UInt8](repeating: 0, count: 20)
    packet[0] = id
    for (index, count) in (earlier.prefix(4) + later.prefix(4)).enumerated() {
      let kept = count >> (24 - bits) & ((1 << bits) - 1)
      let signed = kept & ~1 | (count < 0 ? 1 : 0)
      for bit in 0..<bits where signed >> (bits - 1 - bit) & 1 == 1 {
        let place = 8 + index * bits + bit
        packet[place / 8] |= 0x80 >> UInt8(place % 8)
      }
    }
    if let auxiliary { packet[19] = auxiliary }
    return packet
  }

  /// A text in packets of 19 characters: 206, and 207 for the last.
  package static func text(_ text: String) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    let starts = Array(stride(from: 0, to: max(bytes.count, 1), by: 19))
    return starts.map { start in
      [start == starts.last ? 207 : 206] + bytes[start..<min(start + 19, bytes.count)]
    }
  }

  /// Impedance of channel 1...4, or of the reference as 5: digits of kilohms, then Z.
  package static func impedance(channel: Int, kilohms: Int) -> [UInt8] {
    [UInt8(200 + min(max(channel, 1), 5))] + Array("\(max(0, kilohms))Z".utf8)
  }
}
