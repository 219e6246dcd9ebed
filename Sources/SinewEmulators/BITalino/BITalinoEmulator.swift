// BITalino (r)evolution, firmware 5.2, over RFCOMM or a serial port at 115200. Commands of one byte
// without acknowledgement; 3- to 8-byte frames with a 4-bit sequence number and a 4-bit CRC. Written
// from the device sheet alone, so that it can stand witness against the driver. Accepted by PyPI
// bitalino 1.2.6.

/// A pretend BITalino (r)evolution.
package struct BITalinoEmulator: EmulatedDevice {
  enum Mode: Sendable { case idle, live, simulated }

  package internal(set) var configuration: BITalinoConfiguration
  var source: any SignalSource
  let clock: DeviceClock
  var outbox = Outbox()

  var mode = Mode.idle
  /// Frames a second: 1, 10, 100 or 1000.
  package internal(set) var framesPerSecond = 1000.0
  /// Inputs that are sampled, 0 based, ascending.
  package internal(set) var enabled: [Int] = []
  /// The digital outputs O1 and O2.
  package internal(set) var outputs = [false, false]
  package internal(set) var pwm: UInt8 = 0
  /// Battery warning, 0...63: code 527 + threshold.
  package internal(set) var threshold: UInt8 = 0
  var awaitsDuty = false

  /// Board seconds at which frame 0 of this stream would be due, and frames since.
  private var streamStart = 0.0
  private var frameIndex = 0
  private var framesEver = 0
  private var silenceLeft = 0
  private var noise = SeededRandom(seed: 1, stream: 0xB17A)

  package init(
    _ configuration: BITalinoConfiguration = BITalinoConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<BITalinoFault>.Strike] { configuration.faults.strikes }
  package var isStreaming: Bool { mode != .idle }

  package var nextDue: Double? {
    let frames = isStreaming ? due(frameIndex + framesTogether) : nil
    return [outbox.nextDue, frames].compactMap { $0 }.min()
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
      if outbox.nextDue == due {
        out += outbox.take()
      } else {
        for _ in 0..<framesTogether { out += nextFrame() }
      }
    }
    return out
  }

  /// The firmware hands frames to the radio in pairs at 1000 Hz.
  private var framesTogether: Int { framesPerSecond == 1000 ? 2 : 1 }

  /// Host time of frame number `index` of this stream.
  private func due(_ index: Int) -> Double {
    clock.host(fromDevice: streamStart + Double(index) / framesPerSecond)
  }

  /// Starts at sequence number 0 with the inputs of `mask`, bit 0 = A1.
  mutating func start(_ mode: Mode, mask: UInt8, at seconds: Double) {
    self.mode = mode
    enabled = (0..<6).filter { mask >> UInt8($0) & 1 == 1 }
    streamStart = clock.device(fromHost: seconds)
    frameIndex = 0
    silenceLeft = 0
  }

  /// I1 I2 O1 O2, the high bit first.
  var digital: UInt8 {
    (configuration.digitalInputs.prefix(2) + outputs).reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
  }

  /// The 10-bit code of input `index` at `seconds`.
  mutating func code(_ index: Int, at seconds: Double) -> Int {
    guard configuration.inputs.indices.contains(index) else { return 0 }
    return configuration.inputs[index].code(&source, at: seconds)
  }

  private mutating func nextFrame() -> [UInt8] {
    frameIndex += 1
    let sequence = (frameIndex - 1) & 15
    let seconds = due(frameIndex)
    var codes: [Int] = []
    for input in enabled {
      codes.append(mode == .live ? code(input, at: seconds) : simulated(input))
    }
    let nibble = mode == .live ? digital : UInt8(sequence)
    let bytes = BITalinoFrame.bytes(sequence: sequence, digital: nibble, codes: codes)
    let fault = configuration.faults.strike(packet: framesEver)
    framesEver += 1
    if silenceLeft > 0 {
      silenceLeft -= 1
      return []
    }
    return apply(fault, to: bytes)
  }

  private mutating func apply(_ fault: BITalinoFault?, to bytes: [UInt8]) -> [UInt8] {
    switch fault {
    case nil: return bytes
    case .drop: return []
    case .flipBit:
      var bytes = bytes
      bytes[configuration.faults.choice(of: bytes.count)] ^=
        1 << UInt8(configuration.faults.choice(of: 8))
      return bytes
    case .truncate: return bytes.dropLast()
    case .garbage(let count): return configuration.faults.garbage(count: count) + bytes
    case .silence(let count):
      silenceLeft = max(0, count - 1)
      return []
    }
  }

  /// The firmware's canned waveforms: A1 a heart beat a second, A2 random, A3...A6 waves of 50, 40,
  /// 20 and 10 Hz at 1000 frames a second. The sheet gives their rates, not their shapes.
  private mutating func simulated(_ input: Int) -> Int {
    let phase = frameIndex - 1
    switch input {
    case 0: return max(512, 1000 - abs(phase % 1000 - 300) * 40)
    case 1: return Int(noise.next() & 0x3FF)
    default:
      let period = [20, 25, 50, 100][min(input - 2, 3)]
      let place = phase % period * 2
      return (place < period ? place : 2 * period - place) * 1023 / period
    }
  }
}
