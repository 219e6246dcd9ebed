package import SinewSignal

/// ProtoCentral HealthyPi v3, v4 and 5: vital-sign monitors with ECG, respiration, pulse light and
/// temperature.
///
/// Link: serial 8N1, 115200 (57600 on v3), or USB CDC. Streams from 1 to 5 s after power-on, boot
/// text first, and takes no commands. Packets: `ProtoCentralReader`.
///
/// | type, length | board | payload |
/// |---|---|---|
/// | 2, 20 | v3, v4 | ECG i16, respiration i16, infrared i32, red i32, temperature u16, respiration rate, SpO2, heart rate, three more |
/// | 2, 22 | 5 before 1.0 | ECG i32, impedance i32, skip u8, red i32, infrared i32, temperature i16, SpO2, heart rate, respiration rate |
/// | 3, 50 | 5 from 1.0 | 8 x ECG i32, 4 x impedance i32, heart rate, respiration rate |
/// | 4, 19 | 5 from 1.0 | 8 x red i16, temperature i16, SpO2 |
///
/// Counts, since the gain depends on the firmware. At about 125 samples a second these are heart
/// signals, not EMG: recorded, not interpreted. HealthyPi 5 sends light at 100 Hz inside ECG
/// packets at 125 Hz, so some of it comes twice.
///
/// Quirks: HealthyPi v4's blood pressure is a placeholder and not read; the order of v3 is taken to
/// be v4's. HealthyPi 6 sends another form over its network and is not spoken.
/// Sources: ProtoCentral OpenView (decoders), ProtoCentral's HealthyPi v4 sketch.
package struct ProtoCentralHealthyPi: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "protocentral-healthypi", name: "ProtoCentral HealthyPi", links: [.serial],
    baudRates: [115_200, 57_600],
    usb: [
      USBIdentity(vendorID: 0x0403, productID: 0x6001, isShared: true),
      USBIdentity(vendorID: 0x10C4, productID: 0xEA60, isShared: true),
    ],
    streams: [
      stream("ecg", [ChannelProfile("ecg", .counts, resolution: 1)]),
      stream("respiration", [ChannelProfile("impedance", .counts, resolution: 1)]),
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

  private var reader = ProtoCentralReader()
  private var listening = ProtoCentralListening()
  /// Packets so far: of a HealthyPi, and of ProtoCentral's shields.
  private var own = 0
  private var foreign = 0

  package init(settings: DriverSettings) {}

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    var scratch = FrameBatch()
    decode(heard, arrival: .zero, into: &scratch)
    let next = listening.step(
      heard: heard.count, own: own, foreign: foreign, other: "protocentral-ads129x")
    if next == .ready { reader.start() }
    return next
  }

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      reader.append(bytes[index])
      index &+= 1
      var length = reader.next(arrival, &batch)
      while length > 0 {
        take(length, &batch)
        reader.drop(length)
        length = reader.next(arrival, &batch)
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ length: Int, _ batch: inout FrameBatch) {
    own &+= 1
    switch length {
    case 20: version4(&batch)
    case 22: version5(&batch)
    case 50: waves(&batch)
    case 19: light(&batch)
    default:
      own &-= 1
      foreign &+= 1
      batch.note(.unknownKind, bytes: length &+ 7)
    }
  }

  // MARK: Payloads, from byte 5 on

  @_noLocks @_noAllocation
  private mutating func version4(_ batch: inout FrameBatch) {
    reader.emit(reader.word(5), stream: 0, &batch)
    reader.emit(reader.word(7), stream: 1, &batch)
    emitLight(red: reader.long(13), infrared: reader.long(9), &batch)
    emitVitals(
      heart: reader.byte(21), respiration: reader.byte(19), oxygen: reader.byte(20),
      celsius: reader.unsignedHundredths(17), &batch)
  }

  @_noLocks @_noAllocation
  private mutating func version5(_ batch: inout FrameBatch) {
    reader.emit(reader.long(5), stream: 0, &batch)
    if reader.raw(13) != 1 { reader.emit(reader.long(9), stream: 1, &batch) }
    emitLight(red: reader.long(14), infrared: reader.long(18), &batch)
    emitVitals(
      heart: reader.byte(25), respiration: reader.byte(26), oxygen: reader.byte(24),
      celsius: reader.hundredths(22), &batch)
  }

  @_noLocks @_noAllocation
  private mutating func waves(_ batch: inout FrameBatch) {
    var index = 0
    while index < 12 {
      reader.emit(reader.long(5 &+ 4 &* index), stream: index < 8 ? 0 : 1, &batch)
      index &+= 1
    }
    emitVitals(
      heart: reader.byte(53), respiration: reader.byte(54), oxygen: .nan, celsius: .nan, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func light(_ batch: inout FrameBatch) {
    var index = 0
    while index < 8 {
      emitLight(red: reader.word(5 &+ 2 &* index), infrared: .nan, &batch)
      index &+= 1
    }
    emitVitals(
      heart: .nan, respiration: .nan, oxygen: reader.byte(23), celsius: reader.hundredths(21),
      &batch)
  }

  @_noLocks @_noAllocation
  private mutating func emitLight(red: Float, infrared: Float, _ batch: inout FrameBatch) {
    var frame = Frame()
    frame.values[0] = red
    frame.values[1] = infrared
    reader.emit(&frame, stream: 2, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func emitVitals(
    heart: Float, respiration: Float, oxygen: Float, celsius: Float, _ batch: inout FrameBatch
  ) {
    var frame = Frame()
    frame.values[0] = heart
    frame.values[1] = respiration
    frame.values[2] = oxygen
    frame.values[3] = celsius
    reader.emit(&frame, stream: 3, &batch)
  }
}
