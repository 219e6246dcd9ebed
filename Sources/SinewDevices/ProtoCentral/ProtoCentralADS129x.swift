package import SinewSignal

/// ProtoCentral ADS1292R and ADS1293 shields and breakouts.
///
/// Link: serial 8N1 of the host board, 115200, or 57600 in older sketches. Streams from 1 to 5 s
/// after power-on, boot text first, and takes no commands. Packets: `ProtoCentralReader`, type 2.
///
/// | length | board | payload |
/// |---|---|---|
/// | 8 | ADS1292R | ECG i16, respiration i16, heart rate i16, respiration rate i16 |
/// | 12 | ADS1293 | leads 1, 2, 3 as i32 |
///
/// Counts, since the gain depends on the sketch. At 125 or 128 samples a second (sources disagree,
/// hence no nominal rate) these are heart signals, not EMG: recorded, not interpreted.
///
/// Sources: ProtoCentral OpenView (decoders), ProtoCentral sketches (CES_CMDIF constants).
package struct ProtoCentralADS129x: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "protocentral-ads129x", name: "ProtoCentral ADS129x", links: [.serial],
    baudRates: [115_200, 57_600],
    usb: [
      USBIdentity(vendorID: 0x0403, productID: 0x6001, isShared: true),
      USBIdentity(vendorID: 0x10C4, productID: 0xEA60, isShared: true),
    ],
    streams: [
      stream("ecg", ["ecg"], .counts),
      stream("respiration", ["impedance"], .counts),
      stream("leads", ["lead1", "lead2", "lead3"], .counts),
      stream("vitals", ["heart_rate", "respiration_rate"], .unitless),
    ], isolation: .mainsPossible)

  private static func stream(
    _ name: String, _ channels: [String], _ unit: SignalUnit
  ) -> StreamProfile {
    StreamProfile(
      name: name, kind: .auxiliary,
      channels: channels.map { ChannelProfile($0, unit, resolution: 1) }, rateHz: nil,
      counter: .none)
  }

  private var reader = ProtoCentralReader()
  private var listening = ProtoCentralListening()
  /// Packets so far: of these boards, and of a HealthyPi.
  private var own = 0
  private var foreign = 0

  package init(settings: DriverSettings) {}

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    var scratch = FrameBatch()
    decode(heard, arrival: .zero, into: &scratch)
    let next = listening.step(
      heard: heard.count, own: own, foreign: foreign, other: "protocentral-healthypi")
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
    switch length {
    case 8:
      own &+= 1
      reader.emit(reader.word(5), stream: 0, &batch)
      reader.emit(reader.word(7), stream: 1, &batch)
      var rates = Frame()
      rates.values[0] = reader.word(9)
      rates.values[1] = reader.word(11)
      reader.emit(&rates, stream: 3, &batch)
    case 12:
      own &+= 1
      var leads = Frame()
      leads.values[0] = reader.long(5)
      leads.values[1] = reader.long(9)
      leads.values[2] = reader.long(13)
      reader.emit(&leads, stream: 2, &batch)
    default:
      foreign &+= 1
      batch.note(.unknownKind, bytes: length &+ 7)
    }
  }
}
