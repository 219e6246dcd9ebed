import SinewSignal

/// HOT. Finds `GATTRecord`s in a stream of bytes in any chunking and holds the one in front until it
/// was used:
///
///     reader.append(bytes[index])
///     while reader.holdsRecord(&batch) {
///       if reader.isNotification { take(arrival, &batch) }
///       reader.drop()
///     }
///
/// Mark, kind, size and sum are judged. What fails costs one byte and is noted, since a whole record
/// may begin inside a damaged one.
struct GATTRecordReader: ~Copyable, Sendable {
  /// What lies in front.
  enum Front { case incomplete, record, refused(DecodeFault) }

  private var window = WideByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// True while the byte in front should be a record's first.
  private var isAligned = true
  private var lost = 0

  init() {}

  /// Adds the newest byte. Call `holdsRecord` after each.
  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8) { window.append(byte) }

  /// True when a whole, undamaged record lies in front; false when more bytes are needed.
  @_noLocks @_noAllocation
  mutating func holdsRecord(_ batch: inout FrameBatch) -> Bool {
    while true {
      switch judge() {
      case .incomplete: return false
      case .record: return true
      case .refused(let fault): batch.note(fault, bytes: 1)
      }
    }
  }

  /// Looks at the bytes in front once; refuses at most one of them.
  @_noLocks @_noAllocation
  mutating func judge() -> Front {
    guard window.count >= wanted else { return .incomplete }
    guard window[0] == 0xB1 else { return refuse(.resync) }
    guard window.count >= 2 else { return more(2) }
    guard isKind(window[1]) else { return refuse(isAligned ? .framing : .resync) }
    guard window.count >= 5 else { return more(5) }
    guard window[4] == 0, window[3] <= 244 else {
      return refuse(isAligned ? .framing : .resync)
    }
    let size = Int(window[3]) &+ 7
    guard window.count >= size else { return more(size) }
    guard hasRightSum(size) else { return refuse(isAligned ? .checksum : .resync) }
    return .record
  }

  // MARK: The record in front

  /// `GATTRecord.Kind.rawValue` of the record in front.
  var kind: UInt8 {
    @_noLocks @_noAllocation
    get { window[1] }
  }

  /// A notification or an indication.
  var isNotification: Bool {
    @_noLocks @_noAllocation
    get { window[1] == 0x1B }
  }

  /// The place of its characteristic in `GATTProfile.characteristics`, or any other number: nobody
  /// checked it.
  var characteristic: UInt8 {
    @_noLocks @_noAllocation
    get { window[2] }
  }

  /// Bytes of its value, 0...244.
  var count: Int {
    @_noLocks @_noAllocation
    get { Int(window[3]) }
  }

  /// Bytes refused since the last call of `forgetLoss`: that many hide what nobody saw.
  var bytesLost: Int {
    @_noLocks @_noAllocation
    get { lost }
  }

  /// A byte of its value; any offset is safe, one outside the value means nothing.
  subscript(offset: Int) -> UInt8 {
    @_noLocks @_noAllocation
    get { window[5 &+ offset] }
  }

  /// `size` bytes (1...8) of its value, the low one first, without a sign.
  @_noLocks @_noAllocation
  func littleEndian(at offset: Int, size: Int) -> UInt64 {
    window.littleEndian(at: 5 &+ offset, size: size)
  }

  /// Two bytes of its value, the low one first, two's complement.
  @_noLocks @_noAllocation
  func littleEndian16(at offset: Int) -> Int {
    Int(Int16(truncatingIfNeeded: Int(self[offset &+ 1]) << 8 | Int(self[offset])))
  }

  /// Three bytes of its value, the low one first, two's complement.
  @_noLocks @_noAllocation
  func littleEndian24(at offset: Int) -> Int {
    let high = Int(Int8(truncatingIfNeeded: self[offset &+ 2]))
    return high << 16 | Int(self[offset &+ 1]) << 8 | Int(self[offset])
  }

  /// Four bytes of its value, the low one first, two's complement.
  @_noLocks @_noAllocation
  func littleEndian32(at offset: Int) -> Int {
    Int(Int32(truncatingIfNeeded: Int64(bitPattern: littleEndian(at: offset, size: 4))))
  }

  /// Four bytes of its value as an IEEE 754 number, the low one first; may be any, also no number.
  @_noLocks @_noAllocation
  func littleEndianFloat(at offset: Int) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: littleEndian(at: offset, size: 4)))
  }

  /// Two bytes of its value, the high one first, two's complement.
  @_noLocks @_noAllocation
  func bigEndian16(at offset: Int) -> Int {
    Int(Int16(truncatingIfNeeded: Int(self[offset]) << 8 | Int(self[offset &+ 1])))
  }

  /// `size` bytes (1...8) of its value, the high one first, without a sign.
  @_noLocks @_noAllocation
  func bigEndian(at offset: Int, size: Int) -> UInt64 {
    window.bigEndian(at: 5 &+ offset, size: size)
  }

  /// Done with the record in front.
  @_noLocks @_noAllocation
  mutating func drop() {
    window.drop(count &+ 7)
    wanted = 1
    isAligned = true
  }

  /// What was refused so far has been told to whom it concerns.
  @_noLocks @_noAllocation
  mutating func forgetLoss() { lost = 0 }

  /// Forgets everything.
  @_noLocks @_noAllocation
  mutating func clear() {
    window.clear()
    wanted = 1
    isAligned = true
    lost = 0
  }

  // MARK: Judging

  @_noLocks @_noAllocation
  private mutating func more(_ bytes: Int) -> Front {
    wanted = bytes
    return .incomplete
  }

  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault) -> Front {
    window.drop(1)
    wanted = 1
    isAligned = false
    lost &+= 1
    return .refused(fault)
  }

  /// The raw values of `GATTRecord.Kind`, which the proof can't look up in another module.
  @_noLocks @_noAllocation
  private func isKind(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x01, 0x0A, 0x12, 0x14, 0x15, 0x1B, 0x52: true
    default: false
    }
  }

  /// Fletcher's sum; 248 bytes are so few that the remainders can wait for the end.
  @_noLocks @_noAllocation
  private func hasRightSum(_ size: Int) -> Bool {
    var first = 0
    var second = 0
    var index = 1
    while index < size &- 2 {
      first &+= Int(window[index])
      second &+= first
      index &+= 1
    }
    return Int(window[size &- 2]) == first % 255 && Int(window[size &- 1]) == second % 255
  }
}
