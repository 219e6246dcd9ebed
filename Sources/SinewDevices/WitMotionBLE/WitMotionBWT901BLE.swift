package import SinewSignal

/// WitMotion WT901BLE, BWT901BLECL 5.0 and the dual-mode models over Bluetooth LE: IMUs with fusion on
/// the chip. Their serial siblings are `WitMotionWT901`.
///
/// Frames of 20 bytes without a checksum, one behind the other across notifications:
///
///     55 61 | 3 x int16 acceleration /32768*16 g | turn rate /32768*2000 deg/s | angles /32768*180 deg
///     55 71 | register, uint16 | 8 registers, int16; 51 is the quaternion, w, x, y, z /32768
///
/// little-endian. `55 61` occurs inside data as well: until the stream is aligned a frame counts only
/// when the next one begins behind it, or when it fills its notifications from first to last byte.
///
/// There is neither time nor counter: the driver numbers its frames. The rate is read back from the
/// sensor; nil where it does not tell. It is set without saving, so a switch-off brings the owner's
/// back.
///
/// Quirk: the usual service's UUID ends in 5f9**a**34fb and so is not the 16-bit FFE5, though some
/// firmware may use that. Sources: WITMOTION/WitBluetooth_BWT901BLE5_0 (vendor; its own resynchronising
/// is wrong in both languages).
package struct WitMotionBWT901BLE: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "witmotion-bwt901ble", name: "WitMotion WT901BLE family", links: [.ble],
    streams: streams(rateHz: nil),
    gatt: GATTProfile(
      characteristics: WitMotionBLEHandshake.characteristics,
      advertisement: AdvertisementPattern(namePrefixes: ["WT", "BWT", "HWT"])),
    isolation: nil)

  private static func streams(rateHz: Double?) -> [StreamProfile] {
    func stream(
      _ name: String, _ kind: StreamKind, _ rateHz: Double?, _ channels: [ChannelProfile]
    ) -> StreamProfile {
      StreamProfile(name: name, kind: kind, channels: channels, rateHz: rateHz, counter: .none)
    }
    return [
      stream(
        "motion", .motion, rateHz,
        ["ax", "ay", "az"].map { ChannelProfile($0, .gravities, resolution: 16 / 32_768) }
          + ["gx", "gy", "gz"].map {
            ChannelProfile($0, .degreesPerSecond, resolution: 2000 / 32_768)
          }),
      stream(
        "angles", .auxiliary, rateHz,
        ["roll", "pitch", "yaw"].map { ChannelProfile($0, .degrees, resolution: 180 / 32_768) }),
      stream(
        "quaternion", .auxiliary, nil,
        ["w", "x", "y", "z"].map { ChannelProfile($0, .quaternion, resolution: 1 / 32_768) }),
    ]
  }

  private var handshake: WitMotionBLEHandshake
  private var reader = GATTRecordReader()

  private var window = ByteWindow()
  /// True right behind a good frame.
  private var isAligned = false
  /// True while the byte at the front was the first of a notification.
  private var isAtStart = false
  /// Frames made, by stream; they number the frames.
  private var made = InlineArray<3, UInt32>(repeating: 0)
  /// Bytes known to be lost since the last sample.
  private var lost = 0

  package init(settings: DriverSettings) {
    handshake = WitMotionBLEHandshake(rateHz: settings.rateHz == 0 ? 100 : settings.rateHz)
  }

  package var streams: [StreamProfile] { Self.streams(rateHz: handshake.measuredRateHz) }

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

  /// Moves a notification into the window and judges after its every byte.
  @_noLocks @_noAllocation
  private mutating func take(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    if reader.bytesLost > 0 {
      lost &+= reader.bytesLost
      reader.forgetLoss()
      isAligned = false
    }
    // Whole frames from their first byte are a new beginning: what was held will never be completed.
    if window.count > 0, reader.count % 20 == 0, isHeader(reader[0], reader[1]) {
      batch.note(.incomplete, bytes: window.count)
      lost &+= window.count
      window.drop(window.count)
    }
    if window.count == 0 { isAtStart = true }
    var offset = 0
    while offset < reader.count {
      window.append(reader[offset])
      offset &+= 1
      judge(isLast: offset == reader.count, arrival, &batch)
    }
  }

  // MARK: Frames

  @_noLocks @_noAllocation
  private func isHeader(_ first: UInt8, _ second: UInt8) -> Bool {
    first == 0x55 && (second == 0x61 || second == 0x71)
  }

  @_noLocks @_noAllocation
  private mutating func judge(
    isLast: Bool, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    while window.count > 0 {
      guard window[0] == 0x55 else {
        refuse(&batch)
        continue
      }
      guard window.count >= 2 else { return }
      guard isHeader(window[0], window[1]) else {
        refuse(&batch)
        continue
      }
      guard window.count >= 20 else { return }
      if !isAligned, !(isAtStart && isLast && window.count == 20) {
        guard window.count >= 22 else { return }
        guard isHeader(window[20], window[21]) else {
          refuse(&batch)
          continue
        }
      }
      accept(arrival, &batch)
    }
  }

  @_noLocks @_noAllocation
  private mutating func refuse(_ batch: inout FrameBatch) {
    batch.note(isAligned ? .framing : .resync, bytes: 1)
    isAligned = false
    isAtStart = false
    lost &+= 1
    window.drop(1)
  }

  @_noLocks @_noAllocation
  private mutating func accept(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    isAligned = true
    isAtStart = false
    if window[1] == 0x61 {
      emit(0, from: 2, 3, 16 / 32_768, andFrom: 8, 2000 / 32_768, arrival, &batch)
      emit(1, from: 14, 3, 180 / 32_768, andFrom: 0, 0, arrival, &batch)
      lost = 0
    } else if window[2] == 0x51, window[3] == 0 {
      emit(2, from: 4, 4, 1 / 32_768, andFrom: 0, 0, arrival, &batch)
    }
    window.drop(20)
  }

  /// Makes a frame of `count` words, and of three more where a second scale is given. Twenty lost
  /// bytes can hide a sample.
  @_noLocks @_noAllocation
  private mutating func emit(
    _ stream: Int, from offset: Int, _ count: Int, _ scale: Float, andFrom second: Int,
    _ secondScale: Float, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(
      arrival: arrival, counter: made[stream], stream: UInt8(truncatingIfNeeded: stream))
    made[stream] &+= 1
    if lost >= 20 { frame.add(.gapBefore) }
    var index = 0
    while index < (secondScale > 0 ? 6 : count) {
      let isSecond = index >= count
      let word = window.littleEndian16(
        at: isSecond ? second &+ 2 &* (index &- count) : offset &+ 2 &* index)
      // Angles and quaternions reach the ends of their range in the ordinary course of things.
      if stream == 0, word == 32_767 || word == -32_768 { frame.add(.clipped) }
      frame.values[index] = Float(word) * (isSecond ? secondScale : scale)
      index &+= 1
    }
    batch.append(frame)
  }
}
