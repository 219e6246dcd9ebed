// VectorNav VN-100: text messages, registers and binary outputs on one line. Written from the
// device sheet alone, so that it can stand witness against the driver.

/// A pretend VN-100. It has power before the port is opened and sends what it is set to.
package struct VectorNavEmulator: EmulatedDevice {
  package let configuration: VectorNavConfiguration
  var source: any SignalSource
  let clock: DeviceClock
  var outbox = Outbox()
  private var wire: FaultyWire
  private var heard: [UInt8] = []

  var asyncType: Int
  var text: SampleTimer
  /// Registers 75, 76 and 77.
  var outputs: [VectorNavOutput?] = [nil, nil, nil]
  var binary: [SampleTimer]
  var isPaused = false

  package init(
    _ configuration: VectorNavConfiguration = VectorNavConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    let clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    self.clock = clock
    wire = FaultyWire(configuration.faults)
    asyncType = configuration.asyncType
    text = SampleTimer(rateHz: max(1, configuration.asyncHz), clock: clock)
    binary = (0..<3).map { _ in SampleTimer(rateHz: 1, clock: clock) }
    setFactory(at: 0)
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<FrameFault>.Strike] { wire.faults.strikes }

  private var textDue: Double? { asyncType > 0 && !isPaused ? text.due : nil }

  private func binaryDue(_ index: Int) -> Double? {
    outputs[index]?.isOn == true && !isPaused ? binary[index].due : nil
  }

  package var nextDue: Double? {
    [outbox.nextDue, textDue, binaryDue(0), binaryDue(1), binaryDue(2)].compactMap { $0 }.min()
  }

  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    var out = advance(to: seconds)
    heard += bytes
    while let end = heard.firstIndex(of: 0x0A) {
      let line = String(decoding: heard[..<end].filter { $0 != 0x0D }, as: UTF8.self)
      heard.removeFirst(end + 1)
      obey(line, at: seconds)
    }
    if heard.count > 256 { heard = [] }
    out += advance(to: seconds)
    return out
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while let due = nextDue, due <= seconds {
      if outbox.nextDue == due {
        out += outbox.take()
      } else if textDue == due {
        text.step()
        out += wire.send(VectorNavText.line(message(reading(at: due))))
      } else if let index = (0..<3).first(where: { binaryDue($0) == due }) {
        binary[index].step()
        out += wire.send(outputs[index]?.bytes(reading(at: due)) ?? [])
      }
    }
    return out
  }

  mutating func reading(at seconds: Double) -> VectorNavReading {
    VectorNavReading(
      source.motion(at: seconds), deviceSeconds: clock.device(fromHost: seconds))
  }

  private func message(_ reading: VectorNavReading) -> String {
    switch asyncType {
    case 1: "VNYPR,\(reading.attitudeText)"
    case 2: "VNQTN,\(reading.quaternionText)"
    case 19:
      "VNIMU,\(reading.magneticText),\(reading.accelerationText),\(reading.turnRateText),"
        + "+25.0,+101.325"
    default:
      "VNYMR,\(reading.attitudeText),\(reading.magneticText),\(reading.accelerationText),"
        + reading.turnRateText
    }
  }

  /// What the configuration says.
  mutating func setFactory(at seconds: Double) {
    asyncType = configuration.asyncType
    text.restart(at: seconds, rateHz: configuration.asyncHz)
    outputs = [nil, nil, nil]
    isPaused = false
    let fields = configuration.binaryOutput.split(separator: ",")
    if let output = VectorNavOutput(fields) { set(output, at: 0, seconds) }
  }

  mutating func set(_ output: VectorNavOutput, at index: Int, _ seconds: Double) {
    outputs[index] = output
    binary[index].restart(at: seconds, rateHz: output.rateHz)
  }
}
