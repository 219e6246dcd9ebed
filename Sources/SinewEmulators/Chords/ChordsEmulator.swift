// Upside Down Labs' Chords boards over USB serial: silent until START, WHORU answered with the board's
// name. Written from the device sheet alone, so that it can stand witness against the driver.

/// A pretend Chords board.
package struct ChordsEmulator: EmulatedDevice {
  package let configuration: ChordsConfiguration
  private var source: any SignalSource
  private let input: ConverterInput
  private var timer: SampleTimer
  private var wire: FaultyWire
  private var outbox = Outbox()
  private var heard: [UInt8] = []
  private var lastHeard = 0.0
  private var bootUntil = -1.0
  /// Between START and STOP.
  package private(set) var isStreaming = false
  private var counter: UInt8 = 0

  package init(
    _ configuration: ChordsConfiguration = ChordsConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    let board = configuration.board
    input = ConverterInput(
      bits: board.bits, referenceVolts: board.referenceVolts, gain: configuration.gain)
    timer = SampleTimer(
      rateHz: board.rateHz, clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
    wire = FaultyWire(configuration.faults)
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<FrameFault>.Strike] { wire.faults.strikes }

  /// When an AVR board takes what it heard for a command.
  private var commandDue: Double? {
    guard configuration.board.isAVR, !heard.isEmpty else { return nil }
    return lastHeard + configuration.commandSeconds
  }

  package var nextDue: Double? {
    [isStreaming ? timer.due : nil, commandDue, outbox.nextDue].compactMap { $0 }.min()
  }

  /// An AVR board restarts; the others go on as they are.
  package mutating func portOpened(at seconds: Double) {
    guard configuration.board.isAVR else { return }
    isStreaming = false
    heard = []
    outbox.clear()
    counter = 0
    bootUntil = seconds + configuration.bootSeconds
  }

  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    var out = advance(to: seconds)
    guard !bytes.isEmpty, seconds >= bootUntil else { return out }
    if isStreaming, configuration.board.stopsAtAnyByte { isStreaming = false }
    heard += bytes
    lastHeard = seconds
    if !configuration.board.isAVR {
      while let end = heard.firstIndex(of: 0x0A) {
        obey(Array(heard[..<end]), at: seconds)
        heard.removeFirst(end + 1)
      }
    }
    out += advance(to: seconds)
    return out
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while let due = nextDue, due <= seconds {
      if outbox.nextDue == due {
        out += outbox.take()
      } else if commandDue == due {
        let command = heard
        heard = []
        obey(command, at: due)
      } else {
        out += nextPacket(at: due)
      }
    }
    return out
  }

  /// Several commands heard as one fail together, as on the board.
  private mutating func obey(_ command: [UInt8], at seconds: Double) {
    let text = String(decoding: command.filter { $0 > 0x20 }, as: UTF8.self)
    switch text {
    case "WHORU": answer(configuration.board.rawValue, at: seconds)
    case "START":
      if !isStreaming { timer.restart(at: seconds) }
      isStreaming = true
    case "STOP": isStreaming = false
    case "STATUS": answer(isStreaming ? "START" : "STOP", at: seconds)
    default: break
    }
  }

  private mutating func answer(_ text: String, at seconds: Double) {
    outbox.post(Array((text + "\r\n").utf8), at: seconds, delay: 0.001)
  }

  private mutating func nextPacket(at seconds: Double) -> [UInt8] {
    timer.step()
    let skew = configuration.board.isAVR ? configuration.channelSkewSeconds : 0
    let codes = (0..<configuration.board.channels).map { channel in
      input.code(
        microvolts: source.emgMicrovolts(
          channel: channel, at: seconds + skew * Double(channel)))
    }
    defer { counter &+= 1 }
    return wire.send(ChordsPacket.bytes(counter: counter, codes: codes))
  }
}
