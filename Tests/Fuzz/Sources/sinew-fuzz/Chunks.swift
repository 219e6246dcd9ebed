/// Cuts bytes as a link might: by a seed taken from the bytes, so that the same input is always cut
/// alike.
struct Chunks {
  private var random: SeededRandom

  /// - Parameter salt: another cutting of the same bytes.
  init(of bytes: [UInt8], salt: UInt64 = 0) {
    var seed: UInt64 = 0xCBF2_9CE4_8422_2325 &+ salt
    for byte in bytes { seed = (seed ^ UInt64(byte)) &* 0x0100_0000_01B3 }
    random = SeededRandom(state: seed)
  }

  /// The pieces in order, each of 1...`longest` bytes.
  mutating func cut(_ bytes: [UInt8], longest: Int) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + random.below(longest) + 1)
      pieces.append(bytes[start..<end])
      start = end
    }
    return pieces
  }
}
