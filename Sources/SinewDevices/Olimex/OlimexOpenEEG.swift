package import SinewSignal

/// Olimex SHIELD-EKG-EMG and OpenEEG / ModularEEG: packet formats P2 and P3, 10 bits.
///
/// Link: serial 8N1, one way. The original sketch sends at 57600, a modified one that PyPI
/// olimex-ekg-emg expects at 115200 and 125 Hz; the rate here is the original's 250 Hz. Frames, no
/// checksum:
///
///     P2   A5 5A 02 | counter | 6 x uint16 big-endian | switches
///     P3   0 counter(6) x | 0 aux | per pair 0 low(7), 0 low(7), c hhh 0 hhh   (c = 1 in the last)
///
/// Which one comes, and with how many channels in P3, is learnt by listening. A variant of P2 with
/// four more bytes exists and is refused by its spacing.
///
/// Without a checksum a frame needs a witness besides its form: the counter that follows the last
/// frame's, or else a frame with one of the next eight counters right behind it; then it is decided
/// one frame late with its own arrival time.
///
/// Quirks: unfitted channels float; the P3 firmware's order of pins may look shuffled;
/// olimex-ekg-emg shows 1024 - code. Values are codes; with `DriverSettings.amplifierGain`
/// (nominally 2848 at the shield's factory trim, to be calibrated) microvolts about code 512 at a 5
/// V reference. Sources: Olimex demo sketch (ModularEEG firmware v0.5.4-p2), ModularEEG v0.5.5-p3.
package struct OlimexOpenEEG: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "olimex-openeeg", name: "Olimex SHIELD-EKG-EMG, OpenEEG", links: [.serial],
    baudRates: [57_600, 115_200],
    usb: [
      (0x0403, 0x6001), (0x2341, 0x0043), (0x2341, 0x8036),
    ].map { USBIdentity(vendorID: $0.0, productID: $0.1, isShared: true) },
    streams: streams(.p2, gain: 0), isolation: .mainsPossible)

  private let gain: Float
  private let microvoltsPerCode: Double
  private var format = OlimexFormat.p2
  private var listening = OlimexListening()

  private var window = ByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  private var isAligned = false
  private var isUnstarted = true
  /// Counter of the last accepted frame, -1 before the first.
  private var lastCounter = -1
  /// Arrival of a complete frame that waits for the bytes behind it.
  private var heldArrival = MonotonicTime.zero

  package init(settings: DriverSettings) {
    gain = settings.amplifierGain
    microvoltsPerCode = Self.microvoltsPerCode(gain: gain)
  }

  package var streams: [StreamProfile] { Self.streams(format, gain: gain) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = listening.step(heard)
    if next == .ready, let format = listening.format { start(format) }
    return next
  }

  private mutating func start(_ format: OlimexFormat) {
    self.format = format
    window = ByteWindow()
    wanted = 1
    isAligned = false
    isUnstarted = true
    lastCounter = -1
  }

  // MARK: Frames

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
  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let length = format.length
    while window.count > 0 {
      guard format.isP2 ? window[0] == 0xA5 : window[0] < 0x80 else {
        refuse(.resync, &batch)
        continue
      }
      guard window.count >= length || window.canBecomeFrame(format) else {
        refuse(isAligned ? .framing : .resync, &batch)
        continue
      }
      wanted = window.count &+ 1
      guard window.count >= length else { return }
      guard window.isFrame(format, at: 0) else {
        refuse(isAligned ? .framing : .resync, &batch)
        continue
      }
      if window.count == length { heldArrival = arrival }
      let counter = window.counter(format, at: 0)
      if lastCounter >= 0, counter == (lastCounter &+ 1) & (format.modulus &- 1) {
        accept(counter, heldArrival, &batch)
        continue
      }
      wanted = 2 &* length
      guard window.count >= 2 &* length else { return }
      if isFollowed(counter) {
        accept(counter, heldArrival, &batch)
      } else {
        refuse(isAligned ? .framing : .resync, &batch)
      }
    }
    wanted = 1
  }

  /// True when a frame with one of the next eight counters stands behind the one in front.
  @_noLocks @_noAllocation
  private func isFollowed(_ counter: Int) -> Bool {
    let length = format.length
    guard window.isFrame(format, at: length) else { return false }
    let ahead = (window.counter(format, at: length) &- counter) & (format.modulus &- 1)
    return ahead >= 1 && ahead <= 8
  }

  /// Drops one byte: a frame may begin inside a bad one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
    batch.note(fault, bytes: 1)
    isAligned = false
    window.drop(1)
  }

  @_noLocks @_noAllocation
  private mutating func accept(
    _ counter: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(arrival: arrival, counter: UInt32(truncatingIfNeeded: counter))
    var channel = 0
    while channel < format.channels {
      let code = window.code(format, channel)
      if code == 0 || code == 1023 { frame.add(.clipped) }
      frame.values[channel] =
        microvoltsPerCode > 0 ? Float(Double(code &- 512) * microvoltsPerCode) : Float(code)
      channel &+= 1
    }
    if isUnstarted { frame.add(.restarted) }
    isUnstarted = false
    isAligned = true
    lastCounter = counter
    batch.append(frame)
    window.drop(format.length)
  }
}

extension OlimexOpenEEG {
  /// Microvolts at the electrodes for one code: 5 V over 1024 steps; 0 when the gain is not known.
  fileprivate static func microvoltsPerCode(gain: Float) -> Double {
    gain > 0 ? 5e6 / 1024 / Double(gain) : 0
  }

  /// Delay: the frame's ten bits a byte at 57600 baud.
  fileprivate static func streams(_ format: OlimexFormat, gain: Float) -> [StreamProfile] {
    let scale = microvoltsPerCode(gain: gain)
    return [
      StreamProfile(
        name: "emg", kind: .emg,
        channels: (1...format.channels).map {
          scale > 0
            ? ChannelProfile("ch\($0)", .microvolts, resolution: Float(scale))
            : ChannelProfile("ch\($0)", .counts, resolution: 1)
        },
        rateHz: format.rateHz, counter: .samples(modulus: UInt32(format.modulus)),
        typicalDelayMs: Double(format.length) * 10 / 57.6)
    ]
  }
}
