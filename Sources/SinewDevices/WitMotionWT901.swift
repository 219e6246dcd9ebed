package import SinewSignal

/// WitMotion WT901, WT61, BWT901(CL), BWT61CL, HWT90x: 6- and 9-axis IMUs with fusion on the chip.
///
/// Link: serial 8N1 (the TTL models leave the factory at 9600, the BWT models at 115200) or RFCOMM.
/// Frame, 11 bytes: `55 | type 50...5F | four int16 little-endian | sum of the first ten bytes`.
/// Type 51 acceleration x/32768*16 g, 52 turn rate x/32768*2000 deg/s, 53 roll, pitch and yaw
/// x/32768*180 deg, 59 quaternion w, x, y, z x/32768. The BLE models print the combined form
/// `55 61 | acceleration | turn rate | angles`, 20 bytes without a checksum, on their serial port
/// too, and answer register reads with `55 71 | register | 8 registers`.
///
/// The enabled types come in ascending order, once a tick: a type that is not above the one before
/// begins the next tick. One sample is the acceleration and the turn rate of one tick.
///
/// Rate: set in the device, 0.2 to 200 Hz, 10 Hz from the factory, and told by no frame; hence no
/// nominal rate. There is no counter: the driver numbers its frames and flags a gap where a type or
/// bytes were missing. Frames that vanish without a trace stay unseen.
///
/// Quirks: 55 is frequent in data. A combined frame counts only when a 55 follows it, so it is
/// decided one tick late (with its own arrival time). In 6-axis mode the yaw drifts; a quaternion
/// may change its sign.
/// Sources: WITMOTION/WitStandardProtocol_JY901 and WitBluetooth_BWT901BLE5_0 (vendor).
package struct WitMotionWT901: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "witmotion-wt901", name: "WitMotion WT901 family", links: [.serial, .rfcomm],
    baudRates: [115_200, 9600, 921_600, 230_400, 460_800, 57_600, 38_400, 19_200, 4800],
    usb: [
      USBIdentity(vendorID: 0x1A86, productID: 0x7523, isShared: true),
      USBIdentity(vendorID: 0x10C4, productID: 0xEA60, isShared: true),
    ],
    streams: [
      StreamProfile(
        name: "motion", kind: .motion,
        channels: ["ax", "ay", "az"].map { ChannelProfile($0, .gravities, resolution: 16 / 32_768) }
          + ["gx", "gy", "gz"].map {
            ChannelProfile($0, .degreesPerSecond, resolution: 2000 / 32_768)
          },
        rateHz: nil, counter: .none, typicalDelayMs: delayMs),
      StreamProfile(
        name: "angles", kind: .auxiliary,
        channels: ["roll", "pitch", "yaw"].map {
          ChannelProfile($0, .degrees, resolution: 180 / 32_768)
        },
        rateHz: nil, counter: .none, typicalDelayMs: delayMs),
      StreamProfile(
        name: "quaternion", kind: .auxiliary,
        channels: ["w", "x", "y", "z"].map {
          ChannelProfile($0, .quaternion, resolution: 1 / 32_768)
        },
        rateHz: nil, counter: .none, typicalDelayMs: delayMs),
    ], isolation: nil)

  /// The factory's 20 Hz low pass delays turn rate by 8.3 and acceleration by 8.5 ms (MPU-6000
  /// register map, DLPF_CFG 4); two frames at 115200 take 1.9 ms. A wider setting means less.
  private static let delayMs = 10.4

  private var window = ByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// True while the byte at the front should be a frame's first.
  private var isAligned = false
  /// Arrival of a combined frame that waits for the byte after it.
  private var heldArrival = MonotonicTime.zero
  /// The type before, in the order of a tick.
  private var lastType: UInt8 = 0xFF
  /// The acceleration that waits for its turn rate.
  private var half = Frame()
  private var hasHalf = false
  /// Bytes refused since the last acceleration.
  private var skipped = 0
  private var isGap = false
  /// Frames made, by stream; they number the frames.
  private var made = InlineArray<3, UInt32>(repeating: 0)

  /// Good frames of the wire, and what was heard in `converse`.
  private var good = 0
  private var heardBytes = 0
  private var isListening = false

  package init(settings: DriverSettings) {}

  // MARK: Listening

  /// There is no question to ask: three good frames, with acceleration and turn rate among them,
  /// make the device known.
  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    guard isListening || !heard.isEmpty else {
      isListening = true
      return .wait(seconds: 1.5)
    }
    isListening = true
    heardBytes += heard.count
    var scratch = FrameBatch()
    decode(heard, arrival: .zero, into: &scratch)
    if good >= 3, made[0] > 0 {
      made = InlineArray(repeating: 0)
      isGap = false
      // A combined frame that waits for its witness arrived at no time that counts.
      if wanted == 21 { window.drop(20) }
      return .ready
    }
    if good >= 12 {
      return .refuse(
        "The sensor does not send acceleration and turn rate together: "
          + "switch both on in its output settings.")
    }
    if heardBytes >= 1024 {
      return .refuse(
        "Bytes come but no WitMotion frames: another device, or the wrong line speed.")
    }
    guard heard.isEmpty else { return .wait(seconds: 1.5) }
    return .refuse(
      heardBytes == 0
        ? "Nothing heard: is the sensor switched on?"
        : "Too few WitMotion frames: another device, the wrong line speed, or a rate below 1 Hz.")
  }

  // MARK: Frames on the wire

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

  /// Takes every frame and refuses every byte that can be judged now.
  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    while window.count > 0 {
      guard window[0] == 0x55 else {
        refuse(.resync, &batch)
        continue
      }
      wanted = 2
      guard window.count >= 2 else { return }
      let type = window[1]
      if type >= 0x50, type <= 0x5F {
        wanted = 11
        guard window.count >= 11 else { return }
        guard sumOfTen() == window[10] else {
          refuse(isAligned ? .checksum : .resync, &batch)
          continue
        }
        accept(type, arrival, &batch)
      } else if type == 0x61 || type == 0x71 {
        wanted = 21
        if window.count == 20 { heldArrival = arrival }
        guard window.count >= 21 else {
          // Stop at the last byte, to keep its arrival.
          wanted = window.count < 20 ? 20 : 21
          return
        }
        guard window[20] == 0x55 else {
          refuse(isAligned ? .framing : .resync, &batch)
          continue
        }
        acceptLong(type, heldArrival, &batch)
      } else {
        refuse(isAligned ? .unknownKind : .resync, &batch)
      }
    }
    wanted = 1
  }

  @_noLocks @_noAllocation
  private func sumOfTen() -> UInt8 {
    var sum: UInt8 = 0
    var index = 0
    while index < 10 {
      sum &+= window[index]
      index &+= 1
    }
    return sum
  }

  /// Drops one byte: a frame may begin inside a bad one. Eleven bytes can hide a frame.
  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
    batch.note(fault, bytes: 1)
    isAligned = false
    window.drop(1)
    skipped &+= 1
    if skipped >= 11 { isGap = true }
  }

  // MARK: Samples

  @_noLocks @_noAllocation
  private mutating func accept(
    _ type: UInt8, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    good &+= 1
    isAligned = true
    // 5F answers a register read and stands outside the order.
    if type != 0x5F {
      if type <= lastType { dropHalf(&batch) }
      lastType = type
    }
    switch type {
    case 0x51:
      var frame = Frame()
      put(2, 3, at: 0, 16 / 32_768, into: &frame)
      half = frame
      hasHalf = true
      skipped = 0
    case 0x52:
      join(arrival, &batch)
    case 0x53:
      emit(stream: 1, from: 2, count: 3, 180 / 32_768, arrival, &batch)
    case 0x59:
      emit(stream: 2, from: 2, count: 4, 1 / 32_768, arrival, &batch)
    case 0x5B, 0x5C, 0x5D, 0x5E:
      batch.note(.unknownKind, bytes: 11)
    default:
      break
    }
    window.drop(11)
  }

  /// The combined form, or the answer to a register read (51 = quaternion).
  @_noLocks @_noAllocation
  private mutating func acceptLong(
    _ type: UInt8, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    good &+= 1
    isAligned = true
    if type == 0x61 {
      dropHalf(&batch)
      lastType = 0xFF
      skipped = 0
      var frame = Frame()
      put(2, 3, at: 0, 16 / 32_768, into: &frame)
      put(8, 3, at: 3, 2000 / 32_768, into: &frame)
      finish(&frame, stream: 0, arrival, &batch)
      emit(stream: 1, from: 14, count: 3, 180 / 32_768, arrival, &batch)
    } else if window[2] == 0x51, window[3] == 0 {
      emit(stream: 2, from: 4, count: 4, 1 / 32_768, arrival, &batch)
    }
    window.drop(20)
  }

  /// The turn rate completes the sample, unless so much was lost since the acceleration that the
  /// two may be of different ticks.
  @_noLocks @_noAllocation
  private mutating func join(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    guard hasHalf, skipped < 11 else {
      batch.note(.incomplete, bytes: hasHalf ? 22 : 11)
      hasHalf = false
      isGap = true
      return
    }
    hasHalf = false
    var frame = half
    put(2, 3, at: 3, 2000 / 32_768, into: &frame)
    finish(&frame, stream: 0, arrival, &batch)
  }

  /// An acceleration whose turn rate never came is no sample.
  @_noLocks @_noAllocation
  private mutating func dropHalf(_ batch: inout FrameBatch) {
    guard hasHalf else { return }
    hasHalf = false
    isGap = true
    batch.note(.incomplete, bytes: 11)
  }

  @_noLocks @_noAllocation
  private mutating func emit(
    stream: UInt8, from offset: Int, count: Int, _ scale: Double, _ arrival: MonotonicTime,
    _ batch: inout FrameBatch
  ) {
    var frame = Frame()
    put(offset, count, at: 0, scale, into: &frame)
    // Half a turn and a unit quaternion stand at the end of the range and are not clipped.
    frame.flags = .none
    finish(&frame, stream: stream, arrival, &batch)
  }

  @_noLocks @_noAllocation
  private mutating func finish(
    _ frame: inout Frame, stream: UInt8, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    frame.arrival = arrival
    frame.stream = stream
    frame.counter = made[Int(stream)]
    made[Int(stream)] &+= 1
    if stream == 0, isGap {
      frame.add(.gapBefore)
      isGap = false
    }
    batch.append(frame)
  }

  /// Writes `count` words from `offset` of the wire to the values from `first` on; a word at the
  /// end of its range flags the frame as clipped.
  @_noLocks @_noAllocation
  private func put(
    _ offset: Int, _ count: Int, at first: Int, _ scale: Double, into frame: inout Frame
  ) {
    var index = 0
    while index < count {
      let word = window.littleEndian16(at: offset &+ 2 &* index)
      if word == 32_767 || word == -32_768 { frame.add(.clipped) }
      frame.values[first &+ index] = Float(Double(word) * scale)
      index &+= 1
    }
  }
}
