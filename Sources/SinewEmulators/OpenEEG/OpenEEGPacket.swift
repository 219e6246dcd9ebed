/// The packets of OpenEEG's firmware (sheet: P2 frame, P3 frame).
package enum OpenEEGPacket {
  /// A5 5A, version 2, counter, six big-endian words, switches.
  package static func p2(counter: UInt8, codes: [Int], switches: UInt8) -> [UInt8] {
    let words = codes.flatMap { [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
    return [0xA5, 0x5A, 0x02, counter] + words + [switches]
  }

  /// A counter of six bits with the top bit of `auxiliary`, its other bits, then for each pair of
  /// channels the low seven bits of both and a byte with the high three of both; the top bit marks
  /// the last byte. An odd channel out is left out.
  package static func p3(counter: UInt8, auxiliary: UInt8, codes: [Int]) -> [UInt8] {
    var bytes = [(counter & 0x3F) << 1 | auxiliary >> 7, auxiliary & 0x7F]
    for pair in stride(from: 0, to: codes.count - 1, by: 2) {
      let (first, second) = (codes[pair], codes[pair + 1])
      bytes += [
        UInt8(first & 0x7F), UInt8(second & 0x7F),
        UInt8(first >> 7 & 7) << 4 | UInt8(second >> 7 & 7),
      ]
    }
    bytes[bytes.count - 1] |= 0x80
    return bytes
  }
}
