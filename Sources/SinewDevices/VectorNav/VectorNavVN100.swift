package import SinewSignal

/// VectorNav VN-100 and its kin with the same registers: IMU with fusion on the unit.
///
/// Link: serial 8N1 or an FTDI cable, 115200 and `$VNYMR` at 40 Hz from the factory.
/// Binary: `FA | groups u8 | one field mask u16 for each group | payload | CRC16`, little-endian but
/// for the CRC (polynomial 1021, start 0, over everything after FA). Text: `$` body `*` check CR LF;
/// the check is the xor of the body in two hex digits, or its CRC16 in four.
///
/// The handshake turns the text off and asks for the time since start, quaternion, turn rate
/// (rad/s) and acceleration (m/s2) in binary; the microseconds since start are
/// the counter. A unit that knows no binary output is left to its text (`VNYMR`), which has no
/// clock: its frames are numbered, and losses show only as bytes that do not fit.
///
/// Quirks: the quaternion comes scalar last; its stream is w x y z. FA and `$` are frequent in
/// binary data. Binary messages without a time can't be placed and are dropped once the unit has
/// been set to send it.
/// Sources: vnproglib 1.2.0 (types.h, packet.cpp, error_detection.cpp), VN-100 register list.
package struct VectorNavVN100: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "vectornav-vn100", name: "VectorNav VN-100", links: [.serial],
    baudRates: [115_200, 921_600, 460_800, 230_400, 57_600, 38_400, 19_200, 9600],
    usb: [
      USBIdentity(vendorID: 0x0403, productID: 0x6001, isShared: true),
      USBIdentity(vendorID: 0x0403, productID: 0x6015, isShared: true),
    ],
    streams: streams(isText: false, rateHz: 100), isolation: nil)

  private var handshake: VectorNavHandshake
  /// No binary output: text is read, and frames are numbered.
  private var isText = false

  private var window = WideByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// Where the search for the end of a text goes on.
  private var scanned = 3
  /// True while the byte at the front should be a message's first.
  private var isAligned = false
  /// Bytes refused since the last message.
  private var skipped = 0
  /// Streams with a gap before the next frame, or whose next frame is the first; bit 0 = stream 0.
  private var gaps: UInt8 = 0
  private var unstarted: UInt8 = 0
  /// Frames made, by stream; they number the frames of a unit without a clock.
  private var made = InlineArray<3, UInt32>(repeating: 0)
  private var line = TextLine()

  package init(settings: DriverSettings) {
    handshake = VectorNavHandshake(rate: settings.rateHz)
  }

  package var streams: [StreamProfile] { Self.streams(isText: isText, rateHz: handshake.rateHz) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    if next == .ready {
      isText = handshake.isText
      window.clear()
      wanted = 1
      isAligned = false
      gaps = 0
      unstarted = isText ? 0 : 0b111
    }
    return next
  }

  /// Stops what the handshake started.
  package func farewell() -> [UInt8] { VectorNavCommand.stop(isText: isText) }

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
      let isDecided: Bool
      switch window[0] {
      case 0xFA: isDecided = judgeBinary(arrival, &batch)
      case 0x24: isDecided = judgeText(arrival, &batch)
      default:
        refuse(.resync, &batch)
        isDecided = true
      }
      guard isDecided else { return }
    }
    wanted = 1
  }

  /// Drops one byte: a message may begin inside a bad one. Twenty bytes can hide one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
    batch.note(fault, bytes: 1)
    isAligned = false
    scanned = 3
    window.drop(1)
    skipped &+= 1
    if skipped >= 20 { gaps = 0b111 }
  }

  @_noLocks @_noAllocation
  private mutating func leave(_ total: Int) {
    isAligned = true
    scanned = 3
    skipped = 0
    window.drop(total)
  }

  @_noLocks @_noAllocation
  private mutating func emit(
    _ frame: inout Frame, stream: UInt8, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    frame.stream = stream
    frame.arrival = arrival
    if isText {
      frame.counter = made[Int(stream)]
      made[Int(stream)] &+= 1
    }
    let bit: UInt8 = 1 &<< stream
    if isText, gaps & bit != 0 { frame.add(.gapBefore) }
    if unstarted & bit != 0 { frame.add(.restarted) }
    gaps &= ~bit
    unstarted &= ~bit
    batch.append(frame)
  }

  // MARK: Binary

  /// False when more bytes are needed.
  @_noLocks @_noAllocation
  private mutating func judgeBinary(
    _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) -> Bool {
    wanted = 2
    guard window.count >= 2 else { return false }
    let start = VectorNavLayout.headerSize(groups: window[1])
    wanted = start
    guard window.count >= start else { return false }
    var layout = VectorNavLayout(groups: window[1], start: start)
    var group = 0
    var offset = 2
    while group < 8 {
      if window[1] & (1 &<< UInt8(truncatingIfNeeded: group)) != 0 {
        layout.add(group: group, mask: Int(window.littleEndian(at: offset, size: 2)))
        offset &+= 2
      }
      group &+= 1
    }
    let total = layout.end &+ 2
    guard layout.isKnown, total <= 250 else {
      refuse(isAligned ? .unknownKind : .resync, &batch)
      return true
    }
    wanted = total
    guard window.count >= total else { return false }
    // Over the CRC itself, too, it comes out as 0.
    guard window.crc16(from: 1, to: total) == 0 else {
      refuse(isAligned ? .checksum : .resync, &batch)
      return true
    }
    accept(layout, arrival, &batch)
    leave(total)
    return true
  }

  @_noLocks @_noAllocation
  private mutating func accept(
    _ layout: VectorNavLayout, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    guard isText || layout.time > 0 else {
      batch.note(.incomplete, bytes: layout.end &+ 2)
      return
    }
    let time = layout.time > 0 ? window.littleEndian(at: layout.time, size: 8) / 1000 : 0
    let empty = Frame(counter: UInt32(truncatingIfNeeded: time))
    if layout.acceleration > 0 || layout.turnRate > 0 {
      var frame = empty
      put(layout.acceleration, 3, at: 0, 1 / 9.80665, into: &frame)
      put(layout.turnRate, 3, at: 3, 180 / Double.pi, into: &frame)
      emit(&frame, stream: 0, arrival, &batch)
    }
    if layout.quaternion > 0 {
      var frame = empty
      put(layout.quaternion &+ 12, 1, at: 0, 1, into: &frame)
      put(layout.quaternion, 3, at: 1, 1, into: &frame)
      emit(&frame, stream: 1, arrival, &batch)
    }
    if layout.angles > 0 {
      var frame = empty
      put(layout.angles, 3, at: 0, 1, into: &frame)
      emit(&frame, stream: 2, arrival, &batch)
    }
  }

  /// Writes `count` floats from `offset` to the values from `first` on; offset 0 and what is not
  /// finite have no value.
  @_noLocks @_noAllocation
  private func put(
    _ offset: Int, _ count: Int, at first: Int, _ scale: Double, into frame: inout Frame
  ) {
    var index = 0
    while index < count {
      let bits = window.littleEndian(at: offset &+ 4 &* index, size: 4)
      let value = Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) * scale
      frame.values[first &+ index] =
        offset > 0 && value > -1e30 && value < 1e30 ? Float(value) : .nan
      index &+= 1
    }
  }

  // MARK: Text

  /// False when more bytes are needed.
  @_noLocks @_noAllocation
  private mutating func judgeText(
    _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) -> Bool {
    wanted = 3
    guard window.count >= 3 else { return false }
    guard window[1] == 0x56, window[2] == 0x4E else { return refuseText(.resync, &batch) }
    while scanned < window.count, window[scanned] != 0x2A {
      // Only printable characters, and no new start: else this one was cut.
      let isBody = window[scanned] >= 0x20 && window[scanned] < 0x7F && window[scanned] != 0x24
      guard isBody, scanned < 250 else { return refuseText(.framing, &batch) }
      scanned &+= 1
    }
    wanted = scanned &+ 5
    guard window.count >= wanted else { return false }
    let isShort = window[scanned &+ 3] == 0x0D
    let digits = isShort ? 2 : 4
    wanted = scanned &+ digits &+ 3
    guard window.count >= wanted else { return false }
    guard window[scanned &+ digits &+ 1] == 0x0D, window[scanned &+ digits &+ 2] == 0x0A else {
      return refuseText(.framing, &batch)
    }
    let check =
      isShort ? UInt16(window.xor(from: 1, to: scanned)) : window.crc16(from: 1, to: scanned)
    guard window.hexadecimal(at: scanned &+ 1, digits) == Int(check) else {
      return refuseText(.checksum, &batch)
    }
    let total = wanted
    acceptText(scanned, arrival, &batch)
    leave(total)
    return true
  }

  @_noLocks @_noAllocation
  private mutating func refuseText(_ fault: DecodeFault, _ batch: inout FrameBatch) -> Bool {
    refuse(isAligned ? fault : .resync, &batch)
    return true
  }

  /// Measurements count only where the unit has no binary output; answers to commands never do.
  @_noLocks @_noAllocation
  private mutating func acceptText(
    _ end: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    guard isText else { return }
    let kind = window.bigEndian(at: 3, size: 3)
    let count = VectorNavText.columns(kind)
    guard count > 0 else {
      if !VectorNavText.isAnswer(kind) { batch.note(.unknownKind, bytes: wanted) }
      return
    }
    line.clear()
    var offset = 7
    while offset < end {
      _ = line.append(window[offset])
      offset &+= 1
    }
    var text = VectorNavText()
    guard text.read(line), text.count == count else {
      batch.note(.text, bytes: wanted)
      return
    }
    var motion = text.motion()
    if kind == VectorNavText.yawMagnetAccelerationRate {
      emit(&motion, stream: 0, arrival, &batch)
    }
    var orientation = text.orientation(isQuaternion: count == 4)
    emit(&orientation, stream: count == 4 ? 1 : 2, arrival, &batch)
  }
}
