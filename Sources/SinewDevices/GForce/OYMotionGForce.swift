package import SinewSignal

/// OYMotion gForcePro, gForcePro+ (8 channels) and gForceDual (2): EMG armbands. Bluetooth LE.
///
/// Packet: `type | payload`, in one notification or in fragments `FF n | part` with n counting down to 0.
/// Type 08 is EMG, sample by sample with all channels in each: uint8 about 128, or uint16 little-endian
/// about 2048; 01 acceleration and 02 turn rate are `3 x int32 /65536`, 05 a quaternion of 4 x float32
/// w, x, y, z. Microvolts at the skin: (raw - 128) * 2.5 V / 1200 / 127 and
/// (raw - 2048) * 2.5 V / 1200 / 2047 (LibEMG).
///
/// The armband sends EMG or motion, as both together were seen to lose one (BrainFlow #195, #703);
/// `DriverSettings.prefersMotion` chooses. Default 500 Hz at 12 bits; 650 and 1000 Hz have 8 bits.
///
/// There is no time and no counter between packets, only between fragments: the driver numbers its
/// frames and flags a gap where a packet was torn. Acceleration and turn rate come separately and are
/// joined in the order they come; what finds no partner is given with the other half not-a-number.
/// Sources: oymotion/gForceSDKPython, LibEMG, BrainFlow.
package struct OYMotionGForce: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "oymotion-gforce", name: "OYMotion gForcePro", links: [.ble],
    streams: GForceSetup(settings: DriverSettings()).streams,
    gatt: GATTProfile(
      characteristics: ["f000ffe1", "f000ffe2"].map {
        GATTCharacteristic(
          service: BluetoothUUID(0xFFD0),
          uuid: BluetoothUUID("\($0)-0451-4000-b000-000000000000") ?? BluetoothUUID(0xFFD0))
      },
      advertisement: AdvertisementPattern(
        services: [BluetoothUUID(0xFFD0)], namePrefixes: ["gForce"])),
    isolation: .battery)

  private let setup: GForceSetup
  private var handshake: GForceHandshake
  private var reader = GATTRecordReader()
  private var fragments = GForceFragments()

  /// What `GForceSetup` says, flat for the hot path.
  private let channels: Int
  private let is12Bit: Bool

  /// The acceleration that waits for its turn rate.
  private var half = Frame()
  private var hasHalf = false
  /// Frames made, by stream; they number the frames.
  private var made = InlineArray<3, UInt32>(repeating: 0)
  private var isGap = false

  package init(settings: DriverSettings) {
    setup = GForceSetup(settings: settings)
    handshake = GForceHandshake(setup)
    channels = setup.channels
    is12Bit = setup.bits == 12
  }

  package var streams: [StreamProfile] { setup.streams }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation { handshake.step(heard) }

  package func farewell() -> [UInt8] { GForceHandshake.farewell }

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
        if reader.isNotification, reader.characteristic == 1 { gather(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func gather(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    // A notification of the shortest packet has 20 bytes, its record included.
    if reader.bytesLost >= 20 { isGap = true }
    reader.forgetLoss()
    var offset = 0
    let isFragment = reader.count >= 2 && reader[0] == 0xFF
    if isFragment { offset = 2 }
    let gaveUp =
      isFragment
      ? fragments.begin(number: reader[1], bytes: reader.count &- 2) : fragments.beginWhole()
    if gaveUp {
      batch.note(.incomplete, bytes: fragments.dropped)
      isGap = true
    }
    while offset < reader.count {
      fragments.append(reader[offset])
      offset &+= 1
    }
    if fragments.isComplete { judge(arrival, &batch) }
  }

  // MARK: Packets

  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let size = fragments.count
    let sampleSize = channels &* (is12Bit ? 2 : 1)
    switch (fragments[0], size) {
    // What was joined has the length that was asked for: its beginning may never have been heard.
    case (0x08, _)
    where size > 1 && (size &- 1) % sampleSize == 0
      && (!fragments.isJoined || size == 1 &+ 16 &* channels):
      takeEMG(arrival, &batch)
    case (0x01, 13):
      releaseHalf(&batch)
      var frame = Frame(arrival: arrival, stream: 1)
      fill(&frame, at: 0)
      half = frame
      hasHalf = true
    case (0x02, 13): takeTurnRate(arrival, &batch)
    case (0x05, 17):
      var frame = Frame(arrival: arrival, stream: 2)
      var index = 0
      while index < 4 {
        frame.values[index] = fragments.littleEndianFloat(at: 1 &+ 4 &* index)
        index &+= 1
      }
      emit(&frame, &batch)
    case (0x01, _), (0x02, _), (0x05, _), (0x08, _):
      batch.note(.framing, bytes: size)
      isGap = true
    // Magnetic field, angles, rotation, gesture, status, log: not asked for.
    case (0x03, _), (0x04, _), (0x06, _), (0x07, _), (0x0B, _), (0x0C, _): break
    default: batch.note(.unknownKind, bytes: size)
    }
  }

  @_noLocks @_noAllocation
  private mutating func takeEMG(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var offset = 1
    while offset < fragments.count {
      var frame = Frame(arrival: arrival)
      var channel = 0
      while channel < channels {
        if is12Bit {
          let raw = Int(fragments[offset]) | Int(fragments[offset &+ 1]) << 8
          if raw == 0 || raw >= 4095 { frame.add(.clipped) }
          frame.values[channel] = Float(Double(raw &- 2048) * (2.5e6 / 1200 / 2047))
          offset &+= 2
        } else {
          let raw = Int(fragments[offset])
          if raw == 0 || raw == 255 { frame.add(.clipped) }
          frame.values[channel] = Float(Double(raw &- 128) * (2.5e6 / 1200 / 127))
          offset &+= 1
        }
        channel &+= 1
      }
      emit(&frame, &batch)
    }
  }

  @_noLocks @_noAllocation
  private mutating func takeTurnRate(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var frame = half
    if !hasHalf {
      frame = Frame(stream: 1)
      var index = 0
      while index < 3 {
        frame.values[index] = .nan
        index &+= 1
      }
      batch.note(.incomplete)
    }
    hasHalf = false
    frame.arrival = arrival
    fill(&frame, at: 3)
    emit(&frame, &batch)
  }

  /// Gives an acceleration that found no turn rate.
  @_noLocks @_noAllocation
  private mutating func releaseHalf(_ batch: inout FrameBatch) {
    guard hasHalf else { return }
    hasHalf = false
    var index = 3
    while index < 6 {
      half.values[index] = .nan
      index &+= 1
    }
    batch.note(.incomplete)
    var frame = half
    emit(&frame, &batch)
  }

  @_noLocks @_noAllocation
  private func fill(_ frame: inout Frame, at place: Int) {
    var index = 0
    while index < 3 {
      frame.values[place &+ index] = Float(
        Double(fragments.littleEndian32(at: 1 &+ 4 &* index)) / 65_536)
      index &+= 1
    }
  }

  @_noLocks @_noAllocation
  private mutating func emit(_ frame: inout Frame, _ batch: inout FrameBatch) {
    let stream = Int(min(frame.stream, 2))
    frame.counter = made[stream]
    made[stream] &+= 1
    if isGap { frame.add(.gapBefore) }
    isGap = false
    batch.append(frame)
  }
}
