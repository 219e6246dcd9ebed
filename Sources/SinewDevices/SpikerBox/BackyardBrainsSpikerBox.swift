package import SinewSignal

/// Backyard Brains Muscle SpikerShield, SpikerBox and relatives over USB serial.
///
/// Link: Arduino sketches open 230400, which a 16 MHz AVR makes 222222; newer boxes 500000; boxes
/// with native USB take any speed. A frame is two bytes a channel, 1 to 6 channels, no counter and
/// no checksum; its first byte alone has bit 7:
///
///     1hhhhhhh 0lllllll  0hhhhhhh 0lllllll ...      code = h << 7 | l, 10 or 14 bits
///
/// Messages stand anywhere among the bytes (`SpikerBoxMessages`). The handshake asks for the board
/// name and counts the channels; the rate of an Arduino is 10050.25 Hz over the channels.
///
/// Two bytes prove little, so a frame counts only inside a run: one, two or more whole frames on
/// either side, as many as make 8 bits of form or more. The ends of a run are counted as lost. A
/// value changed in flight can't be seen, nor can a loss of whole frames: `.gapBefore` marks what
/// the form betrays.
///
/// Values are codes of the converter. With `DriverSettings.amplifierGain` an Arduino's are
/// microvolts about code 512; some shields send an envelope instead, by jumper. The USB HID boxes
/// are not spoken.
/// Sources: SpikerShield, SpikerBoxPro, Spike-Recorder (all BackyardBrains).
package struct BackyardBrainsSpikerBox: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "backyardbrains-spikerbox", name: "Backyard Brains SpikerBox", links: [.serial],
    baudRates: [230_400, 222_222, 500_000],
    usb: [
      (0x2341, 0x0043), (0x2341, 0x8036), (0x2A03, 0x0043), (0x1A86, 0x7523), (0x0403, 0x6001),
      (0x10C4, 0xEA60),
    ].map { USBIdentity(vendorID: $0.0, productID: $0.1, isShared: true) },
    streams: SpikerBoxBoard.muscleShield.streams(channels: 1, gain: 0), isolation: .mainsPossible)

  private var gain: Float
  private var board = SpikerBoxBoard.muscleShield
  private var handshake: SpikerBoxHandshake

  private var messages = SpikerBoxMessages()
  private var window = ByteWindow()
  /// Arrival of each byte in the window, by its place in the stream of samples.
  private var arrivals = InlineArray<64, MonotonicTime>(repeating: .zero)
  private var appended = 0
  /// Whole frames in a row before the front, not counted past `margin`.
  private var behind = 0
  private var isGap = false
  /// Frames made, by stream; they number the frames.
  private var made = InlineArray<2, UInt32>(repeating: 0)

  private var length = 2
  private var margin = 2
  private var bits = 10
  private var microvoltsPerCode = 0.0

  package init(settings: DriverSettings) {
    gain = settings.amplifierGain
    handshake = SpikerBoxHandshake(channels: settings.channelCount)
    start()
  }

  package var streams: [StreamProfile] { board.streams(channels: length / 2, gain: gain) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    guard next == .ready, let board = handshake.board else { return next }
    if gain > 0, board.voltsPerCode == 0 {
      return .refuse("The scale of a \(board.name) is not known: leave amplifierGain out.")
    }
    self.board = board
    start()
    return .ready
  }

  package func farewell() -> [UInt8] { handshake.wasStarted ? Array("h:;\n".utf8) : [] }

  /// A frame has 6 bits of form a channel at 10 bits, 2 at 14; the margin makes at least 8 of it:
  /// with its own form, noise passes for a sample once in 4096 tries or less.
  private mutating func start() {
    length = 2 * max(1, min(6, handshake.channels))
    bits = board.bits
    let form = (length / 2) * (bits == 10 ? 6 : 2)
    margin = (8 + form - 1) / form
    microvoltsPerCode = board.microvoltsPerCode(gain: gain)
    messages = SpikerBoxMessages()
    window = ByteWindow()
    behind = 0
    isGap = false
    made = InlineArray(repeating: 0)
  }

  // MARK: Frames

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      messages.append(bytes[index])
      index &+= 1
      sort(arrival, &batch)
    }
  }

  /// Takes samples and messages apart.
  @_noLocks @_noAllocation
  private mutating func sort(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    while true {
      switch messages.next() {
      case .pending: return
      case .sample:
        window.append(messages.byte)
        arrivals[appended & 63] = arrival
        appended &+= 1
        judge(&batch)
      case .event:
        var frame = Frame(arrival: arrival, counter: made[1], stream: 1)
        frame.values[0] = Float(messages.event)
        made[1] &+= 1
        batch.append(frame)
      case .spoiled:
        batch.note(.framing, bytes: messages.spoiled)
        isGap = true
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func judge(_ batch: inout FrameBatch) {
    while window.count >= (margin &+ 1) &* length {
      if !isFrame(at: 0) {
        batch.note(behind > 0 ? .framing : .resync, bytes: 1)
        window.drop(1)
        behind = 0
        isGap = made[0] > 0
      } else if behind < margin || !isFollowed() {
        batch.note(behind < margin ? .resync : .framing, bytes: length)
        window.drop(length)
        behind = min(behind &+ 1, margin)
        isGap = made[0] > 0
      } else {
        accept(&batch)
      }
    }
  }

  @_noLocks @_noAllocation
  private func isFollowed() -> Bool {
    var number = 1
    while number <= margin {
      if !isFrame(at: number &* length) { return false }
      number &+= 1
    }
    return true
  }

  /// Bit 7 in the first byte alone, and no code beyond the converter.
  @_noLocks @_noAllocation
  private func isFrame(at offset: Int) -> Bool {
    guard window[offset] >= 0x80 else { return false }
    var index = 0
    while index < length {
      let byte = window[offset &+ index]
      if index > 0, byte >= 0x80 { return false }
      if index & 1 == 0, Int(byte & 0x7F) >> (bits &- 7) != 0 { return false }
      index &+= 1
    }
    return true
  }

  @_noLocks @_noAllocation
  private mutating func accept(_ batch: inout FrameBatch) {
    let last = appended &- window.count &+ length &- 1
    var frame = Frame(arrival: arrivals[last & 63], counter: made[0], stream: 0)
    var offset = 0
    while offset < length {
      let code = Int(window[offset] & 0x7F) << 7 | Int(window[offset &+ 1])
      put(code, at: offset >> 1, into: &frame)
      offset &+= 2
    }
    if isGap { frame.add(.gapBefore) }
    isGap = false
    made[0] &+= 1
    batch.append(frame)
    window.drop(length)
  }

  @_noLocks @_noAllocation
  private func put(_ code: Int, at slot: Int, into frame: inout Frame) {
    let range = 1 << bits
    if code == 0 || code == range &- 1 { frame.add(.clipped) }
    frame.values[slot] =
      microvoltsPerCode > 0
      ? Float(Double(code &- range >> 1) * microvoltsPerCode) : Float(code)
  }
}
