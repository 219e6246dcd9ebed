// Xsens MTi-1/10/100/600 over Xbus: config and measurement states, output configuration, MTData2.
// Written from the device sheet alone, so that it can stand witness against the driver.

/// A pretend Xsens MTi. It has power before the port is opened and measures.
package struct XsensMTiEmulator: EmulatedDevice {
  package private(set) var configuration: XsensMTiConfiguration
  package private(set) var isMeasuring = true
  private var source: any SignalSource
  private let clock: DeviceClock
  private var timer: SampleTimer
  private var wire: FaultyWire
  private var outbox = Outbox()
  private var heard: [UInt8] = []
  private var counter: UInt16
  /// After a reset the sensor says WakeUp and measures unless it is answered by then.
  private var wakesUpAt: Double?
  private var measuresAt: Double?

  package init(
    _ configuration: XsensMTiConfiguration = XsensMTiConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    timer = SampleTimer(rateHz: 100, clock: clock)
    wire = FaultyWire(configuration.faults)
    counter = configuration.firstCounter
    timer.restart(at: 0, rateHz: packetsPerSecond)
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<FrameFault>.Strike] { wire.faults.strikes }

  /// The highest rate of the items that have one; 100 when none has.
  private var packetsPerSecond: Double {
    Double(configuration.outputs.map(\.rateHz).filter { $0 != 0xFFFF && $0 > 0 }.max() ?? 100)
  }

  package var nextDue: Double? {
    [isMeasuring ? timer.due : nil, outbox.nextDue, wakesUpAt, measuresAt].compactMap { $0 }.min()
  }

  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    var out = advance(to: seconds)
    heard += bytes
    while let message = XbusMessage.take(from: &heard) { obey(message, at: seconds) }
    if heard.count > 512 { heard.removeFirst(heard.count - 512) }
    out += advance(to: seconds)
    return out
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while let due = nextDue, due <= seconds {
      if outbox.nextDue == due {
        out += outbox.take()
      } else if wakesUpAt == due {
        wakesUpAt = nil
        measuresAt = due + 0.5
        out += XbusMessage(0x3E).bytes
      } else if measuresAt == due {
        measure(from: due)
      } else {
        out += wire.send(packet(at: due))
        timer.step()
      }
    }
    return out
  }

  private mutating func measure(from seconds: Double) {
    measuresAt = nil
    isMeasuring = true
    timer.restart(at: seconds, rateHz: packetsPerSecond)
  }

  // MARK: Commands

  private mutating func obey(_ message: XbusMessage, at seconds: Double) {
    switch message.identifier {
    case 0x30:
      isMeasuring = false
      measuresAt = nil
      acknowledge(message, at: seconds)
    case 0x10:
      acknowledge(message, at: seconds)
      measure(from: outbox.busyUntil)
    case 0x40:
      acknowledge(message, at: seconds)
      isMeasuring = false
      // An MTi is up again after about 0.1 s; the sheet gives no figure.
      wakesUpAt = outbox.busyUntil + 0.1
    case 0x3F: measuresAt = nil
    case _ where isMeasuring: break
    default: configure(message, at: seconds)
    }
  }

  /// What is understood in the config state alone.
  private mutating func configure(_ message: XbusMessage, at seconds: Double) {
    switch message.identifier {
    case 0x00:
      acknowledge(message, MTData2.big(UInt64(configuration.deviceID), 4), at: seconds)
    case 0x12: acknowledge(message, [1, 5, 0], at: seconds)
    case 0x1C: acknowledge(message, Array(configuration.productCode.utf8), at: seconds)
    case 0xC0: setOutputs(message, at: seconds)
    case 0x18, 0x48, 0x64, 0xA4, 0xEC: acknowledge(message, at: seconds)
    default: outbox.post(XbusMessage(0x42, [0x04]).bytes, at: seconds, delay: 0.001)
    }
  }

  /// An empty list asks; any other is taken and told again as accepted.
  private mutating func setOutputs(_ message: XbusMessage, at seconds: Double) {
    let list = message.payload
    guard list.count % 4 == 0 else {
      outbox.post(XbusMessage(0x42, [0x21]).bytes, at: seconds, delay: 0.001)
      return
    }
    if !list.isEmpty {
      configuration.outputs = stride(from: 0, to: list.count, by: 4).map { at in
        let rate = UInt16(list[at + 2]) << 8 | UInt16(list[at + 3])
        return XsensMTiConfiguration.Output(
          UInt16(list[at]) << 8 | UInt16(list[at + 1]),
          rate == 0xFFFF ? rate : min(rate, configuration.highestRate))
      }
    }
    let accepted = configuration.outputs.flatMap {
      MTData2.big(UInt64($0.identifier), 2) + MTData2.big(UInt64($0.rateHz), 2)
    }
    acknowledge(message, accepted, at: seconds)
  }

  private mutating func acknowledge(
    _ message: XbusMessage, _ payload: [UInt8] = [], at seconds: Double
  ) {
    outbox.post(
      XbusMessage(message.identifier | 1, payload).bytes, at: seconds,
      delay: configuration.replyDelay)
  }

  // MARK: Data

  private mutating func packet(at seconds: Double) -> [UInt8] {
    let sample = source.motion(at: seconds)
    let fine = UInt32(truncatingIfNeeded: Int64(clock.device(fromHost: seconds) * 10_000))
    var payload: [UInt8] = []
    for output in configuration.outputs where isDue(output) {
      payload += item(output.identifier, sample, fine: fine)
    }
    counter &+= 1
    return XbusMessage(0x36, payload).bytes
  }

  /// An item slower than the packets comes with each n-th of them.
  private func isDue(_ output: XsensMTiConfiguration.Output) -> Bool {
    guard output.rateHz != 0xFFFF, output.rateHz > 0 else { return true }
    let divider = Int((packetsPerSecond / Double(output.rateHz)).rounded())
    return timer.index % max(1, divider) == 0
  }

  private func item(_ identifier: UInt16, _ sample: MotionSample, fine: UInt32) -> [UInt8] {
    let tilt = TiltEstimate(sample.accelerationG)
    // Standard gravity, and radians a degree.
    let acceleration = sample.accelerationG * 9.80665
    let turnRate = sample.turnRateDPS * (Double.pi / 180)
    switch identifier & 0xFFF0 {
    case 0x0810: return MTData2.item(identifier, [25.5])
    case 0x1020: return MTData2.item(identifier, raw: MTData2.big(UInt64(counter), 2))
    case 0x1060: return MTData2.item(identifier, raw: MTData2.big(UInt64(fine), 4))
    case 0x1070: return MTData2.item(identifier, raw: MTData2.big(UInt64(fine / 10_000), 4))
    case 0x2010: return MTData2.item(identifier, tilt.quaternion)
    case 0x2030: return MTData2.item(identifier, [tilt.rollDegrees, tilt.pitchDegrees, 0])
    case 0x4020: return MTData2.item(identifier, [acceleration.x, acceleration.y, acceleration.z])
    case 0x8020: return MTData2.item(identifier, [turnRate.x, turnRate.y, turnRate.z])
    case 0xC020: return MTData2.item(identifier, [0.5, -0.25, 0.8])
    case 0xE010: return MTData2.item(identifier, raw: [3])
    case 0xE020: return MTData2.item(identifier, raw: [0, 0, 0, 3])
    default: return []
    }
  }
}
