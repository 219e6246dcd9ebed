import SinewSignal

/// The bytes of a stream that are not yet judged, at most 256, each with the instant its read
/// returned: for protocols where a packet waits for the packets behind it as witnesses and still
/// keeps its own arrival.
struct TimedByteWindow: BitwiseCopyable {
  private var ring = InlineArray<256, UInt8>(repeating: 0)
  private var arrivals = InlineArray<256, Int64>(repeating: 0)
  private var first = 0
  private var held = 0

  @_noLocks @_noAllocation
  init() {}

  /// Bytes held, 0...256.
  var count: Int {
    @_noLocks @_noAllocation
    get { held }
  }

  /// The byte `offset` places after the oldest one; any offset is safe, one past the end is stale.
  subscript(offset: Int) -> UInt8 {
    @_noLocks @_noAllocation
    get { ring[(first &+ offset) & 255] }
  }

  /// When the byte at `offset` arrived.
  @_noLocks @_noAllocation
  func arrival(at offset: Int) -> MonotonicTime {
    MonotonicTime(nanoseconds: arrivals[(first &+ offset) & 255])
  }

  /// Adds the newest byte. A driver judges its bytes long before 256 are held.
  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8, _ arrival: MonotonicTime) {
    let place = (first &+ held) & 255
    ring[place] = byte
    arrivals[place] = arrival.nanoseconds
    if held < 256 { held &+= 1 } else { first = (first &+ 1) & 255 }
  }

  /// Forgets the `number` oldest bytes.
  @_noLocks @_noAllocation
  mutating func drop(_ number: Int) {
    let gone = min(max(0, number), held)
    first = (first &+ gone) & 255
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

  /// Three bytes, the low one first, 0...16777215.
  @_noLocks @_noAllocation
  func littleEndian24(at offset: Int) -> Int {
    Int(self[offset &+ 2]) << 16 | Int(self[offset &+ 1]) << 8 | Int(self[offset])
  }

  /// Forgets everything.
  @_noLocks @_noAllocation
  mutating func clear() {
    first = 0
    held = 0
  }
}
