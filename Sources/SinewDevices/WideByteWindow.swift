/// The bytes of a stream that are not yet judged, at most 512: `ByteWindow` for protocols whose
/// frames are longer than 64 bytes.
///
/// Its memory is allocated once, because an inline array of this size would be copied for each byte
/// that is looked at. `@unchecked Sendable`: the memory has one owner.
@safe
struct WideByteWindow: ~Copyable, @unchecked Sendable {
  private let ring: UnsafeMutablePointer<UInt8>
  private var first = 0
  private var held = 0

  init() {
    let ring = UnsafeMutablePointer<UInt8>.allocate(capacity: 512)
    unsafe ring.initialize(repeating: 0, count: 512)
    unsafe self.ring = ring
  }

  deinit { unsafe ring.deallocate() }

  /// Bytes held, 0...512.
  var count: Int {
    @_noLocks @_noAllocation
    get { held }
  }

  /// The byte `offset` places after the oldest one; any offset is safe, one past the end is stale.
  subscript(offset: Int) -> UInt8 {
    @_noLocks @_noAllocation
    get { unsafe ring[(first &+ offset) & 511] }
  }

  /// Adds the newest byte. A driver judges its bytes long before 512 are held.
  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8) {
    unsafe ring[(first &+ held) & 511] = byte
    if held < 512 { held &+= 1 } else { first = (first &+ 1) & 511 }
  }

  /// Forgets the `number` oldest bytes.
  @_noLocks @_noAllocation
  mutating func drop(_ number: Int) {
    let gone = min(max(0, number), held)
    first = (first &+ gone) & 511
    held &-= gone
  }

  /// Forgets everything.
  @_noLocks @_noAllocation
  mutating func clear() { drop(held) }

  /// `size` bytes (1...8), the high one first, without a sign.
  @_noLocks @_noAllocation
  func bigEndian(at offset: Int, size: Int) -> UInt64 {
    var value: UInt64 = 0
    var index = 0
    while index < size {
      value = value &<< 8 | UInt64(self[offset &+ index])
      index &+= 1
    }
    return value
  }

  /// `size` bytes (1...8), the low one first, without a sign.
  @_noLocks @_noAllocation
  func littleEndian(at offset: Int, size: Int) -> UInt64 {
    var value: UInt64 = 0
    var index = size
    while index > 0 {
      index &-= 1
      value = value &<< 8 | UInt64(self[offset &+ index])
    }
    return value
  }
}
