package import SinewSignal

/// ProtoCentral boards: ADS1292R and ADS1293 shields and breakouts, HealthyPi v3, v4 and 5.
///
/// Link: serial 8N1 of the host board, 57600 in older sketches, or USB CDC. Streams from 1 to 5 s
/// after power-on, boot text first, and takes no commands.
/// Packet: `0A FA | length u16 | type | payload | 00 0B`, little-endian, no checksum and no counter.
///
/// | type, length | board | payload |
/// |---|---|---|
/// | 2, 8 | ADS1292R | ECG i16, respiration i16, heart rate i16, respiration rate i16 |
/// | 2, 12 | ADS1293 | leads 1, 2, 3 as i32 |
/// | 2, 20 | HealthyPi v3, v4 | ECG i16, respiration i16, infrared i32, red i32, temperature u16, respiration rate, SpO2, heart rate, three more |
/// | 2, 22 | HealthyPi 5 | ECG i32, impedance i32, skip u8, red i32, infrared i32, temperature i16, SpO2, heart rate, respiration rate |
/// | 3, 50 | HealthyPi 5 from 1.0 | 8 x ECG i32, 4 x impedance i32, heart rate, respiration rate |
/// | 4, 19 | HealthyPi 5 from 1.0 | 8 x red i16, temperature i16, SpO2 |
///
/// Counts, since the gain depends on the sketch. At 125 or 128 samples a second (sources disagree,
/// hence no nominal rate) these are heart signals, not EMG: recorded, not interpreted.
///
/// Quirks: lost packets can't be seen; the driver numbers its frames and flags a gap where bytes
/// did not fit. A packet with a start inside is taken only when another follows it, so one that was
/// cut is no sample. HealthyPi v4's blood pressure is a placeholder and not read.
/// Sources: ProtoCentral OpenView (decoders), ProtoCentral sketches (CES_CMDIF constants).
package struct ProtoCentralADS129x: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "protocentral-ads129x", name: "ProtoCentral ADS129x and HealthyPi", links: [.serial],
    baudRates: [115_200, 57_600],
    usb: [
      USBIdentity(vendorID: 0x0403, productID: 0x6001, isShared: true),
      USBIdentity(vendorID: 0x10C4, productID: 0xEA60, isShared: true),
    ],
    streams: [
      stream("ecg", [ChannelProfile("ecg", .counts, resolution: 1)]),
      stream("respiration", [ChannelProfile("impedance", .counts, resolution: 1)]),
      stream("leads", (1...3).map { ChannelProfile("lead\($0)", .counts, resolution: 1) }),
      stream("ppg", ["red", "infrared"].map { ChannelProfile($0, .counts, resolution: 1) }),
      stream(
        "vitals",
        ["heart_rate", "respiration_rate", "spo2"].map {
          ChannelProfile($0, .unitless, resolution: 1)
        } + [ChannelProfile("temperature", .celsius, resolution: 0.01)]),
    ], isolation: .mainsPossible)

  private static func stream(_ name: String, _ channels: [ChannelProfile]) -> StreamProfile {
    StreamProfile(
      name: name, kind: .auxiliary, channels: channels, rateHz: nil, counter: .none)
  }

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
  /// Frames made, by stream; they number the frames.
  private var made = InlineArray<5, UInt32>(repeating: 0)

  /// Good packets, and what was heard in `converse`.
  private var good = 0
  private var heardBytes = 0
  private var isListening = false

  package init(settings: DriverSettings) {}

  // MARK: Listening

  /// There is no question to ask: three good packets make the board known. Opening the port may
  /// restart it, and it may take 5 s to boot.
  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    guard isListening || !heard.isEmpty else {
      isListening = true
      return .wait(seconds: 6)
    }
    isListening = true
    heardBytes += heard.count
    var scratch = FrameBatch()
    decode(heard, arrival: .zero, into: &scratch)
    if good >= 3 {
      made = InlineArray(repeating: 0)
      gaps = 0
      return .ready
    }
    if heardBytes >= 4096 {
      return .refuse("Bytes come but no ProtoCentral packets: another device, or line speed.")
    }
    guard heard.isEmpty else { return .wait(seconds: 6) }
    return .refuse(
      heardBytes == 0
        ? "Nothing heard: is the board switched on?"
        : "Too few ProtoCentral packets: another device, the wrong line speed or sketch.")
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
      guard window[0] == 0x0A else {
        refuse(.resync, &batch)
        continue
      }
      wanted = 5
      guard window.count >= 5 else { return }
      let length = Int(window[2])
      let isStart = window[1] == 0xFA && window[3] == 0
      guard isStart, isKnown(type: window[4], length) else {
        refuse(isAligned && isStart ? .unknownKind : .resync, &batch)
        continue
      }
      let total = length &+ 7
      wanted = total
      guard window.count >= total else { return }
      guard window[total &- 2] == 0x00, window[total &- 1] == 0x0B else {
        refuse(isAligned ? .framing : .resync, &batch)
        continue
      }
      if holdsStart(total) {
        if !isHeld { heldArrival = arrival }
        isHeld = true
        wanted = total &+ 2
        guard window.count >= total &+ 2 else { return }
        guard window[total] == 0x0A, window[total &+ 1] == 0xFA else {
          refuse(isAligned ? .framing : .resync, &batch)
          continue
        }
      }
      accept(length, isHeld ? heldArrival : arrival, &batch)
    }
    wanted = 1
  }

  @_noLocks @_noAllocation
  private func isKnown(type: UInt8, _ length: Int) -> Bool {
    switch type {
    case 2: length == 8 || length == 12 || length == 20 || length == 22
    case 3: length == 50
    case 4: length == 19
    default: false
    }
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
    window.drop(1)
    skipped &+= 1
    if skipped >= 15 { gaps = 0b11111 }
  }

  @_noLocks @_noAllocation
  private mutating func accept(
    _ length: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    switch length {
    case 8: shield(arrival, &batch)
    case 12: leads(arrival, &batch)
    case 20: healthyPi4(arrival, &batch)
    case 22: healthyPi5(arrival, &batch)
    case 50: waves(arrival, &batch)
    default: light(arrival, &batch)
    }
    good &+= 1
    isAligned = true
    isHeld = false
    skipped = 0
    window.drop(length &+ 7)
  }

  // MARK: Payloads, from byte 5 on

  @_noLocks @_noAllocation
  private mutating func shield(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    emit(0, word(5), arrival, &batch)
    emit(1, word(7), arrival, &batch)
    vitals(heart: word(9), respiration: word(11), .nan, .nan, arrival, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func leads(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var frame = Frame(arrival: arrival, stream: 2)
    frame.values[0] = long(5)
    frame.values[1] = long(9)
    frame.values[2] = long(13)
    finish(&frame, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func healthyPi4(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    emit(0, word(5), arrival, &batch)
    emit(1, word(7), arrival, &batch)
    light(red: long(13), infrared: long(9), arrival, &batch)
    let hundredths = UInt16(truncatingIfNeeded: window.littleEndian16(at: 17))
    vitals(
      heart: byte(21), respiration: byte(19), byte(20), Float(Double(hundredths) / 100), arrival,
      &batch)
  }

  @_noLocks @_noAllocation
  private mutating func healthyPi5(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    emit(0, long(5), arrival, &batch)
    if window[13] != 1 { emit(1, long(9), arrival, &batch) }
    light(red: long(14), infrared: long(18), arrival, &batch)
    vitals(
      heart: byte(25), respiration: byte(26), byte(24), temperature(22), arrival, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func waves(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var index = 0
    while index < 12 {
      emit(index < 8 ? 0 : 1, long(5 &+ 4 &* index), arrival, &batch)
      index &+= 1
    }
    vitals(heart: byte(53), respiration: byte(54), .nan, .nan, arrival, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func light(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var index = 0
    while index < 8 {
      light(red: word(5 &+ 2 &* index), infrared: .nan, arrival, &batch)
      index &+= 1
    }
    vitals(heart: .nan, respiration: .nan, byte(23), temperature(21), arrival, &batch)
  }

  // MARK: Frames

  @_noLocks @_noAllocation
  private mutating func emit(
    _ stream: UInt8, _ value: Float, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(arrival: arrival, stream: stream)
    frame.values[0] = value
    finish(&frame, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func light(
    red: Float, infrared: Float, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(arrival: arrival, stream: 3)
    frame.values[0] = red
    frame.values[1] = infrared
    finish(&frame, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func vitals(
    heart: Float, respiration: Float, _ spo2: Float, _ temperature: Float,
    _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(arrival: arrival, stream: 4)
    frame.values[0] = heart
    frame.values[1] = respiration
    frame.values[2] = spo2
    frame.values[3] = temperature
    finish(&frame, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func finish(_ frame: inout Frame, _ batch: inout FrameBatch) {
    let stream = Int(frame.stream)
    frame.counter = made[stream]
    made[stream] &+= 1
    let bit: UInt8 = 1 &<< frame.stream
    if gaps & bit != 0 { frame.add(.gapBefore) }
    gaps &= ~bit
    batch.append(frame)
  }

  // MARK: Numbers

  @_noLocks @_noAllocation
  private func byte(_ offset: Int) -> Float { Float(window[offset]) }

  @_noLocks @_noAllocation
  private func word(_ offset: Int) -> Float { Float(window.littleEndian16(at: offset)) }

  /// Four bytes; a float holds codes of 24 bits exactly.
  @_noLocks @_noAllocation
  private func long(_ offset: Int) -> Float {
    let low = window.littleEndian16(at: offset) & 0xFFFF
    return Float(window.littleEndian16(at: offset &+ 2) &* 65_536 &+ low)
  }

  @_noLocks @_noAllocation
  private func temperature(_ offset: Int) -> Float {
    Float(Double(window.littleEndian16(at: offset)) / 100)
  }
}
