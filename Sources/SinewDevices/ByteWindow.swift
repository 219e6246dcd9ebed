/// The bytes of a stream that are not yet judged, at most 64: what a driver of a binary protocol
/// needs to look for a frame and, when it is none, to look again one byte later.
struct ByteWindow: BitwiseCopyable {
  private var ring = InlineArray<64, UInt8>(repeating: 0)
  private var first = 0
  private var held = 0

  @_noLocks @_noAllocation
  init() {}

  /// Bytes held, 0...64.
  var count: Int {
    @_noLocks @_noAllocation
    get { held }
  }

  /// The byte `offset` places after the oldest one; any offset is safe, one past the end is stale.
  subscript(offset: Int) -> UInt8 {
    @_noLocks @_noAllocation
    get { ring[(first &+ offset) & 63] }
  }

  /// Adds the newest byte. A driver judges its bytes long before 64 are held.
  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8) {
    ring[(first &+ held) & 63] = byte
    if held < 64 { held &+= 1 } else { first = (first &+ 1) & 63 }
  }

  /// Forgets the `number` oldest bytes.
  @_noLocks @_noAllocation
  mutating func drop(_ number: Int) {
    let gone = min(max(0, number), held)
    first = (first &+ gone) & 63
    held &-= gone
  }

  /// Two bytes, the high one first, two's complement.
  @_noLocks @_noAllocation
  func bigEndian16(at offset: Int) -> Int {
    Int(Int16(truncatingIfNeeded: Int(self[offset]) << 8 | Int(self[offset &+ 1])))
  }

  /// Three bytes, the high one first, two's complement.
  @_noLocks @_noAllocation
  func bigEndian24(at offset: Int) -> Int {
    let high = Int(Int8(truncatingIfNeeded: self[offset]))
    return high << 16 | Int(self[offset &+ 1]) << 8 | Int(self[offset &+ 2])
  }

  /// Two bytes, the low one first, two's complement.
  @_noLocks @_noAllocation
  func littleEndian16(at offset: Int) -> Int {
    Int(Int16(truncatingIfNeeded: Int(self[offset &+ 1]) << 8 | Int(self[offset])))
  }
}
