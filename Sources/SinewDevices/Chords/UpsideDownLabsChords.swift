package import SinewSignal

/// Upside Down Labs Chords: BioAmp amplifiers on Arduino-class boards, and NPG Lite over USB.
///
/// Link: USB serial 8N1; AVR sketches open 230400 or 115200, native USB boards take any speed.
/// Packet of n channels, 2 n + 4 bytes, no checksum:
///
///     C7 7C | counter | n x uint16 big-endian, right aligned | 01
///
/// The board's answer to `WHORU` tells n, the width of the converter and the rate
/// (`ChordsBoard`); an unknown name is refused. The counter goes on from the run before.
///
/// Up to 14 bits no high byte reaches 7C, so a sync pair inside a packet, a high byte out of range
/// or a wrong end means a torn packet. A 16-bit board can hold any pair: its packet counts only
/// when the next one begins right behind it with one of the next eight counters, and is decided one
/// packet late with its own arrival time. A loss of exactly one packet's length in the middle of
/// two leaves one mixed sample that nothing on the wire betrays.
///
/// Values are codes of the converter; the amplifier rests near half its range. With
/// `DriverSettings.amplifierGain` they are microvolts at the electrodes about that middle.
/// Sources: Chords-Arduino-Firmware, PyPI chordspy 0.2.2, Chords-Web.
package struct UpsideDownLabsChords: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "upsidedownlabs-chords", name: "Upside Down Labs Chords", links: [.serial],
    baudRates: [230_400, 115_200],
    usb: [
      (0x2341, 0x0043), (0x2341, 0x0243), (0x2341, 0x0069), (0x2341, 0x1002), (0x2341, 0x0042),
      (0x2341, 0x0266), (0x1A86, 0x7523), (0x1A86, 0x8040), (0x0403, 0x6001), (0x2E8A, 0x00C0),
      (0x0483, 0x5740), (0x303A, 0x1001),
    ].map { USBIdentity(vendorID: $0.0, productID: $0.1, isShared: true) },
    streams: ChordsBoard.unoR3.streams(gain: 0), isolation: .mainsPossible)

  private let gain: Float
  private var board = ChordsBoard.unoR3
  private var handshake = ChordsHandshake()

  private var window = ByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  private var isAligned = false
  private var isUnstarted = true
  /// Arrival of a complete packet that waits for the bytes behind it.
  private var heldArrival = MonotonicTime.zero

  /// What `ChordsBoard` says, flat for the hot path.
  private var channels = 6
  private var bits = 10
  private var length = 16
  private var microvoltsPerCode = 0.0

  package init(settings: DriverSettings) {
    gain = settings.amplifierGain
    microvoltsPerCode = board.microvoltsPerCode(gain: gain)
  }

  package var streams: [StreamProfile] { board.streams(gain: gain) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    if next == .ready, let board = handshake.board { start(board) }
    return next
  }

  package func farewell() -> [UInt8] { Array("STOP\n".utf8) }

  private mutating func start(_ board: ChordsBoard) {
    self.board = board
    channels = board.channels
    bits = board.bits
    length = board.packetLength
    microvoltsPerCode = board.microvoltsPerCode(gain: gain)
    window = ByteWindow()
    wanted = 1
    isAligned = false
    isUnstarted = true
  }

  // MARK: Packets

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

  /// Takes every packet and refuses every byte that can be judged now.
  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    while window.count > 0 {
      guard window[0] == 0xC7 else {
        refuse(.resync, &batch)
        continue
      }
      wanted = 2
      guard window.count >= 2 else { return }
      if window[1] == 0x7C { wanted = length }
      guard window.count >= wanted else { return }
      guard wanted == length, isPacket() else {
        refuse(isAligned ? .framing : .resync, &batch)
        continue
      }
      guard bits > 14 else {
        accept(arrival, &batch)
        continue
      }
      if window.count == length { heldArrival = arrival }
      wanted = window.count < length &+ 3 ? length &+ 3 : length
      guard window.count >= length &+ 3 else { return }
      if isFollowed() {
        accept(heldArrival, &batch)
      } else {
        refuse(isAligned ? .framing : .resync, &batch)
      }
    }
    wanted = 1
  }

  /// End and every code inside the converter's range.
  @_noLocks @_noAllocation
  private func isPacket() -> Bool {
    guard window[length &- 1] == 0x01 else { return false }
    var channel = 0
    while channel < channels {
      if code(channel) >> bits != 0 { return false }
      channel &+= 1
    }
    return true
  }

  /// True when a packet with one of the next eight counters begins behind the one in front.
  @_noLocks @_noAllocation
  private func isFollowed() -> Bool {
    let ahead = (Int(window[length &+ 2]) &- Int(window[2])) & 0xFF
    return window[length] == 0xC7 && window[length &+ 1] == 0x7C && ahead >= 1 && ahead <= 8
  }

  /// Drops one byte: a packet may begin inside a bad one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
    batch.note(fault, bytes: 1)
    isAligned = false
    window.drop(1)
  }

  @_noLocks @_noAllocation
  private func code(_ channel: Int) -> Int {
    window.bigEndian16(at: 3 &+ 2 &* channel) & 0xFFFF
  }

  @_noLocks @_noAllocation
  private mutating func accept(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var first = 0
    while first < channels {
      var frame = Frame(arrival: arrival, counter: UInt32(window[2]))
      frame.stream = UInt8(truncatingIfNeeded: first >> 3)
      if isUnstarted { frame.add(.restarted) }
      var channel = first
      while channel < channels, channel < first &+ 8 {
        put(code(channel), at: channel &- first, into: &frame)
        channel &+= 1
      }
      batch.append(frame)
      first &+= 8
    }
    isUnstarted = false
    isAligned = true
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
