/// Takes the messages out of a SpikerBox's stream of bytes: `FF FF 01 01 80 FF`, `TYPE:VALUE;` one
/// or more, `FF FF 01 01 81 FF`. What is left is the samples as if nothing had stood among them.
///
/// No sample has two bytes with bit 7 in a row, so the prefix can't occur in them. A payload byte
/// that is neither text nor a joystick's (F0...FF), or a payload above 512 bytes (Spike Recorder's
/// limit), means that the end was lost: the message is given up and the samples go on.
struct SpikerBoxMessages: BitwiseCopyable {
  /// What the newest byte made of the bytes before it.
  enum Step: UInt8, BitwiseCopyable {
    /// Nothing to take yet.
    case pending
    /// `byte` is the stream's next.
    case sample
    /// An event message is complete: its number is `event`.
    case event
    /// A message was given up; `spoiled` bytes were lost.
    case spoiled
  }

  private var held = ByteWindow()
  private var isInside = false
  private var payload = 0
  /// Matched bytes of `EVNT:`, then the number; -1 while the item is another one.
  private var matched = 0
  private var number = 0
  private var hasNumber = false

  private(set) var byte: UInt8 = 0
  private(set) var event = 0
  private(set) var spoiled = 0

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  mutating func append(_ byte: UInt8) { held.append(byte) }

  /// The next thing in the bytes appended so far; call until `.pending`.
  @_noLocks @_noAllocation
  mutating func next() -> Step {
    while held.count > 0 {
      let fits = matchingBytes()
      if fits == 6 {
        held.drop(6)
        isInside.toggle()
        payload = 0
        startItem()
        continue
      }
      if fits == held.count { return .pending }
      let first = held[0]
      guard isInside else {
        held.drop(1)
        byte = first
        return .sample
      }
      guard isPayload(first), payload < 512 else {
        isInside = false
        spoiled = payload &+ 6
        return .spoiled
      }
      held.drop(1)
      payload &+= 1
      if take(first) { return .event }
    }
    return .pending
  }

  /// How many of the held bytes, up to 6, begin the mark that is looked for.
  @_noLocks @_noAllocation
  private func matchingBytes() -> Int {
    var count = 0
    while count < held.count, count < 6 {
      let wanted: UInt8
      switch count {
      case 2, 3: wanted = 0x01
      case 4: wanted = isInside ? 0x81 : 0x80
      default: wanted = 0xFF
      }
      if held[count] != wanted { return count }
      count &+= 1
    }
    return count
  }

  @_noLocks @_noAllocation
  private func isPayload(_ byte: UInt8) -> Bool {
    (byte >= 0x20 && byte < 0x7F) || byte == 0x0A || byte == 0x0D || byte >= 0xF0
  }

  @_noLocks @_noAllocation
  private mutating func startItem() {
    matched = 0
    number = 0
    hasNumber = false
  }

  /// Reads `EVNT:3;`; true at its end. An item of another type, and a number above 255, is passed.
  @_noLocks @_noAllocation
  private mutating func take(_ byte: UInt8) -> Bool {
    if byte == 0x3B {
      let isEvent = matched == 5 && hasNumber
      event = number
      startItem()
      return isEvent
    }
    if matched < 0 { return false }
    if matched < 5 {
      matched = byte == Self.eventLetter(matched) ? matched &+ 1 : -1
    } else if byte >= 0x30, byte <= 0x39, number < 26 {
      number = number &* 10 &+ Int(byte &- 0x30)
      hasNumber = true
      if number > 255 { matched = -1 }
    } else {
      matched = -1
    }
    return false
  }

  @_noLocks @_noAllocation
  private static func eventLetter(_ index: Int) -> UInt8 {
    switch index {
    case 0: 0x45
    case 1: 0x56
    case 2: 0x4E
    case 3: 0x54
    default: 0x3A
    }
  }
}
