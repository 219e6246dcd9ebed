/// The packet of a Chords board: C7 7C, counter, channels as big-endian words, 01.
package enum ChordsPacket {
  /// `codes` are right-aligned, 0...65535, as many as the board has channels.
  package static func bytes(counter: UInt8, codes: [Int]) -> [UInt8] {
    let words = codes.flatMap { [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
    return [0xC7, 0x7C, counter] + words + [0x01]
  }
}
