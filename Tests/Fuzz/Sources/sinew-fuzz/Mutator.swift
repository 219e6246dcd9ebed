/// Changes inputs blindly but with what formats are sensitive to: numbers at their ends, lengths,
/// repeats, pieces of other inputs.
struct Mutator {
  /// Bytes an input may grow to.
  static let longest = 4096
  private static let tokens = [
    "\n", "\r\n", ",", ":", "-", "\"", "{", "}", "[", "]", "nan", "inf", "-0", "1e309", "1e-400",
    "9223372036854775808", "-9223372036854775809", "4294967296", "\\ud800", "\u{feff}", "\t", "$$$",
    "~", "@", "= 0 ", "&a *a", "<<: ", "!!binary ", "? ", "|2\n",
  ].map { Array($0.utf8) }
  private static let ends: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, 0xA0, 0xC0, 0x55, 0x0A, 0x20, 0x30]

  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(state: seed) }

  /// A changed copy of one of the inputs, now and then noise.
  mutating func next(from corpus: [[UInt8]]) -> [UInt8] {
    guard !corpus.isEmpty, random.below(50) > 0 else { return noise(random.below(300)) }
    var bytes = corpus[random.below(corpus.count)]
    for _ in 0...random.below(6) { change(&bytes, corpus) }
    return Array(bytes.prefix(Self.longest))
  }

  private mutating func noise(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private mutating func change(_ bytes: inout [UInt8], _ corpus: [[UInt8]]) {
    let place = random.below(bytes.count + 1)
    let other = corpus[random.below(corpus.count)]
    switch random.below(10) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.below(8))
    case 1 where place < bytes.count: bytes[place] = Self.ends[random.below(Self.ends.count)]
    case 2 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.below(9)))
    case 4: bytes.insert(contentsOf: noise(random.below(5) + 1), at: place)
    case 5: bytes.insert(contentsOf: Self.tokens[random.below(Self.tokens.count)], at: place)
    case 6: bytes.insert(contentsOf: bytes[..<place].suffix(random.below(70)), at: place)
    case 7: bytes.removeSubrange(place...)
    case 8: bytes.replaceSubrange(place..., with: other.suffix(random.below(other.count + 1)))
    default: bytes.insert(contentsOf: piece(of: other), at: place)
    }
  }

  private mutating func piece(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    let start = random.below(bytes.count)
    return bytes[start...].prefix(random.below(80))
  }
}
