package import SinewSignal

/// Xsens (Movella) MTi-1, 10, 100 and 600 series: IMUs with fusion on the unit, Xbus protocol.
///
/// Link: USB (CDC or an FTDI chip of Xsens' own ids) or serial 8N1, 115200 from the factory.
/// Message: `FA | FF | id | length | payload | checksum`, everything big-endian; the bytes after
/// FA, checksum included, add up to 0 modulo 256; length FF is followed by a 16-bit length. Id 36
/// carries measurements: a list of `item u16 | size u8 | data`. Low two bits of the item: 0
/// float32, 1 fixed point 12.20, 2 fixed point 16.32, 3 float64.
///
/// Taken: 1020 packet counter, 2010 quaternion w x y z, 2030 roll pitch yaw (deg), 4020
/// acceleration (m/s2), 8020 turn rate (rad/s), E020 status, whose bits 8-19 tell clipping. Other
/// items are skipped by their size.
///
/// The handshake puts the unit into its configuration state, sets outputs and rate and starts it.
/// Losses show in the packet counter.
///
/// Quirks: FA is frequent in data. A message without a packet counter can't be placed in time and
/// is dropped. In 16.32 the fraction stands before the integer. The delay of the unit's own
/// filters differs by model and is not subtracted.
/// Sources: Xsens public SDK (xsxbusmessageid.h, xsdataidentifier.h, xbus.c).
package struct XsensMTi: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "xsens-mti", name: "Xsens MTi", links: [.serial],
    baudRates: [115_200, 921_600, 460_800, 230_400, 2_000_000, 57_600, 38_400, 19_200, 9600],
    usb: [0x0001, 0x0002, 0x0003, 0x0013, 0x0017].map {
      USBIdentity(vendorID: 0x2639, productID: $0, isShared: false)
    }
      + (0xD388...0xD38F).map {
        USBIdentity(vendorID: 0x0403, productID: $0, isShared: false)
      },
    streams: streams(rateHz: 100), isolation: nil)

  private var handshake: XbusHandshake

  private var window = WideByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// True while the byte at the front should be a message's first.
  private var isAligned = false
  /// Streams whose next frame is the first since the start, bit 0 = stream 0.
  private var unstarted: UInt8 = 0

  package init(settings: DriverSettings) {
    handshake = XbusHandshake(rate: settings.rateHz)
  }

  package var streams: [StreamProfile] { Self.streams(rateHz: handshake.rateHz) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    if next == .ready {
      window.clear()
      wanted = 1
      isAligned = false
      unstarted = 0b111
    }
    return next
  }

  /// Back to the configuration state, in which the unit is silent.
  package func farewell() -> [UInt8] { XbusMessage.gotoConfig }

  // MARK: Messages

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

  /// Takes every message and refuses every byte that can be judged now.
  @_noLocks @_noAllocation
  private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    while window.count > 0 {
      guard window[0] == 0xFA else {
        refuse(.resync, &batch)
        continue
      }
      wanted = 4
      guard window.count >= 4 else { return }
      let isLong = window[3] == 0xFF
      wanted = isLong ? 6 : 4
      guard window.count >= wanted else { return }
      let start = isLong ? 6 : 4
      let length = isLong ? Int(window.bigEndian(at: 4, size: 2)) : Int(window[3])
      guard window[1] == 0xFF || window[1] == 0x01, length <= 500 else {
        refuse(isAligned ? .framing : .resync, &batch)
        continue
      }
      let total = start &+ length &+ 1
      wanted = total
      guard window.count >= total else { return }
      guard sum(total) == 0 else {
        refuse(isAligned ? .checksum : .resync, &batch)
        continue
      }
      guard window[2] != 0x36 || isWellFormed(start, start &+ length) else {
        refuse(.framing, &batch)
        continue
      }
      accept(start, start &+ length, arrival, &batch)
      isAligned = true
      window.drop(total)
    }
    wanted = 1
  }

  /// The bytes after the first one, added up.
  @_noLocks @_noAllocation
  private func sum(_ total: Int) -> UInt8 {
    var sum: UInt8 = 0
    var index = 1
    while index < total {
      sum &+= window[index]
      index &+= 1
    }
    return sum
  }

  /// Drops one byte: a message may begin inside a bad one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
    batch.note(fault, bytes: 1)
    isAligned = false
    window.drop(1)
  }

  /// True when the items fill the payload exactly.
  @_noLocks @_noAllocation
  private func isWellFormed(_ start: Int, _ end: Int) -> Bool {
    var offset = start
    while offset &+ 3 <= end { offset &+= 3 &+ Int(window[offset &+ 2]) }
    return offset == end
  }

  @_noLocks @_noAllocation
  private mutating func accept(
    _ start: Int, _ end: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    switch window[2] {
    case 0x36:
      measurement(start, end, arrival, &batch)
    case 0x3E:
      // The unit woke up anew: its counter begins again.
      unstarted = 0b111
    case 0x01, 0x11, 0x31, 0x42, 0x43, 0xC1:
      break
    default:
      batch.note(.unknownKind, bytes: end &+ 1)
    }
  }

  // MARK: Measurements

  @_noLocks @_noAllocation
  private mutating func measurement(
    _ start: Int, _ end: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var counter = -1
    var isClipped = false
    // Places of the data, 0 where there are none.
    var acceleration = 0
    var turnRate = 0
    var quaternion = 0
    var angles = 0
    var offset = start
    while offset < end {
      let item = Int(window.bigEndian(at: offset, size: 2))
      let size = Int(window[offset &+ 2])
      let width = Self.width(item)
      switch item & 0xFFF0 {
      case 0x1020 where size == 2:
        counter = Int(window.bigEndian(at: offset &+ 3, size: 2))
      case 0xE020 where size == 4:
        isClipped = window.bigEndian(at: offset &+ 3, size: 4) & 0xF_FF00 != 0
      case 0x4020 where size == 3 &* width: acceleration = offset
      case 0x8020 where size == 3 &* width: turnRate = offset
      case 0x2010 where size == 4 &* width: quaternion = offset
      case 0x2030 where size == 3 &* width: angles = offset
      default: break
      }
      offset &+= 3 &+ size
    }
    guard counter >= 0 else {
      batch.note(.incomplete, bytes: end &+ 1)
      return
    }
    var frame = Frame(arrival: arrival, counter: UInt32(truncatingIfNeeded: counter))
    if acceleration > 0 || turnRate > 0 {
      var motion = frame
      put(acceleration, 3, at: 0, 1 / 9.80665, into: &motion)
      put(turnRate, 3, at: 3, 180 / Double.pi, into: &motion)
      if isClipped { motion.add(.clipped) }
      emit(&motion, stream: 0, &batch)
    }
    if quaternion > 0 {
      var copy = frame
      put(quaternion, 4, at: 0, 1, into: &copy)
      emit(&copy, stream: 1, &batch)
    }
    if angles > 0 {
      put(angles, 3, at: 0, 1, into: &frame)
      emit(&frame, stream: 2, &batch)
    }
  }

  @_noLocks @_noAllocation
  private mutating func emit(
    _ frame: inout Frame, stream: UInt8, _ batch: inout FrameBatch
  ) {
    frame.stream = stream
    let bit: UInt8 = 1 &<< stream
    if unstarted & bit != 0 {
      frame.add(.restarted)
      unstarted &= ~bit
    }
    batch.append(frame)
  }

  /// Writes `count` numbers of the item at `offset` to the values from `first` on; without an item
  /// they have no value.
  @_noLocks @_noAllocation
  private func put(
    _ offset: Int, _ count: Int, at first: Int, _ scale: Double, into frame: inout Frame
  ) {
    let item = Int(window.bigEndian(at: offset, size: 2))
    var index = 0
    while index < count {
      frame.values[first &+ index] =
        offset == 0
        ? .nan : Float(number(item, offset &+ 3 &+ index &* Self.width(item)) * scale)
      index &+= 1
    }
  }

  /// Bytes of one number of an item.
  @_noLocks @_noAllocation
  private static func width(_ item: Int) -> Int {
    switch item & 3 {
    case 2: 6
    case 3: 8
    default: 4
    }
  }

  /// The number at `offset`; not-a-number where the unit sends no finite one.
  @_noLocks @_noAllocation
  private func number(_ item: Int, _ offset: Int) -> Double {
    let value: Double
    switch item & 3 {
    case 0:
      value = Double(Float(bitPattern: UInt32(truncatingIfNeeded: word(offset, 4))))
    case 1:
      value = Double(Int32(truncatingIfNeeded: word(offset, 4))) / 1_048_576
    case 2:
      let whole = Int64(Int16(truncatingIfNeeded: word(offset &+ 4, 2)))
      value = Double(whole) + Double(word(offset, 4)) / 4_294_967_296
    default:
      value = Double(bitPattern: word(offset, 8))
    }
    return value > -1e30 && value < 1e30 ? value : .nan
  }

  @_noLocks @_noAllocation
  private func word(_ offset: Int, _ size: Int) -> UInt64 {
    window.bigEndian(at: offset, size: size)
  }
}

extension XsensMTi {
  /// The streams at the rate that the unit accepted.
  fileprivate static func streams(rateHz: Double) -> [StreamProfile] {
    let counter = CounterKind.samples(modulus: 65_536)
    func auxiliary(_ name: String, _ channels: [String], _ unit: SignalUnit) -> StreamProfile {
      StreamProfile(
        name: name, kind: .auxiliary, channels: channels.map { ChannelProfile($0, unit) },
        rateHz: rateHz, counter: counter)
    }
    let motion = StreamProfile(
      name: "motion", kind: .motion,
      channels: ["ax", "ay", "az"].map { ChannelProfile($0, .gravities) }
        + ["gx", "gy", "gz"].map { ChannelProfile($0, .degreesPerSecond) },
      rateHz: rateHz, counter: counter)
    return [
      motion,
      auxiliary("quaternion", ["w", "x", "y", "z"], .quaternion),
      auxiliary("angles", ["roll", "pitch", "yaw"], .degrees),
    ]
  }
}
