import SinewSignal

/// The packets of ProtoCentral's boards, and the numbers of the frames made of them.
///
///     0A FA | length u16 | type | payload | 00 0B
///
/// Little-endian, no checksum and no counter. A packet with a start inside is taken only when
/// another follows it, so one that was cut is no sample. Lost packets can't be seen: frames are
/// numbered here, and a gap is flagged where bytes did not fit.
struct ProtoCentralReader {
  private var window = ByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// True while the byte at the front should be a packet's first.
  private var isAligned = false
  /// Arrival of a complete packet that waits for the bytes behind it.
  private var heldArrival = MonotonicTime.zero
  private var isHeld = false
  /// Streams with a gap before the next frame, bit 0 = stream 0.
  private var gaps: UInt8 = 0
  private var skipped = 0
  /// Frames made, by stream.
  private var made = InlineArray<4, UInt32>(repeating: 0)

  /// A layout that a ProtoCentral board is known to send (ProtoCentral OpenView's decoders).
  @_noLocks @_noAllocation
  private static func isKnown(type: UInt8, _ length: Int) -> Bool {
    switch type {
    case 2: length == 8 || length == 12 || length == 20 || length == 22
    case 3: length == 50
    case 4: length == 19
    default: false
    }
  }

  /// Frames count from 0 again: the stream begins.
  mutating func start() {
    made = InlineArray(repeating: 0)
    gaps = 0
  }

  // MARK: Packets

  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8) { window.append(byte) }

  /// Length of the payload of the packet in front, which then begins at byte 5; 0 when more bytes
  /// are needed. Refuses every byte before it that can be judged now.
  @_noLocks @_noAllocation
  mutating func next(_ arrival: MonotonicTime, _ batch: inout FrameBatch) -> Int {
    while window.count >= wanted {
      guard window[0] == 0x0A else {
        refuse(.resync, &batch)
        continue
      }
      wanted = 5
      guard window.count >= 5 else { return 0 }
      let length = Int(window[2])
      let isStart = window[1] == 0xFA && window[3] == 0
      guard isStart, Self.isKnown(type: window[4], length) else {
        refuse(isAligned && isStart ? .unknownKind : .resync, &batch)
        continue
      }
      let total = length &+ 7
      wanted = total
      guard window.count >= total else { return 0 }
      guard window[total &- 2] == 0x00, window[total &- 1] == 0x0B else {
        refuse(isAligned ? .framing : .resync, &batch)
        continue
      }
      if !isHeld { heldArrival = arrival }
      if holdsStart(total) {
        isHeld = true
        wanted = total &+ 2
        guard window.count >= total &+ 2 else { return 0 }
        guard window[total] == 0x0A, window[total &+ 1] == 0xFA else {
          refuse(isAligned ? .framing : .resync, &batch)
          continue
        }
      }
      return length
    }
    return 0
  }

  /// Leaves the packet in front, whose payload has `length` bytes, behind.
  @_noLocks @_noAllocation
  mutating func drop(_ length: Int) {
    isAligned = true
    isHeld = false
    skipped = 0
    wanted = 1
    window.drop(length &+ 7)
  }

  /// True when the next packet may have begun inside the one in front, because that was cut.
  @_noLocks @_noAllocation
  private func holdsStart(_ total: Int) -> Bool {
    var offset = 5
    while offset &+ 1 < total {
      if window[offset] == 0x0A, window[offset &+ 1] == 0xFA { return true }
      offset &+= 1
    }
    // The last byte of a packet is 0B, so a start never lies across its end.
    return false
  }

  /// Drops one byte: a packet may begin inside a bad one. Fifteen bytes can hide one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
    batch.note(fault, bytes: 1)
    isAligned = false
    isHeld = false
    wanted = 1
    window.drop(1)
    skipped &+= 1
    if skipped >= 15 { gaps = 0b1111 }
  }

  // MARK: Frames

  /// Appends a frame of the packet in front, numbered and dated.
  @_noLocks @_noAllocation
  mutating func emit(_ frame: inout Frame, stream: UInt8, _ batch: inout FrameBatch) {
    let index = Int(stream)
    frame.stream = stream
    frame.arrival = heldArrival
    frame.counter = made[index]
    made[index] &+= 1
    let bit: UInt8 = 1 &<< stream
    if gaps & bit != 0 { frame.add(.gapBefore) }
    gaps &= ~bit
    batch.append(frame)
  }

  /// A frame of one channel.
  @_noLocks @_noAllocation
  mutating func emit(_ value: Float, stream: UInt8, _ batch: inout FrameBatch) {
    var frame = Frame()
    frame.values[0] = value
    emit(&frame, stream: stream, &batch)
  }

  // MARK: Numbers of the packet in front

  @_noLocks @_noAllocation
  func raw(_ offset: Int) -> UInt8 { window[offset] }

  @_noLocks @_noAllocation
  func byte(_ offset: Int) -> Float { Float(window[offset]) }

  /// int16.
  @_noLocks @_noAllocation
  func word(_ offset: Int) -> Float { Float(window.littleEndian16(at: offset)) }

  /// int32; a float holds codes of 24 bits exactly.
  @_noLocks @_noAllocation
  func long(_ offset: Int) -> Float {
    let low = window.littleEndian16(at: offset) & 0xFFFF
    return Float(window.littleEndian16(at: offset &+ 2) &* 65_536 &+ low)
  }

  /// int16 in hundredths.
  @_noLocks @_noAllocation
  func hundredths(_ offset: Int) -> Float {
    Float(Double(window.littleEndian16(at: offset)) / 100)
  }

  /// uint16 in hundredths.
  @_noLocks @_noAllocation
  func unsignedHundredths(_ offset: Int) -> Float {
    Float(Double(window.littleEndian16(at: offset) & 0xFFFF) / 100)
  }
}
