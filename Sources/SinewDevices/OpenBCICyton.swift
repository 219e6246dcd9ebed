package import SinewSignal

/// OpenBCI Cyton (8 channels) and Cyton + Daisy (16), 24-bit, over the USB radio dongle.
///
/// Link: FTDI FT231X in the dongle, 115200 8N1; the radio's ceiling is 250 packets a second.
/// Packet, 33 bytes, no checksum:
///
///     A0 | counter | 8 x int24 big-endian | 6 auxiliary bytes | C0...C6
///
/// The last byte tells what the auxiliary bytes are: C0 acceleration (three int16 big-endian,
/// 0.125 mg a count, all zero when there is no new reading), C1 three words of the analog, digital
/// or marker mode, C2 the user's own, C3/C4 one acceleration axis and the board's time, C5/C6 one
/// word and the board's time. Microvolts = count x 4.5e6 / (8388607 x gain).
///
/// With a Daisy an even counter carries channels 9-16 and the odd one after it channels 1-8: 125
/// samples a second. Every value is then the mean of two conversions, the first of which is stale
/// right after the start command.
///
/// Quirks: text may stand between packets; a channel at the end of its range is an open input;
/// clients average the auxiliary bytes of a Daisy pair with the zeros of "no new reading", this
/// driver takes each reading as it is.
/// Sources: OpenBCI_Cyton_Library 3.1 (board), OpenBCI_Radios (dongle); BrainFlow and pyOpenBCI
/// decode the same values.
package struct OpenBCICyton: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "openbci-cyton", name: "OpenBCI Cyton", links: [.serial], baudRates: [115_200],
    usb: [
      USBIdentity(
        vendorID: 0x0403, productID: 0x6015, product: "FT231X USB UART", isShared: true)
    ],
    streams: streams(hasDaisy: false, gain: 24), isolation: .battery)

  static let gains = [1, 2, 4, 6, 8, 12, 24]

  private let settings: DriverSettings
  private let microvoltsPerCount: Double
  private var hasDaisy = false
  private var handshake: CytonHandshake

  private var window = ByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// Counter of the last accepted packet, -1 before the first.
  private var lastCounter = -1
  /// True while the byte at the front should be a packet's first.
  private var isAligned = false
  /// Arrival of a complete packet that waits for the bytes behind it.
  private var heldArrival = MonotonicTime.zero
  private var isHeld = false
  /// Streams whose next frame is the first since the start command, bit 0 = stream 0.
  private var unstarted: UInt8 = 0
  /// The Daisy's half of a sample that waits for the board's; its counter is `evenCounter`.
  private var evenHalf = Frame()
  private var evenCounter = -1
  private var isFirstPair = false
  /// Axes collected from time-stamped packets: x at counter n, y at n + 1, z at n + 2.
  private var axes = InlineArray<3, Int>(repeating: 0)
  private var axisCounter = -1
  private var axesHeld = 0

  package init(settings: DriverSettings) {
    self.settings = settings
    let gain = Self.gains.contains(settings.gain) ? settings.gain : 24
    microvoltsPerCount = 4.5e6 / (8_388_607 * Double(gain))
    handshake = CytonHandshake(settings: settings)
  }

  package var streams: [StreamProfile] {
    Self.streams(hasDaisy: hasDaisy, gain: settings.gain)
  }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    if next == .ready { start(hasDaisy: handshake.hasDaisy) }
    return next
  }

  package func farewell() -> [UInt8] { [UInt8(ascii: "s")] }

  /// Forgets the stream before the start command.
  private mutating func start(hasDaisy: Bool) {
    self.hasDaisy = hasDaisy
    window = ByteWindow()
    wanted = 1
    lastCounter = -1
    isAligned = false
    isHeld = false
    unstarted = 0b1111
    evenCounter = -1
    isFirstPair = true
    axesHeld = 0
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
  ///
  /// Without a checksum a packet needs a witness besides its first and last byte: the counter that
  /// follows the last packet's, or else the beginning of a packet that may come right behind it.
  /// A packet that lacks its witness because several were lost on both sides of it is lost too.
  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    while window.count > 0 {
      guard window[0] == 0xA0 else {
        refuse(.resync, &batch)
        continue
      }
      wanted = 33
      guard window.count >= 33 else { return }
      guard window[32] >= 0xC0, window[32] <= 0xC6 else {
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
      wanted = 35
      guard window.count >= 35 else { return }
      if isFollowed(counter) {
        accept(counter, heldArrival, &batch)
      } else {
        refuse(isAligned ? .framing : .resync, &batch)
      }
    }
    wanted = 1
  }

  /// True when the next packet may have begun inside the one in front, because that was cut. In one
  /// whole packet of 2000 the samples look like it; that one is just decided later.
  @_noLocks @_noAllocation
  private func holdsNextStart(_ counter: Int) -> Bool {
    let next = UInt8(truncatingIfNeeded: counter &+ 1)
    var offset = 2
    while offset < 32 {
      if window[offset] == 0xA0, window[offset &+ 1] == next { return true }
      offset &+= 1
    }
    return false
  }

  /// True when a packet with one of the next eight counters begins behind the one in front. Its first
  /// byte alone would let noise through that happens to end in a packet's tail.
  @_noLocks @_noAllocation
  private func isFollowed(_ counter: Int) -> Bool {
    let ahead = (Int(window[34]) &- counter) & 0xFF
    return window[33] == 0xA0 && ahead >= 1 && ahead <= 8
  }

  /// Drops one byte: a packet may begin inside a bad one.
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
    if hasDaisy {
      pair(counter, arrival, &batch)
    } else {
      var frame = channels(counter, arrival)
      mark(&frame, stream: 0)
      batch.append(frame)
    }
    auxiliary(counter, arrival, &batch)
    lastCounter = counter
    isAligned = true
    isHeld = false
    window.drop(33)
  }

  /// The eight values of the packet in front.
  @_noLocks @_noAllocation
  private func channels(_ counter: Int, _ arrival: MonotonicTime) -> Frame {
    var frame = Frame(arrival: arrival, counter: UInt32(truncatingIfNeeded: counter))
    var channel = 0
    while channel < 8 {
      let count = window.bigEndian24(at: 2 &+ 3 &* channel)
      if count >= 8_388_607 || count <= -8_388_607 { frame.add(.clipped) }
      frame.values[channel] = Float(Double(count) * microvoltsPerCount)
      channel &+= 1
    }
    return frame
  }

  /// Stream number and, once after the start command, the restart flag.
  @_noLocks @_noAllocation
  private mutating func mark(_ frame: inout Frame, stream: UInt8) {
    frame.stream = stream
    let bit: UInt8 = 1 &<< stream
    if unstarted & bit != 0 {
      frame.add(.restarted)
      unstarted &= ~bit
    }
  }

  // MARK: Daisy

  /// Joins the Daisy's packet (even counter) with the board's (the odd one after it). Both halves
  /// carry the number of the pair, so that the clock sees a lost pair as one lost sample.
  @_noLocks @_noAllocation
  private mutating func pair(
    _ counter: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = channels(counter, arrival)
    frame.counter = UInt32(truncatingIfNeeded: counter &>> 1)
    guard counter & 1 == 1 else {
      if evenCounter >= 0 { batch.note(.incomplete, bytes: 33) }
      evenHalf = frame
      evenCounter = counter
      return
    }
    let isPartner = evenCounter >= 0 && counter == evenCounter &+ 1
    if !isPartner {
      batch.note(.incomplete, bytes: evenCounter >= 0 ? 66 : 33)
      evenCounter = -1
      return
    }
    evenCounter = -1
    let isStale = isFirstPair && counter == 1
    isFirstPair = false
    if isStale { return }
    mark(&frame, stream: 0)
    batch.append(frame)
    var other = evenHalf
    other.arrival = arrival
    mark(&other, stream: 1)
    batch.append(other)
  }

  // MARK: Auxiliary bytes

  @_noLocks @_noAllocation
  private mutating func auxiliary(
    _ counter: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    let x = window.bigEndian16(at: 26)
    let y = window.bigEndian16(at: 28)
    let z = window.bigEndian16(at: 30)
    switch window[32] {
    case 0xC0:
      acceleration(x, y, z, counter, arrival, &batch)
    case 0xC1:
      analog(Float(x & 0xFFFF), Float(y & 0xFFFF), Float(z & 0xFFFF), counter, arrival, &batch)
    case 0xC3, 0xC4:
      axis(x, counter, arrival, &batch)
    case 0xC5, 0xC6:
      analog(Float(x & 0xFFFF), .nan, .nan, counter, arrival, &batch)
    default:
      break
    }
  }

  /// A new reading; all zero means that there is none.
  @_noLocks @_noAllocation
  private mutating func acceleration(
    _ x: Int, _ y: Int, _ z: Int, _ counter: Int, _ arrival: MonotonicTime,
    _ batch: inout FrameBatch
  ) {
    guard x != 0 || y != 0 || z != 0 else { return }
    var frame = Frame(arrival: arrival, counter: UInt32(truncatingIfNeeded: counter))
    frame.values[0] = Float(Double(x) * 0.000125)
    frame.values[1] = Float(Double(y) * 0.000125)
    frame.values[2] = Float(Double(z) * 0.000125)
    if isRailed(x) || isRailed(y) || isRailed(z) { frame.add(.clipped) }
    mark(&frame, stream: hasDaisy ? 2 : 1)
    batch.append(frame)
  }

  @_noLocks @_noAllocation
  private func isRailed(_ word: Int) -> Bool { word == 32_767 || word == -32_768 }

  /// One axis of a time-stamped packet: the firmware sends x, y and z in the packets whose counter
  /// ends in 7, 8 and 9. Only three in a row make a reading.
  @_noLocks @_noAllocation
  private mutating func axis(
    _ value: Int, _ counter: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    let place = counter % 10 &- 7
    guard place >= 0 else { return }
    guard place == 0 || (axesHeld == place && counter == axisCounter &+ 1) else {
      axesHeld = 0
      return
    }
    axes[place] = value
    axesHeld = place &+ 1
    axisCounter = counter
    guard axesHeld == 3 else { return }
    axesHeld = 0
    acceleration(axes[0], axes[1], axes[2], counter, arrival, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func analog(
    _ a: Float, _ b: Float, _ c: Float, _ counter: Int, _ arrival: MonotonicTime,
    _ batch: inout FrameBatch
  ) {
    var frame = Frame(arrival: arrival, counter: UInt32(truncatingIfNeeded: counter))
    frame.values[0] = a
    frame.values[1] = b
    frame.values[2] = c
    mark(&frame, stream: hasDaisy ? 3 : 2)
    batch.append(frame)
  }
}

extension OpenBCICyton {
  /// The streams of a board, the extra one of a Daisy second.
  ///
  /// Delays: the ADS1299's sinc3 filter at 250 samples a second has a group delay of 1.5 sample
  /// periods = 6 ms (datasheet, digital decimation filter); 33 bytes to the board's radio at 115200
  /// take 2.9 ms; the Daisy's mean of two conversions adds 2 ms. The accelerometer (25 Hz) and the
  /// analog pins see only the wire.
  ///
  /// The auxiliary streams have no frame in most packets, so the packet counter serves them as a
  /// clock of 250 ticks a second.
  fileprivate static func streams(hasDaisy: Bool, gain: Int) -> [StreamProfile] {
    let packets = CounterKind.ticks(hertz: 250, bits: 8)
    let step = Float(4.5e6 / (8_388_607 * Double(max(1, gain))))
    func emg(_ name: String, _ numbers: ClosedRange<Int>) -> StreamProfile {
      StreamProfile(
        name: name, kind: .emg,
        channels: numbers.map { ChannelProfile("ch\($0)", .microvolts, resolution: step) },
        rateHz: hasDaisy ? 125 : 250, counter: .samples(modulus: hasDaisy ? 128 : 256),
        typicalDelayMs: hasDaisy ? 10.9 : 8.9)
    }
    let acceleration = StreamProfile(
      name: "acceleration", kind: .acceleration,
      channels: ["x", "y", "z"].map { ChannelProfile($0, .gravities, resolution: 0.000125) },
      rateHz: 25, counter: packets, typicalDelayMs: 2.9)
    let analog = StreamProfile(
      name: "analog", kind: .auxiliary,
      channels: ["a5", "a6", "a7"].map { ChannelProfile($0, .counts, resolution: 1) },
      rateHz: 250, counter: packets, typicalDelayMs: 2.9)
    return [emg("emg", 1...8)] + (hasDaisy ? [emg("emg-daisy", 9...16)] : [])
      + [acceleration, analog]
  }
}
