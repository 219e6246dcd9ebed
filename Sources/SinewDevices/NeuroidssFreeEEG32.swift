package import SinewSignal

/// FreeEEG32: 32 channels, 24-bit, 512 samples a second.
///
/// Link: USB CDC, or the isolated UART at 921600 8N1. Streams from power-on and takes no commands.
/// Frame, 105 bytes, no checksum:
///
///     A0 | counter | 32 x int24 big-endian | 6 bytes of acceleration (always 0) | C0
///
/// Microvolts = count x 2.5e6 / (8388607 x 8): AD7779, reference 2.5 V, gain 8. Four streams of
/// eight channels, one for each converter chip, all with the frame's counter.
///
/// Quirks: the number of acceleration words is a compile-time constant of the firmware, so the
/// handshake measures the distance between frames once and the decoder then insists on it.
/// Delay: the AD7779's sinc3 filter takes 1.5 sample periods = 2.9 ms (data sheet, digital filter).
/// Sources: neuroidss/FreeEEG32-beta (firmware), BrainFlow (board 17).
package struct NeuroidssFreeEEG32: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "neuroidss-freeeeg32", name: "FreeEEG32", links: [.serial], baudRates: [921_600],
    usb: [USBIdentity(vendorID: 0x0483, productID: 0x5740, isShared: true)],
    streams: (0..<4).map { chip in
      StreamProfile(
        name: "emg-\(chip + 1)", kind: .emg,
        channels: (1...8).map {
          ChannelProfile(
            "ch\(8 * chip + $0)", .microvolts, resolution: Float(2.5e6 / (8_388_607 * 8)))
        },
        rateHz: 512, counter: .samples(modulus: 256), typicalDelayMs: 2.9)
    }, isolation: .mainsPossible)

  private var window = WideByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// Bytes of a frame; the handshake measures it.
  private var length = 105
  /// Counter of the last accepted frame, -1 before the first.
  private var lastCounter = -1
  /// True while the byte at the front should be a frame's first.
  private var isAligned = false
  /// Arrival of a complete frame that waits for the bytes behind it.
  private var heldArrival = MonotonicTime.zero
  private var isHeld = false

  private var heard: [UInt8] = []
  private var heardBytes = 0
  private var isListening = false

  package init(settings: DriverSettings) {}

  // MARK: Listening

  /// There is no question to ask: four frame starts at one distance, with counters in a row, make
  /// the board known.
  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    guard isListening || !heard.isEmpty else {
      isListening = true
      return .wait(seconds: 1.5)
    }
    isListening = true
    heardBytes += heard.count
    for index in heard.indices { self.heard.append(heard[index]) }
    if let length = Self.frameLength(self.heard) {
      self.length = length
      self.heard = []
      window.clear()
      wanted = 1
      lastCounter = -1
      isAligned = false
      isHeld = false
      return .ready
    }
    if self.heard.count > 1024 { self.heard.removeFirst(self.heard.count - 512) }
    if heardBytes > 4096 {
      return .refuse("Bytes come but no FreeEEG32 frames: another device, or another firmware.")
    }
    guard heard.isEmpty else { return .wait(seconds: 1.5) }
    return .refuse(
      heardBytes == 0
        ? "Nothing heard: is the board switched on?" : "The stream of the board broke off.")
  }

  /// The distance of four frame starts in a row; the known length is tried first.
  private static func frameLength(_ bytes: [UInt8]) -> Int? {
    let candidates = [105] + (99...111).filter { $0 != 105 }
    return candidates.first { length in
      bytes.indices.contains { start in
        let last = start + 3 * length
        guard last + 1 < bytes.count else { return false }
        return (0...3).allSatisfy { place in
          let at = start + place * length
          return bytes[at] == 0xA0 && bytes[at + 1] == bytes[start + 1] &+ UInt8(place)
            && (place == 0 || bytes[at - 1] == 0xC0)
        }
      }
    }
  }

  // MARK: Frames on the wire

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      window.append(bytes[index])
      index &+= 1
      if window.count >= wanted { judge(arrival, &batch) }
    }
  }

  /// Takes every frame and refuses every byte that can be judged now.
  ///
  /// Without a checksum a frame needs a witness besides its first and last byte: the counter that
  /// follows the last frame's, or else the beginning of a frame right behind it.
  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    while window.count > 0 {
      guard window[0] == 0xA0 else {
        refuse(.resync, &batch)
        continue
      }
      wanted = length
      guard window.count >= length else { return }
      guard window[length &- 1] == 0xC0 else {
        refuse(isAligned ? .framing : .resync, &batch)
        continue
      }
      let counter = Int(window[1])
      if lastCounter >= 0, counter == (lastCounter &+ 1) & 0xFF, !holdsNextStart(counter) {
        accept(counter, isHeld ? heldArrival : arrival, &batch)
        continue
      }
      if !isHeld { heldArrival = arrival }
      isHeld = true
      wanted = length &+ 2
      guard window.count >= length &+ 2 else { return }
      if isFollowed(counter) {
        accept(counter, heldArrival, &batch)
      } else {
        refuse(isAligned ? .framing : .resync, &batch)
      }
    }
    wanted = 1
  }

  /// True when the next frame may have begun inside the one in front, because that was cut. In one
  /// whole frame of 600 the samples look like it; that one is just decided later.
  @_noLocks @_noAllocation
  private func holdsNextStart(_ counter: Int) -> Bool {
    let next = UInt8(truncatingIfNeeded: counter &+ 1)
    var offset = 2
    while offset < length &- 1 {
      if window[offset] == 0xA0, window[offset &+ 1] == next { return true }
      offset &+= 1
    }
    return false
  }

  /// True when a frame with one of the next eight counters begins behind the one in front.
  @_noLocks @_noAllocation
  private func isFollowed(_ counter: Int) -> Bool {
    let ahead = (Int(window[length &+ 1]) &- counter) & 0xFF
    return window[length] == 0xA0 && ahead >= 1 && ahead <= 8
  }

  /// Drops one byte: a frame may begin inside a bad one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
    batch.note(fault, bytes: 1)
    isAligned = false
    isHeld = false
    window.drop(1)
  }

  @_noLocks @_noAllocation
  private mutating func accept(
    _ counter: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var chip = 0
    while chip < 4 {
      var frame = Frame(
        arrival: arrival, counter: UInt32(truncatingIfNeeded: counter),
        stream: UInt8(truncatingIfNeeded: chip))
      var channel = 0
      while channel < 8 {
        let count = code(2 &+ 24 &* chip &+ 3 &* channel)
        if count >= 8_388_607 || count <= -8_388_607 { frame.add(.clipped) }
        frame.values[channel] = Float(Double(count) * (2.5e6 / (8_388_607 * 8)))
        channel &+= 1
      }
      batch.append(frame)
      chip &+= 1
    }
    lastCounter = counter
    isAligned = true
    isHeld = false
    window.drop(length)
  }

  /// Three bytes, the high one first, two's complement.
  @_noLocks @_noAllocation
  private func code(_ offset: Int) -> Int {
    let high = Int(Int8(truncatingIfNeeded: window[offset]))
    return high << 16 | Int(window[offset &+ 1]) << 8 | Int(window[offset &+ 2])
  }
}
