package import SinewSignal

/// Thalmic Myo armband: 8 EMG pods at 200 Hz, 9-axis IMU with fusion at 50 Hz.
///
/// Link: Bluetooth LE, known by the service `d5060001-...` (the name is its owner's). All numbers
/// little-endian, although the maker's header says otherwise: every working client reads them so.
///
/// * EMG, 16 bytes: two samples in a row of 8 int8. Raw counts, full scale 128; nobody published
///   volts. Four characteristics carry the pairs in turn, each 25 a second.
/// * IMU, 20 bytes: quaternion w, x, y, z int16/16384; acceleration int16/2048 g; turn rate
///   int16/16 deg/s.
///
/// There is no counter and no time on the wire. For EMG the turn of the characteristics serves as
/// one that counts to eight: up to three lost pairs in a row show at once, four (40 ms) or a
/// multiple of it once the stream stays behind its time. The IMU's samples are numbered, and flagged
/// where damaged bytes may have hidden one.
///
/// Quirks: drops the link after 30 s of stillness unless told never to sleep, some units even then,
/// so the order is repeated. Firmware of major version 0 speaks an older protocol.
/// Sources: myohw.h (Thalmic's Bluetooth header), pyomyo, dl-myo, "EMG in the Bluetooth protocol"
/// (Thalmic's developer blog); the values agree with a recorded armband.
package struct ThalmicMyo: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "thalmic-myo", name: "Thalmic Myo armband", links: [.ble],
    streams: [
      StreamProfile(
        name: "emg", kind: .emg,
        channels: (1...8).map { ChannelProfile("pod\($0)", .counts, resolution: 1) },
        rateHz: 200, counter: .samples(modulus: 8)),
      StreamProfile(
        name: "motion", kind: .motion,
        channels: ["ax", "ay", "az"].map { ChannelProfile($0, .gravities, resolution: 1 / 2048) }
          + ["gx", "gy", "gz"].map { ChannelProfile($0, .degreesPerSecond, resolution: 1 / 16) },
        rateHz: 50, counter: .none),
      StreamProfile(
        name: "quaternion", kind: .auxiliary,
        channels: ["w", "x", "y", "z"].map {
          ChannelProfile($0, .quaternion, resolution: 1 / 16_384)
        },
        rateHz: 50, counter: .none),
    ], gatt: gatt, isolation: .battery)

  private static let gatt: GATTProfile = {
    func uuid(_ short: UInt64) -> BluetoothUUID {
      BluetoothUUID(high: 0xD506_0000_A904_DEB9 | short << 32, low: 0x4748_2C7F_4A12_4842)
    }
    let control = uuid(0x0001)
    let emg = [0x0105, 0x0205, 0x0305, 0x0405].map {
      GATTCharacteristic(service: uuid(0x0005), uuid: uuid($0))
    }
    return GATTProfile(
      characteristics: [
        GATTCharacteristic(service: control, uuid: uuid(0x0201)),
        GATTCharacteristic(service: control, uuid: uuid(0x0401)),
        GATTCharacteristic(service: uuid(0x0002), uuid: uuid(0x0402)),
      ] + emg,
      advertisement: AdvertisementPattern(services: [control]),
      keepAlive: GATTRecord(.write, MyoHandshake.command, MyoHandshake.neverSleep).bytes,
      keepAliveSeconds: 10,
      identify: GATTRecord(.write, MyoHandshake.command, MyoHandshake.shortVibration).bytes)
  }()

  private var handshake = MyoHandshake()
  private var reader = GATTRecordReader()
  private var hasStarted = false
  private var motionCount: UInt32 = 0
  private var isMotionGap = false

  package init(settings: DriverSettings) {}

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation { handshake.step(heard) }

  package func farewell() -> [UInt8] { MyoHandshake.farewell }

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
    // An IMU record has 27 bytes: fewer damaged ones hide none.
    if reader.bytesLost >= 27 { isMotionGap = true }
    reader.forgetLoss()
    switch reader.characteristic {
    case 2 where reader.count == 20: motion(arrival, &batch)
    case 3...6 where reader.count == 16: emg(Int(reader.characteristic) &- 3, arrival, &batch)
    case 2...6:
      batch.note(.framing, bytes: reader.count &+ 7)
      isMotionGap = true
    default: batch.note(.unknownKind, bytes: reader.count &+ 7)
    }
  }

  // MARK: EMG

  /// Two samples; the turn of their characteristic is the pair's number.
  @_noLocks @_noAllocation
  private mutating func emg(
    _ turn: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    let count = UInt32(truncatingIfNeeded: 2 &* turn)
    pods(at: 0, count: count, isFirst: !hasStarted, arrival, &batch)
    pods(at: 8, count: count &+ 1, isFirst: false, arrival, &batch)
    hasStarted = true
  }

  @_noLocks @_noAllocation
  private mutating func pods(
    at offset: Int, count emgCount: UInt32, isFirst: Bool, _ arrival: MonotonicTime,
    _ batch: inout FrameBatch
  ) {
    var frame = Frame(arrival: arrival, counter: emgCount, stream: 0)
    var pod = 0
    while pod < 8 {
      let count = Int(Int8(truncatingIfNeeded: Int(reader[offset &+ pod])))
      if count == 127 || count == -128 { frame.add(.clipped) }
      frame.values[pod] = Float(count)
      pod &+= 1
    }
    if isFirst { frame.add(.restarted) }
    batch.append(frame)
  }

  // MARK: IMU

  @_noLocks @_noAllocation
  private mutating func motion(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var frame = Frame(arrival: arrival, counter: motionCount, stream: 1)
    var quaternion = Frame(arrival: arrival, counter: motionCount, stream: 2)
    var index = 0
    while index < 4 {
      quaternion.values[index] = Float(reader.littleEndian16(at: 2 &* index)) / 16_384
      index &+= 1
    }
    index = 0
    while index < 6 {
      let word = reader.littleEndian16(at: 8 &+ 2 &* index)
      if word == 32_767 || word == -32_768 { frame.add(.clipped) }
      frame.values[index] = Float(word) / (index < 3 ? 2048 : 16)
      index &+= 1
    }
    if motionCount == 0 {
      frame.add(.restarted)
      quaternion.add(.restarted)
    } else if isMotionGap {
      frame.add(.gapBefore)
      quaternion.add(.gapBefore)
    }
    isMotionGap = false
    motionCount &+= 1
    batch.append(frame)
    batch.append(quaternion)
  }
}
