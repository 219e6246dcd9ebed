// WitMotion WT901, WT61, BWT901: standard protocol. 8N1, 9600 or 115200 by model; 11-byte frames with a
// sum, free running; registers written by five bytes after an unlock. Written from the device sheet
// alone, so that it can stand witness against the driver.

/// A pretend WitMotion sensor.
package struct WitMotionEmulator: EmulatedDevice {
  package private(set) var configuration: WitMotionConfiguration
  var source: any SignalSource
  let clock: DeviceClock
  private var registers: WitMotionRegisters
  private var saved: WitMotionRegisters
  private let factory: WitMotionRegisters
  private var outbox = Outbox()
  private var unlockedUntil = -1.0
  private var command: [UInt8] = []

  /// Device seconds of burst 0 at this rate, bursts since, and bursts since power-on.
  private var epoch = 0.0
  private var burstIndex = 0
  private var burstsEver = 0
  private var silenceLeft = 0
  /// When the line has sent what was given to it, host seconds.
  private var lineFreeAt = 0.0
  /// Bursts not sent because the line speed could not carry them.
  package private(set) var burstsSkipped = 0

  package init(
    _ configuration: WitMotionConfiguration = WitMotionConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    factory = WitMotionRegisters(rateCode: 0x06, content: 0x001E, baudCode: 0x06)
    registers = WitMotionRegisters(
      rateCode: configuration.rateCode, content: configuration.content,
      baudCode: configuration.baudCode)
    saved = registers
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<WitMotionFault>.Strike] { configuration.faults.strikes }

  /// Bursts a second now; nil while the sensor is told to be silent.
  package var burstsPerSecond: Double? { registers.burstsPerSecond }

  /// Which frames a burst holds now.
  package var content: UInt16 { registers[WitMotionRegisters.content] }

  private var burstDue: Double? {
    guard let rate = registers.burstsPerSecond else { return nil }
    return clock.host(fromDevice: epoch + Double(burstIndex) / rate)
  }

  package var nextDue: Double? {
    [burstDue, outbox.nextDue].compactMap { $0 }.min()
  }

  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    var out = advance(to: seconds)
    for byte in bytes { take(byte, at: seconds) }
    out += advance(to: seconds)
    return out
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while let due = nextDue, due <= seconds {
      out += outbox.nextDue == due ? outbox.take() : nextBurst(at: due)
    }
    return out
  }

  private mutating func nextBurst(at seconds: Double) -> [UInt8] {
    let period = 1 / (registers.burstsPerSecond ?? 1)
    burstIndex += 1
    let fault = configuration.faults.strike(packet: burstsEver)
    burstsEver += 1
    let frames = frames(content: content, at: seconds)
    // A line that is still busy with the burst before last can't take another.
    guard lineFreeAt <= seconds + period else {
      burstsSkipped += 1
      return []
    }
    let count = frames.reduce(0) { $0 + $1.count }
    lineFreeAt = max(lineFreeAt, seconds) + Double(count) * 10 / registers.bitsPerSecond
    if silenceLeft > 0 {
      silenceLeft -= 1
      return []
    }
    return apply(fault, to: frames, at: seconds)
  }

  private mutating func apply(
    _ fault: WitMotionFault?, to frames: [[UInt8]], at seconds: Double
  ) -> [UInt8] {
    var frames = frames
    let victim = fault == nil ? 0 : configuration.faults.choice(of: frames.count)
    switch fault {
    case nil: break
    case .flipChecksumBit:
      guard frames.indices.contains(victim) else { break }
      frames[victim][10] ^= 1 << UInt8(configuration.faults.choice(of: 8))
    case .loneStart: return [0x55] + frames.joined()
    case .dropFrame:
      guard frames.indices.contains(victim) else { break }
      frames.remove(at: victim)
    case .wideFrame: return wideFrame(at: seconds) + frames.joined()
    case .garbage(let count):
      return configuration.faults.garbage(count: count) + frames.joined()
    case .silence(let count):
      silenceLeft = max(0, count - 1)
      return []
    }
    return Array(frames.joined())
  }

  /// Collects `FF AA register low high`.
  private mutating func take(_ byte: UInt8, at seconds: Double) {
    command.append(byte)
    while let first = command.first, first != 0xFF { command.removeFirst() }
    if command.count >= 2, command[1] != 0xAA { command.removeFirst() }
    guard command.count == 5 else { return }
    let value = UInt16(command[3]) | UInt16(command[4]) << 8
    let register = command[2]
    command = []
    write(value, to: register, at: seconds)
  }

  private mutating func write(_ value: UInt16, to register: UInt8, at seconds: Double) {
    switch register {
    case WitMotionRegisters.key:
      if value == WitMotionRegisters.keyValue {
        unlockedUntil = seconds + WitMotionRegisters.unlockSeconds
      }
    case 0x27: answerRead(UInt8(value & 0xFF), at: seconds)
    case _ where seconds > unlockedUntil: break
    case WitMotionRegisters.save: saveOrReset(value, at: seconds)
    default:
      registers[register] = value
      if register == WitMotionRegisters.rate { restart(at: seconds) }
    }
  }

  private mutating func saveOrReset(_ value: UInt16, at seconds: Double) {
    switch value {
    case 0x0000: saved = registers
    case 0x0001:
      registers = factory
      saved = factory
    case 0x00FF: registers = saved
    default: return
    }
    if value != 0 { restart(at: seconds) }
  }

  /// Four registers from the one asked, in a 0x5F frame.
  private mutating func answerRead(_ first: UInt8, at seconds: Double) {
    let words = (0..<4).map { Int16(bitPattern: registers[first &+ UInt8($0)]) }
    outbox.post(
      WitMotionFrame.bytes(type: 0x5F, words: words), at: seconds,
      delay: configuration.replyDelay)
  }

  private mutating func restart(at seconds: Double) {
    let period = registers.burstsPerSecond.map { 1 / $0 } ?? 0
    epoch = clock.device(fromHost: seconds) + period
    burstIndex = 0
  }
}
