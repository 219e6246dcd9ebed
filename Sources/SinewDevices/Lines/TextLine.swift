/// One line of text as it comes in, at most 512 bytes, without its end.
///
/// Its memory is allocated once, since an inline array of this size is copied for each byte that is
/// looked at (measured: half of the time). `@unchecked Sendable`: the memory has one owner.
@safe
struct TextLine: ~Copyable, @unchecked Sendable {
  static var capacity: Int {
    @_noLocks @_noAllocation
    get { 512 }
  }

  private let bytes: UnsafeMutablePointer<UInt8>
  private var held = 0

  init() {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.capacity)
    unsafe bytes.initialize(repeating: 0, count: Self.capacity)
    unsafe self.bytes = bytes
  }

  deinit { unsafe bytes.deallocate() }

  var count: Int {
    @_noLocks @_noAllocation
    get { held }
  }

  /// The byte at `index`, 0 outside the line.
  subscript(index: Int) -> UInt8 {
    @_noLocks @_noAllocation
    get { index >= 0 && index < held ? unsafe bytes[index] : 0 }
  }

  /// Adds a byte; false when the line is full.
  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8) -> Bool {
    guard held < Self.capacity else { return false }
    unsafe bytes[held] = byte
    held &+= 1
    return true
  }

  @_noLocks @_noAllocation
  mutating func clear() { held = 0 }

  /// True when the line is printable ASCII, TAB and well-formed UTF-8 beyond.
  @_noLocks @_noAllocation
  func isText() -> Bool {
    var index = 0
    while index < held {
      let byte = self[index]
      index &+= 1
      if byte == 0x09 || (byte >= 0x20 && byte < 0x7F) { continue }
      guard byte >= 0xC2, byte <= 0xF4 else { return false }
      var following = byte < 0xE0 ? 1 : (byte < 0xF0 ? 2 : 3)
      while following > 0 {
        guard index < held, self[index] & 0xC0 == 0x80 else { return false }
        index &+= 1
        following &-= 1
      }
    }
    return true
  }

  /// True when `byte` stands in `start..<end`.
  @_noLocks @_noAllocation
  func contains(_ byte: UInt8, from start: Int, to end: Int) -> Bool {
    position(of: byte, from: start, to: end) < end
  }

  /// The first place of `byte` in `start..<end`; `end` where there is none.
  @_noLocks @_noAllocation
  func position(of byte: UInt8, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, self[index] != byte { index &+= 1 }
    return index
  }

  /// `start`, moved past spaces.
  @_noLocks @_noAllocation
  func skipSpaces(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, self[index] == 0x20 { index &+= 1 }
    return index
  }

  /// `end`, moved before spaces and TABs.
  @_noLocks @_noAllocation
  func trimEnd(from start: Int, to end: Int) -> Int {
    var index = end
    while index > start, self[index &- 1] == 0x20 || self[index &- 1] == 0x09 { index &-= 1 }
    return index
  }
}
