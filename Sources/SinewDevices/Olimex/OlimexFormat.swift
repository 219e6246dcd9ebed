/// The frames of the ModularEEG firmware that the Olimex shield's sketch also sends.
enum OlimexFormat: UInt8, BitwiseCopyable, Sendable {
  /// 17 bytes: `A5 5A 02 | counter | 6 x uint16 big-endian | switches`.
  case p2
  /// 3 n / 2 + 2 bytes for n = 2, 4 or 6 channels; bit 7 ends the frame.
  case p3Two
  case p3Four
  case p3Six

  /// Bytes of a frame.
  var length: Int {
    @_noLocks @_noAllocation
    get {
      switch self {
      case .p2: 17
      case .p3Two: 5
      case .p3Four: 8
      case .p3Six: 11
      }
    }
  }

  /// (`==` of an enumeration with raw values is generic code, which the real-time proof refuses.)
  var isP2: Bool {
    @_noLocks @_noAllocation
    get {
      switch self {
      case .p2: true
      case .p3Two, .p3Four, .p3Six: false
      }
    }
  }

  var channels: Int {
    @_noLocks @_noAllocation
    get {
      switch self {
      case .p2, .p3Six: 6
      case .p3Two: 2
      case .p3Four: 4
      }
    }
  }

  /// The counter wraps here.
  var modulus: Int {
    @_noLocks @_noAllocation
    get { isP2 ? 256 : 64 }
  }

  /// The Olimex sketch sets its timer to 4 ms, whatever its comment says (sheet, arithmetic); the
  /// P3 firmware's timer makes 256 Hz.
  var rateHz: Double { isP2 ? 250 : 256 }
}

extension ByteWindow {
  /// True when the bytes from `offset` on have the form of a frame, every code in 10 bits.
  @_noLocks @_noAllocation
  func isFrame(_ format: OlimexFormat, at offset: Int) -> Bool {
    format.isP2 ? isP2(at: offset) : isP3(format.length, at: offset)
  }

  /// True when the bytes held, fewer than a frame, can still become one.
  @_noLocks @_noAllocation
  func canBecomeFrame(_ format: OlimexFormat) -> Bool {
    if format.isP2 { return count < 2 || self[1] == 0x5A }
    var place = 0
    while place < count {
      if self[place] >= 0x80 { return false }
      place &+= 1
    }
    return count < 2 || isAuxiliary(at: 0)
  }

  /// The counter of the frame at `offset`.
  @_noLocks @_noAllocation
  func counter(_ format: OlimexFormat, at offset: Int) -> Int {
    format.isP2 ? Int(self[offset &+ 3]) : Int(self[offset] >> 1)
  }

  /// The code of a channel of the frame in front.
  @_noLocks @_noAllocation
  func code(_ format: OlimexFormat, _ channel: Int) -> Int {
    if format.isP2 { return bigEndian16(at: 4 &+ 2 &* channel) & 0x3FF }
    let pair = 2 &+ 3 &* (channel >> 1)
    let high = Int(self[pair &+ 2])
    return channel & 1 == 0
      ? (high >> 4 & 7) << 7 | Int(self[pair]) : (high & 7) << 7 | Int(self[pair &+ 1])
  }

  @_noLocks @_noAllocation
  private func isP2(at offset: Int) -> Bool {
    guard self[offset] == 0xA5, self[offset &+ 1] == 0x5A, self[offset &+ 2] == 2,
      self[offset &+ 16] <= 0x0F
    else { return false }
    var place = offset &+ 4
    while place < offset &+ 16 {
      if self[place] > 3 { return false }
      place &+= 2
    }
    return true
  }

  @_noLocks @_noAllocation
  private func isP3(_ length: Int, at offset: Int) -> Bool {
    var place = 0
    while place < length {
      let byte = self[offset &+ place]
      if (byte >= 0x80) != (place == length &- 1) { return false }
      // The byte with the high bits of two channels has a bit between them that is never set.
      if place >= 4, place % 3 == 1, byte & 0x08 != 0 { return false }
      place &+= 1
    }
    return isAuxiliary(at: offset)
  }

  /// The auxiliary byte is a letter of the firmware's name when the counter's low three bits are 0,
  /// the switches when they are 4, else 0.
  @_noLocks @_noAllocation
  private func isAuxiliary(at offset: Int) -> Bool {
    let auxiliary = Int(self[offset] & 1) << 7 | Int(self[offset &+ 1])
    switch self[offset] >> 1 & 7 {
    case 0: return auxiliary < 0x80
    case 4: return true
    default: return auxiliary == 0
    }
  }
}
