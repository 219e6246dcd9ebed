package import SinewSignal

/// BITalino (r)evolution, firmware 4.2 and later: 1 to 6 analog inputs, 2 digital inputs and 2
/// digital outputs; RFCOMM, or the serial port of a USB kit (115200 8N1).
///
/// Frame, 3 to 8 bytes by the number of enabled inputs, read from its end: counter (4 bit) and
/// CRC-4, digital lines I1 I2 O1 O2, then the enabled inputs in ascending order: the first four
/// with 10 bits, the fifth and sixth with 6. See `BITalinoFrame`.
///
/// Microvolts = (code / 2^bits - 1/2) x 3.3 V / 1009, the gain of the (r)evolution's EMG sensor
/// (BITalino EMG data sheet); the sensor of 2013 has 1000. Inputs that carry anything else are
/// recorded as counts: their sensor is not known here.
///
/// Rate: 1, 10, 100 or 1000 Hz by an exact divider. The counter goes on when the board drops a frame
/// because its radio buffer (1.5 kB) is full, so losses show modulo 16.
///
/// Four bits of CRC let one wrong alignment of 16 through. A frame counts at once only where the
/// last good one ended and with the next number; otherwise it waits for successors with right CRC
/// and number: two frames in all where the lost bytes explain the number, three where frames are
/// missing and no bytes are spoilt, else four.
///
/// Quirks: nothing is acknowledged. 00 stops a running board but sets the battery threshold of an
/// idle one; FF stops and is harmless. At 1000 Hz frames come in pairs. Bytes under way follow the
/// stop command for 200 ms.
/// Sources: BITalinoWorld/firmware-bitalino-revolution 5.2, revolution-python-api.
package struct BITalinoRevolution: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "bitalino-revolution", name: "BITalino (r)evolution", links: [.rfcomm, .serial],
    baudRates: [115_200],
    usb: [
      USBIdentity(vendorID: 0x0403, productID: 0x6001, isShared: true),
      USBIdentity(vendorID: 0x10C4, productID: 0xEA60, isShared: true),
    ],
    streams: BITalinoInputs(settings: DriverSettings()).streams, isolation: .battery)

  private let inputs: BITalinoInputs
  private var handshake: BITalinoHandshake
  /// Bytes of a frame.
  private let length: Int
  // The hot part of `inputs`, which holds arrays.
  private let channels: Int
  private let slots: InlineArray<6, Int>
  private let hasAuxiliary: Bool

  private var window = TimedByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted: Int
  /// Counter of the last accepted frame, -1 before the first.
  private var lastCounter = -1
  /// Bytes refused since that frame.
  private var skipped = 0
  /// The first EMG frame since the start command is still to come.
  private var isStarting = true
  /// Digital lines as last told, -1 before the first time; and how often they were told.
  private var lines = -1
  private var linesTold: UInt32 = 0

  package init(settings: DriverSettings) {
    inputs = BITalinoInputs(settings: settings)
    handshake = BITalinoHandshake(inputs: inputs)
    length = BITalinoFrame.length(channels: inputs.count)
    channels = inputs.count
    slots = inputs.slots
    hasAuxiliary = inputs.hasAuxiliary
    wanted = length
  }

  package var streams: [StreamProfile] { inputs.streams }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    if next == .ready {
      window.clear()
      wanted = length
      lastCounter = -1
      skipped = 0
      isStarting = true
      lines = -1
    }
    return next
  }

  package func farewell() -> [UInt8] { [BITalinoHandshake.stop] }

  // MARK: Frames on the wire

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      window.append(bytes[index], arrival)
      index &+= 1
      if window.count >= wanted { judge(&batch) }
    }
  }

  /// Takes every frame and refuses every byte that can be judged now.
  @_noLocks @_noAllocation
  private mutating func judge(_ batch: inout FrameBatch) {
    while window.count >= length {
      let counter = BITalinoFrame.counter(window, at: 0, length)
      guard BITalinoFrame.isIntact(window, at: 0, length) else {
        refuse(&batch)
        continue
      }
      let needed = framesNeeded(counter)
      var followers = 1
      while followers < needed, followers > 0 {
        let start = followers &* length
        guard window.count >= start &+ length else {
          wanted = start &+ length
          return
        }
        let isNext =
          BITalinoFrame.isIntact(window, at: start, length)
          && BITalinoFrame.counter(window, at: start, length) == (counter &+ followers) & 15
        followers = isNext ? followers &+ 1 : -1
      }
      if followers > 0 { accept(counter, &batch) } else { refuse(&batch) }
    }
    wanted = length
  }

  /// How many frames in a row, the one in front included, must fit before that one counts.
  @_noLocks @_noAllocation
  private func framesNeeded(_ counter: Int) -> Int {
    guard lastCounter >= 0 else { return 4 }
    if skipped == 0 { return counter == (lastCounter &+ 1) & 15 ? 1 : 3 }
    let lost = skipped / length
    let isExplained =
      lost &* length == skipped && lost <= 8 && counter == (lastCounter &+ 1 &+ lost) & 15
    return isExplained ? 2 : 4
  }

  /// Drops one byte: a frame may begin inside a bad one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ batch: inout FrameBatch) {
    batch.note(skipped == 0 && lastCounter >= 0 ? .checksum : .resync, bytes: 1)
    skipped &+= 1
    window.drop(1)
  }

  @_noLocks @_noAllocation
  private mutating func accept(_ counter: Int, _ batch: inout FrameBatch) {
    let arrival = window.arrival(at: length &- 1)
    var emg = Frame(arrival: arrival, counter: UInt32(truncatingIfNeeded: counter), stream: 0)
    var analog = Frame(arrival: arrival, counter: UInt32(truncatingIfNeeded: counter), stream: 2)
    var channel = 0
    while channel < channels {
      let code = BITalinoFrame.code(window, length, channel: channel)
      let top = channel < 4 ? 1023 : 63
      let slot = slots[channel]
      if slot >= 0 {
        emg.values[slot] = Float(
          (Double(code) / Double(top &+ 1) - 0.5) * BITalinoInputs.microvolts)
        if code == 0 || code == top { emg.add(.clipped) }
      } else {
        analog.values[-1 &- slot] = Float(code)
        if code == 0 || code == top { analog.add(.clipped) }
      }
      channel &+= 1
    }
    if isStarting {
      emg.add(.restarted)
      analog.add(.restarted)
    }
    batch.append(emg)
    if hasAuxiliary { batch.append(analog) }
    tellLines(arrival, &batch)
    isStarting = false
    lastCounter = counter
    skipped = 0
    window.drop(length)
  }

  /// The digital lines, at the start and whenever one of them changed.
  @_noLocks @_noAllocation
  private mutating func tellLines(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let now = Int(window[length &- 2] &>> 4)
    guard now != lines else { return }
    lines = now
    var frame = Frame(arrival: arrival, counter: linesTold, stream: 1)
    linesTold &+= 1
    var line = 0
    while line < 4 {
      frame.values[line] = Float(now &>> (3 &- line) & 1)
      line &+= 1
    }
    batch.append(frame)
  }
}
