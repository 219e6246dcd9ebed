package import SinewSignal

/// MbientLab MetaMotion R, RL (BMI160) and S (BMI270): accelerometer and gyroscope. Bluetooth LE.
///
/// Everything passes one command and one notify characteristic as `module | register | payload`,
/// little-endian. Data: `03 04` and `03 1C` (BMI160) or `03 05` (BMI270) acceleration, `13 05` and
/// `13 07` or `13 04` and `13 05` turn rate; one sample of 3 x int16 (8 bytes in all) or three, oldest
/// first (20 bytes). `13 05` is one thing on one chip and the other on the other; the length tells.
/// Scale: 32768 counts over the range for acceleration, 16.4 a deg/s at 2000 deg/s and twice that each
/// time the range is halved.
///
/// Both sensors sit on one chip and run at one rate, but nothing tells when a packet was taken: a
/// turn rate packet is joined with the acceleration packet before it, so the two halves of a sample lie
/// up to a packet apart (30 ms at 100 Hz). What has no partner is given with the other half
/// not-a-number.
///
/// There is neither time nor counter: the driver numbers its frames, and a link that loses nothing
/// loses none. The board keeps its set-up across links, so it is stopped before it is started.
/// Sources: MetaWear-SDK-Cpp 0.30.0 (the sheet's bytes came out of the compiled library).
package struct MbientLabMetaMotion: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "mbientlab-metamotion", name: "MbientLab MetaMotion R, RL, S", links: [.ble],
    streams: [MetaMotionSetup(settings: DriverSettings()).stream],
    gatt: GATTProfile(
      characteristics: [0x9001, 0x9006].map {
        GATTCharacteristic(service: uuid(0x9000), uuid: uuid($0))
      },
      advertisement: AdvertisementPattern(services: [uuid(0x9000)], namePrefixes: ["MetaWear"])),
    isolation: nil)

  private static func uuid(_ short: UInt16) -> BluetoothUUID {
    BluetoothUUID(high: 0x326A_0000_85CB_9195 | UInt64(short) << 32, low: 0xD9DD_464C_FBBA_E75A)
  }

  private let setup: MetaMotionSetup
  private var handshake: MetaMotionHandshake
  private var reader = GATTRecordReader()
  private let gravitiesPerCount: Double
  private let degreesPerCount: Double

  /// Accelerations that wait for their turn rates, oldest first: at most three.
  private var waiting = InlineArray<9, Float>(repeating: 0)
  private var waitingCount = 0
  private var waitingArrival = MonotonicTime.zero
  private var made: UInt32 = 0
  private var isGap = false

  package init(settings: DriverSettings) {
    setup = MetaMotionSetup(settings: settings)
    handshake = MetaMotionHandshake(setup)
    gravitiesPerCount = setup.gravitiesPerCount
    degreesPerCount = setup.degreesPerCount
  }

  package var streams: [StreamProfile] { [setup.stream] }

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
        if reader.isNotification, reader.characteristic == 1 { judge(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let module = reader.count >= 2 ? reader[0] : 0
    let register = reader[1]
    let isAcceleration =
      module == 0x03 && (register == 0x04 || register == 0x05 || register == 0x1C)
    let isTurnRate = module == 0x13 && (register == 0x04 || register == 0x05 || register == 0x07)
    guard isAcceleration || isTurnRate else {
      // Answers to questions, which carry a read bit, are no loss.
      if register & 0x80 == 0 { batch.note(.unknownKind, bytes: reader.count) }
      return
    }
    guard reader.count == 8 || reader.count == 20 else {
      batch.note(.framing, bytes: reader.count)
      return
    }
    // A packet has 15 bytes at least, with the record around it.
    if reader.bytesLost >= 15 {
      release(&batch)
      isGap = true
    }
    reader.forgetLoss()
    if isTurnRate {
      join(arrival, &batch)
    } else {
      release(&batch)
      wait(arrival)
    }
  }

  // MARK: Joining

  /// Samples of the packet in front.
  private var samples: Int {
    @_noLocks @_noAllocation
    get { reader.count == 20 ? 3 : 1 }
  }

  @_noLocks @_noAllocation
  private mutating func wait(_ arrival: MonotonicTime) {
    var place = 0
    while place < 3 &* samples {
      waiting[place] = Float(
        Double(reader.littleEndian16(at: 2 &+ 2 &* place)) * gravitiesPerCount)
      place &+= 1
    }
    waitingCount = samples
    waitingArrival = arrival
  }

  /// Joins the turn rates in front with the accelerations that wait.
  @_noLocks @_noAllocation
  private mutating func join(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    if waitingCount != samples { release(&batch) }
    let hasPartner = waitingCount > 0
    if !hasPartner { batch.note(.incomplete) }
    waitingCount = 0
    var sample = 0
    while sample < samples {
      var frame = Frame(arrival: arrival)
      var axis = 0
      while axis < 3 {
        let place = 3 &* sample &+ axis
        frame.values[axis] = hasPartner ? waiting[place] : .nan
        frame.values[3 &+ axis] = Float(
          Double(reader.littleEndian16(at: 2 &+ 2 &* place)) * degreesPerCount)
        axis &+= 1
      }
      finish(&frame, &batch)
      sample &+= 1
    }
  }

  /// Gives the accelerations that found no turn rate.
  @_noLocks @_noAllocation
  private mutating func release(_ batch: inout FrameBatch) {
    guard waitingCount > 0 else { return }
    batch.note(.incomplete)
    var sample = 0
    while sample < waitingCount {
      var frame = Frame(arrival: waitingArrival)
      var axis = 0
      while axis < 3 {
        frame.values[axis] = waiting[3 &* sample &+ axis]
        frame.values[3 &+ axis] = .nan
        axis &+= 1
      }
      finish(&frame, &batch)
      sample &+= 1
    }
    waitingCount = 0
  }

  @_noLocks @_noAllocation
  private mutating func finish(_ frame: inout Frame, _ batch: inout FrameBatch) {
    frame.counter = made
    made &+= 1
    if isGap { frame.add(.gapBefore) }
    isGap = false
    var index = 0
    while index < 6 {
      let scale = Float(index < 3 ? gravitiesPerCount : degreesPerCount)
      if abs(frame.values[index]) >= 32_766.5 * scale { frame.add(.clipped) }
      index &+= 1
    }
    batch.append(frame)
  }
}
