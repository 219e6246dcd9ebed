package import SinewSignal

/// Shimmer3 with EMG board and LogAndStream firmware, over RFCOMM: two EMG channels with 24 bits
/// (ADS1292R), low-noise acceleration, turn rate.
///
/// Packet: `00 | time stamp u24 little-endian, 32768 ticks a second | channels in the order of the
/// inquiry's reply | CRC u16 little-endian`, the CRC where the firmware has it (`Shimmer3CRC`).
/// EMG is int24 big-endian, microvolts = count x 2.42e6 / (gain x 8388607); acceleration is
/// little-endian, turn rate big-endian, both calibrated by the device's own blocks
/// (`Shimmer3Calibration`).
///
/// Rate 32768 / d, 512 Hz unless the owner wants another. No sample counter: a step of the time
/// stamp other than d is a loss, which the clock counts. Answers to commands and status reports
/// (`FF`, `8A 71 ..`, `8A 94 ...`) may stand between packets.
///
/// With CRC a packet counts when the CRC fits and its time stamp lies a whole number of samples, at
/// most 8 s, behind the last one; without, when the header of the next packet follows it besides.
/// One more packet must follow where the time stamp does not fit: at the start, or after a long gap.
///
/// Quirks: the first packet may hold zeros and is dropped then; old firmware may lose the answer to
/// the stop; docking stops nothing. The Shimmer3R has another inquiry and byte order and is
/// refused, BtStream and SDLog firmware too. A device whose calibration was never written is taken
/// for one with the KXRB5 accelerometer; with a KXTC9 acceleration is then 10 % off.
/// Sources: ShimmerResearch/log-and-stream-common and shimmer3 (firmware), Shimmer-C-API.
package struct Shimmer3: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "shimmer3-logandstream", name: "Shimmer3 LogAndStream", links: [.rfcomm], baudRates: [],
    usb: [],
    streams: Shimmer3Choice(settings: DriverSettings()).streams(
      divider: 64, acceleration: .usualAcceleration, turnRate: .usualTurnRate(range: 1)),
    isolation: .battery)

  static let stop: UInt8 = 0x20

  private let choice: Shimmer3Choice
  private var handshake: Shimmer3Handshake

  // What the handshake found out.
  private var layout = Shimmer3Layout.usual
  private var acceleration = Shimmer3Calibration.usualAcceleration
  private var turnRate = Shimmer3Calibration.usualTurnRate(range: 1)
  private let microvoltsPerCount: Double
  private var divider: Int
  private var hasCRC = false
  /// Bytes of a packet with its CRC.
  private var length = Shimmer3Layout.usual.length

  private var window = TimedByteWindow()
  /// Bytes that must be held before it makes sense to look again.
  private var wanted = 1
  /// Time stamp of the last accepted packet, -1 before the first.
  private var lastStamp = -1
  /// True while the byte at the front should be the first of a packet or an answer.
  private var isAligned = true
  /// No packet since the start command.
  private var isFirst = true
  /// No frames since the start command.
  private var isStarting = true

  package init(settings: DriverSettings) {
    choice = Shimmer3Choice(settings: settings)
    handshake = Shimmer3Handshake(choice: choice)
    microvoltsPerCount = choice.microvoltsPerCount
    divider = choice.divider
  }

  package var streams: [StreamProfile] {
    choice.streams(divider: divider, acceleration: acceleration, turnRate: turnRate)
  }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    if next == .ready { start() }
    return next
  }

  package func farewell() -> [UInt8] { [Self.stop] }

  private mutating func start() {
    layout = handshake.layout
    acceleration = handshake.acceleration
    turnRate = handshake.turnRate
    divider = handshake.divider
    hasCRC = handshake.hasCRC
    length = layout.length + (hasCRC ? 2 : 0)
    window.clear()
    wanted = 1
    lastStamp = -1
    isAligned = true
    isFirst = true
    isStarting = true
  }

  // MARK: Packets on the wire

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      window.append(bytes[index], arrival)
      index &+= 1
      if window.count >= wanted { judge(&batch) }
    }
  }

  private enum Verdict { case good, bad, undecided }

  /// Takes every packet and answer and refuses every byte that can be judged now.
  @_noLocks @_noAllocation
  private mutating func judge(_ batch: inout FrameBatch) {
    while window.count > 0 {
      switch window[0] {
      case 0x00:
        switch packetVerdict() {
        case .good: accept(&batch)
        case .bad: refuse(&batch)
        case .undecided: return
        }
      case 0xFF, 0xFE, 0x8A:
        switch isAligned ? skipAnswer() : .bad {
        case .good: break
        case .bad: refuse(&batch)
        case .undecided: return
        }
      default: refuse(&batch)
      }
    }
    wanted = 1
  }

  /// Judges the packet in front; sets `wanted` when it can't.
  @_noLocks @_noAllocation
  private mutating func packetVerdict() -> Verdict {
    wanted = length
    guard window.count >= length else { return .undecided }
    if hasCRC, !isIntact(at: 0, length &- 2) { return .bad }
    let stamp = window.littleEndian24(at: 1)
    let fits = lastStamp >= 0 && isWhole(stamp &- lastStamp, atMost: 8 &* 32_768)
    var followers = (fits ? 0 : 1) &+ (hasCRC ? 0 : 1)
    var start = length
    var before = stamp
    while followers > 0 {
      wanted = start &+ 1
      guard window.count >= wanted else { return .undecided }
      if fits, window[start] == 0xFF || window[start] == 0x8A { return .good }
      guard window[start] == 0 else { return .bad }
      wanted = start &+ (hasCRC ? length : 4)
      guard window.count >= wanted else { return .undecided }
      let next = window.littleEndian24(at: start &+ 1)
      guard isWhole(next &- before, atMost: fits ? 8 &* 32_768 : divider &+ 1),
        !hasCRC || isIntact(at: start, length &- 2)
      else { return .bad }
      before = next
      start &+= length
      followers &-= 1
    }
    return .good
  }

  /// True when a step of the time stamp is a whole number of samples, give or take a tick.
  @_noLocks @_noAllocation
  private func isWhole(_ step: Int, atMost longest: Int) -> Bool {
    let ticks = step & 0xFF_FFFF
    let samples = (ticks &+ divider / 2) / divider
    let rest = ticks &- samples &* divider
    return samples >= 1 && ticks <= longest && rest >= -1 && rest <= 1
  }

  /// True when the two bytes behind `count` bytes are their CRC.
  @_noLocks @_noAllocation
  private func isIntact(at start: Int, _ count: Int) -> Bool {
    var crc = Shimmer3CRC()
    var offset = start
    while offset < start &+ count {
      crc.take(window[offset])
      offset &+= 1
    }
    return isCRC(crc.value, at: offset)
  }

  @_noLocks @_noAllocation
  private func isCRC(_ value: UInt16, at offset: Int) -> Bool {
    Int(value) == Int(window[offset]) | Int(window[offset &+ 1]) &<< 8
  }

  /// Skips an acknowledgement, a status report or a battery report, each with its CRC.
  @_noLocks @_noAllocation
  private mutating func skipAnswer() -> Verdict {
    var size = 1
    if window[0] == 0x8A {
      wanted = 2
      guard window.count >= 2 else { return .undecided }
      guard window[1] == 0x71 || window[1] == 0x94 else { return .bad }
      size = window[1] == 0x71 ? 3 : 5
    }
    guard hasCRC else {
      wanted = size
      guard window.count >= size else { return .undecided }
      window.drop(size)
      return .good
    }
    wanted = size &+ 2
    guard window.count >= wanted else { return .undecided }
    if isIntact(at: 0, size) {
      window.drop(size &+ 2)
    } else if size == 1 {
      // The acknowledgement before a report, under one CRC with it.
      window.drop(1)
    } else if isIntactBehindAcknowledgement(size) {
      window.drop(size &+ 2)
    } else {
      return .bad
    }
    return .good
  }

  @_noLocks @_noAllocation
  private func isIntactBehindAcknowledgement(_ count: Int) -> Bool {
    var crc = Shimmer3CRC()
    crc.take(0xFF)
    var offset = 0
    while offset < count {
      crc.take(window[offset])
      offset &+= 1
    }
    return isCRC(crc.value, at: count)
  }

  /// Drops one byte: a packet may begin inside a bad one.
  @_noLocks @_noAllocation
  private mutating func refuse(_ batch: inout FrameBatch) {
    let isPacket = isAligned && window[0] == 0
    batch.note(isPacket ? (hasCRC ? .checksum : .framing) : .resync, bytes: 1)
    isAligned = false
    window.drop(1)
  }

  // MARK: Samples

  @_noLocks @_noAllocation
  private mutating func accept(_ batch: inout FrameBatch) {
    let stamp = window.littleEndian24(at: 1)
    lastStamp = stamp
    isAligned = true
    if isFirst, holdsZeros() {
      batch.note(.incomplete, bytes: length)
    } else {
      emit(stamp, &batch)
    }
    isFirst = false
    window.drop(length)
  }

  @_noLocks @_noAllocation
  private func holdsZeros() -> Bool {
    var offset = 4
    while offset < layout.length {
      if window[offset] != 0 { return false }
      offset &+= 1
    }
    return true
  }

  @_noLocks @_noAllocation
  private mutating func emit(_ stamp: Int, _ batch: inout FrameBatch) {
    var emg = Frame(
      arrival: window.arrival(at: length &- 1), counter: UInt32(truncatingIfNeeded: stamp),
      stream: 0)
    var motion = emg
    motion.stream = 1
    var channel = 0
    while channel < 2 {
      let code = window.bigEndian24(at: layout.emg[channel])
      emg.values[channel] = Float(Double(code) * microvoltsPerCount)
      if code == 8_388_607 || code == -8_388_608 { emg.add(.clipped) }
      channel &+= 1
    }
    let ax = window.littleEndian16(at: layout.acceleration[0])
    let ay = window.littleEndian16(at: layout.acceleration[1])
    let az = window.littleEndian16(at: layout.acceleration[2])
    let gx = window.bigEndian16(at: layout.turnRate[0])
    let gy = window.bigEndian16(at: layout.turnRate[1])
    let gz = window.bigEndian16(at: layout.turnRate[2])
    var axis = 0
    while axis < 3 {
      motion.values[axis] = acceleration.value(axis: axis, ax, ay, az)
      motion.values[3 &+ axis] = turnRate.value(axis: axis, gx, gy, gz)
      axis &+= 1
    }
    let isClipped =
      isEnd(ax) || isEnd(ay) || isEnd(az) || isRailed(gx) || isRailed(gy) || isRailed(gz)
    if isClipped { motion.add(.clipped) }
    if isStarting {
      emg.add(.restarted)
      motion.add(.restarted)
      isStarting = false
    }
    batch.append(emg)
    batch.append(motion)
  }

  /// The 12-bit converter of the accelerometer stands at an end.
  @_noLocks @_noAllocation
  private func isEnd(_ code: Int) -> Bool { code <= 0 || code >= 4095 }

  @_noLocks @_noAllocation
  private func isRailed(_ code: Int) -> Bool { code == 32_767 || code == -32_768 }
}
