package import SinewSignal

/// Nordic Thingy:52: a 9-axis motion sensor with fusion on board. Bluetooth LE, motion service.
///
/// Characteristics, little-endian: configuration 0401 (9 bytes, the motion rate at offset 6), raw 0406
/// `3 x int16 acceleration /2^10 g | 3 x int16 turn rate /2^5 deg/s | 3 x int16 magnetic field /2^4 uT`,
/// quaternion 0404 `4 x int32 w, x, y, z /2^30`. Each notification is one sample; the rate, 5 to
/// 200 Hz, is the same for all.
///
/// There is neither time nor counter, and a notification that does not fit the sensor's queue is lost
/// without a trace: the driver numbers its frames. Values stop at 31 g and 1023 deg/s.
///
/// Quirks: the firmware asserts on a configuration of another length; the configuration stays in flash,
/// so the one found is written back at the end. The streams begin and end with their subscription.
/// Sources: Nordic-Thingy52-FW `ble_tms.h`, `ble_tms.c`, `m_motion.c` (the shift by 11 bits leaves 5
/// for the turn rate; PyPI aiothingy divides by 256, eight times too much).
package struct NordicThingy52: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "nordic-thingy52", name: "Nordic Thingy:52", links: [.ble], streams: streams(rateHz: 100),
    gatt: GATTProfile(
      characteristics: [uuid(0x0401), uuid(0x0406), uuid(0x0404)].map {
        GATTCharacteristic(service: uuid(0x0400), uuid: $0)
      },
      advertisement: AdvertisementPattern(services: [uuid(0x0100)], namePrefixes: ["Thingy"])),
    isolation: nil)

  static let configuration: UInt8 = 0
  static let raw: UInt8 = 1
  static let quaternion: UInt8 = 2

  private static func uuid(_ short: UInt16) -> BluetoothUUID {
    BluetoothUUID(high: 0xEF68_0000_9B35_4933 | UInt64(short) << 32, low: 0x9B10_52FF_A974_0042)
  }

  private static func streams(rateHz: Int) -> [StreamProfile] {
    func stream(_ name: String, _ kind: StreamKind, _ channels: [ChannelProfile]) -> StreamProfile {
      StreamProfile(
        name: name, kind: kind, channels: channels, rateHz: Double(rateHz), counter: .none)
    }
    return [
      stream(
        "motion", .motion,
        ["ax", "ay", "az"].map { ChannelProfile($0, .gravities, resolution: 1 / 1024) }
          + ["gx", "gy", "gz"].map { ChannelProfile($0, .degreesPerSecond, resolution: 1 / 32) }),
      // Counts of 1/16 microtesla.
      stream("magnetic", .auxiliary, ["mx", "my", "mz"].map { ChannelProfile($0, .counts) }),
      stream(
        "quaternion", .auxiliary,
        ["w", "x", "y", "z"].map { ChannelProfile($0, .quaternion, resolution: 1 / 1_073_741_824) }
      ),
    ]
  }

  private var handshake: Thingy52Handshake
  private let rateHz: Int
  private var reader = GATTRecordReader()
  /// Frames made, by stream; they number the frames.
  private var made = InlineArray<3, UInt32>(repeating: 0)
  /// What is known to be missing since the last frame, by stream.
  private var isGap = InlineArray<3, Bool>(repeating: false)

  package init(settings: DriverSettings) {
    rateHz = settings.rateHz == 0 ? 100 : settings.rateHz
    handshake = Thingy52Handshake(rateHz: rateHz)
  }

  package var streams: [StreamProfile] { Self.streams(rateHz: min(max(rateHz, 5), 200)) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation { handshake.step(heard) }

  package func farewell() -> [UInt8] { handshake.farewell }

  // MARK: Notifications

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      reader.append(bytes[index])
      index &+= 1
      while reader.holdsRecord(&batch) {
        if reader.isNotification { take(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    noteLoss()
    switch (reader.characteristic, reader.count) {
    case (1, 18):
      emit(stream: 0, arrival, &batch)
      emit(stream: 1, arrival, &batch)
    case (2, 16): emit(stream: 2, arrival, &batch)
    case (1, _), (2, _): batch.note(.framing, bytes: reader.count)
    default: batch.note(.unknownKind, bytes: reader.count)
    }
  }

  /// A notification of the shortest kind has 16 bytes in 23: fewer hide none.
  @_noLocks @_noAllocation
  private mutating func noteLoss() {
    guard reader.bytesLost >= 23 else { return }
    reader.forgetLoss()
    isGap = InlineArray(repeating: true)
  }

  @_noLocks @_noAllocation
  private mutating func emit(
    stream: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(
      arrival: arrival, counter: made[stream], stream: UInt8(truncatingIfNeeded: stream))
    if isGap[stream] { frame.add(.gapBefore) }
    isGap[stream] = false
    made[stream] &+= 1
    switch stream {
    case 0: fillMotion(&frame)
    case 1: fill(&frame, from: 12, 3, at: 0, 1)
    default:
      var index = 0
      while index < 4 {
        frame.values[index] = Float(reader.littleEndian32(at: 4 &* index)) / 1_073_741_824
        index &+= 1
      }
    }
    batch.append(frame)
  }

  @_noLocks @_noAllocation
  private func fillMotion(_ frame: inout Frame) {
    fill(&frame, from: 0, 3, at: 0, 1 / 1024)
    fill(&frame, from: 6, 3, at: 3, 1 / 32)
    var index = 0
    while index < 6 {
      let value = abs(frame.values[index])
      if value >= (index < 3 ? 31 : 1023) { frame.add(.clipped) }
      index &+= 1
    }
  }

  @_noLocks @_noAllocation
  private func fill(
    _ frame: inout Frame, from offset: Int, _ count: Int, at place: Int, _ scale: Float
  ) {
    var index = 0
    while index < count {
      frame.values[place &+ index] =
        Float(reader.littleEndian16(at: offset &+ 2 &* index)) * scale
      index &+= 1
    }
  }
}
