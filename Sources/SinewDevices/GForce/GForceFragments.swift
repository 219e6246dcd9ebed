import SinewSignal

/// HOT. Joins the fragments of one gForce packet: at most 255 bytes.
struct GForceFragments: BitwiseCopyable {
  private var bytes = InlineArray<256, UInt8>(repeating: 0)
  private var held = 0
  /// The number of the fragment that came last, 0 between packets.
  private var last = 0
  /// True while the rest of a packet comes of which a part was lost.
  private var isSpoilt = false
  /// Whether the packet came in fragments.
  private(set) var isJoined: Bool
  /// Bytes that the last `begin` gave up.
  private(set) var dropped: Int

  @_noLocks @_noAllocation
  init() {
    isJoined = false
    dropped = 0
  }

  /// A packet in one piece comes; its bytes follow by `append`. True when one before it was given up.
  @_noLocks @_noAllocation
  mutating func beginWhole() -> Bool {
    dropped = last > 0 ? held : 0
    let gaveUp = last > 0
    held = 0
    last = 0
    isSpoilt = false
    isJoined = false
    return gaveUp
  }

  /// Fragment `number` with `count` bytes comes. True when the packet before it was given up: a number
  /// was left out, which spoils the rest of the same packet, or it grew too long.
  @_noLocks @_noAllocation
  mutating func begin(number: UInt8, bytes count: Int) -> Bool {
    let number = Int(number)
    isJoined = true
    guard last > 0 else {
      held = 0
      last = number
      isSpoilt = false
      dropped = 0
      return false
    }
    let goesOn = number == last &- 1 && held &+ count <= 255
    dropped = goesOn ? 0 : held
    let gaveUp = !goesOn && !isSpoilt
    if !goesOn {
      held = 0
      isSpoilt = number < last
    }
    last = number
    return gaveUp
  }

  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8) {
    guard held < 256, !isSpoilt else { return }
    bytes[held] = byte
    held &+= 1
  }

  /// Whether a packet ends with what was appended.
  var isComplete: Bool {
    @_noLocks @_noAllocation
    get { last == 0 && held > 0 && !isSpoilt }
  }

  var count: Int {
    @_noLocks @_noAllocation
    get { held }
  }

  /// A byte of the packet; any offset is safe, one past the end means nothing.
  subscript(offset: Int) -> UInt8 {
    @_noLocks @_noAllocation
    get { bytes[offset & 255] }
  }

  /// Four bytes, the low one first, two's complement.
  @_noLocks @_noAllocation
  func littleEndian32(at offset: Int) -> Int { Int(Int32(truncatingIfNeeded: word(at: offset))) }

  /// Four bytes as an IEEE 754 number; may be any, also no number.
  @_noLocks @_noAllocation
  func littleEndianFloat(at offset: Int) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: word(at: offset)))
  }

  @_noLocks @_noAllocation
  private func word(at offset: Int) -> Int {
    Int(self[offset]) | Int(self[offset &+ 1]) << 8 | Int(self[offset &+ 2]) << 16
      | Int(self[offset &+ 3]) << 24
  }
}
