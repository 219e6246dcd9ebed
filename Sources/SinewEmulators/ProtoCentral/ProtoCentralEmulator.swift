// ProtoCentral ADS1292R, ADS1293 and HealthyPi boards: boot text, then packets for ever, without
// counter, checksum or commands. Written from the device sheet alone, so that it can stand witness
// against the driver.

/// A pretend ProtoCentral board; it boots when its port is opened.
package struct ProtoCentralEmulator: EmulatedDevice {
  package let configuration: ProtoCentralConfiguration
  private var source: any SignalSource
  private var timer: SampleTimer
  private var wire: FaultyWire
  private var boot = Outbox()
  /// Samples that wait for their block, in blocks of eight.
  private var block: [[Int32]] = []

  package init(
    _ configuration: ProtoCentralConfiguration = ProtoCentralConfiguration(),
    source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    timer = SampleTimer(
      rateHz: configuration.board.rateHz, clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
    wire = FaultyWire(configuration.faults)
    portOpened(at: 0)
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<FrameFault>.Strike] { wire.faults.strikes }

  package var nextDue: Double? { min(boot.nextDue ?? timer.due, timer.due) }

  package mutating func portOpened(at seconds: Double) {
    boot.clear()
    let bootSeconds = max(0, configuration.bootSeconds)
    boot.post(Array(configuration.bootText.utf8), at: seconds, delay: bootSeconds / 2)
    timer.restart(at: seconds + bootSeconds)
    block = []
  }

  /// Deaf.
  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    advance(to: seconds)
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while let due = nextDue, due <= seconds {
      if let text = boot.nextDue, text <= due {
        out += boot.take()
      } else {
        timer.step()
        for packet in packets(at: due) { out += wire.send(packet) }
      }
    }
    return out
  }

  private mutating func code(_ channel: Int, at seconds: Double) -> Int32 {
    let scaled =
      (source.emgMicrovolts(channel: channel, at: seconds) / configuration.microvoltsPerCode)
      .rounded()
    return scaled.isFinite ? Int32(min(max(scaled, -2_147_483_648), 2_147_483_647)) : 0
  }

  private mutating func packets(at seconds: Double) -> [[UInt8]] {
    typealias Packet = ProtoCentralPacket
    let codes = [code(0, at: seconds), code(1, at: seconds), code(2, at: seconds)]
    switch configuration.board {
    case .ads1292r:
      let rates =
        Packet.word(Int16(configuration.heartRate)) + Packet.word(Int16(configuration.breathRate))
      return [Packet.bytes(type: 2, payload: short(codes[0]) + short(codes[1]) + rates)]
    case .ads1293:
      return [Packet.bytes(type: 2, payload: codes.flatMap { Packet.long($0) })]
    case .healthyPi5:
      return [Packet.bytes(type: 2, payload: healthyPi5(codes))]
    case .healthyPi4:
      return [Packet.bytes(type: 2, payload: healthyPi4(codes))]
    case .healthyPi5Blocks:
      block.append(codes)
      guard block.count == 8 else { return [] }
      defer { block = [] }
      return blocks()
    }
  }

  /// A 16-bit code; the ends of the range hold.
  private func short(_ code: Int32) -> [UInt8] {
    ProtoCentralPacket.word(Int16(clamping: code))
  }

  /// Hundredths of a degree.
  private var temperature: [UInt8] {
    let scaled = (configuration.celsius * 100).rounded()
    return short(scaled.isFinite ? Int32(min(max(scaled, -32_768), 32_767)) : 0)
  }

  private func healthyPi5(_ codes: [Int32]) -> [UInt8] {
    let biopotentials = ProtoCentralPacket.long(codes[0]) + ProtoCentralPacket.long(codes[1])
    let light =
      ProtoCentralPacket.long(configuration.red) + ProtoCentralPacket.long(configuration.infrared)
    return biopotentials + [0] + light + temperature
      + [configuration.oxygen, configuration.heartRate, configuration.breathRate]
  }

  /// Blood pressure is the firmware's placeholder: diastolic 80, systolic 120.
  private func healthyPi4(_ codes: [Int32]) -> [UInt8] {
    short(codes[0]) + short(codes[1]) + ProtoCentralPacket.long(configuration.infrared)
      + ProtoCentralPacket.long(configuration.red) + temperature
      + [configuration.breathRate, configuration.oxygen, configuration.heartRate, 80, 120, 0]
  }

  private func blocks() -> [[UInt8]] {
    let ecg = block.flatMap { ProtoCentralPacket.long($0[0]) }
    // Respiration has half the rate.
    let breath = [0, 2, 4, 6].flatMap { ProtoCentralPacket.long(block[$0][1]) }
    let light = (0..<8).flatMap { _ in short(configuration.red) }
    return [
      ProtoCentralPacket.bytes(
        type: 3, payload: ecg + breath + [configuration.heartRate, configuration.breathRate]),
      ProtoCentralPacket.bytes(type: 4, payload: light + temperature + [configuration.oxygen]),
    ]
  }
}
