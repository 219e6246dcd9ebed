// Olimex SHIELD-EKG-EMG and OpenEEG boards: six channels of 10 bits, 57600 8N1, one way; restart and
// stream when the port is opened. Written from the device sheet alone, so that it can stand witness
// against the driver.

/// A pretend OpenEEG board.
package struct OpenEEGEmulator: EmulatedDevice {
  package let configuration: OpenEEGConfiguration
  private var source: any SignalSource
  private let input: ConverterInput
  private var timer: SampleTimer
  private var wire: FaultyWire
  private var noise: SeededRandom

  /// What a P3 board spells, one character each eighth packet, zero at the end.
  private static let identity = Array("mEEGv1.0".utf8) + [0]

  package init(
    _ configuration: OpenEEGConfiguration = OpenEEGConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    input = ConverterInput(
      bits: 10, referenceVolts: configuration.referenceVolts, gain: configuration.gain)
    timer = SampleTimer(
      rateHz: max(1, configuration.rateHz),
      clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
    wire = FaultyWire(configuration.faults)
    noise = SeededRandom(seed: configuration.seed, stream: 0x0EE6)
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<FrameFault>.Strike] { wire.faults.strikes }

  package var nextDue: Double? { timer.due }

  package mutating func portOpened(at seconds: Double) {
    timer.restart(at: seconds + configuration.bootSeconds)
  }

  /// The board does not listen.
  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    advance(to: seconds)
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while timer.due <= seconds { out += nextPacket(at: timer.due) }
    return out
  }

  private mutating func nextPacket(at seconds: Double) -> [UInt8] {
    let index = timer.index
    timer.step()
    let codes = (0..<6).map { code(channel: $0, at: seconds) }
    let counter = UInt8(truncatingIfNeeded: index)
    switch configuration.format {
    case .p2:
      return wire.send(
        OpenEEGPacket.p2(counter: counter, codes: codes, switches: configuration.switches))
    case .p3:
      return wire.send(
        OpenEEGPacket.p3(counter: counter, auxiliary: auxiliary(index), codes: codes))
    }
  }

  private mutating func code(channel: Int, at seconds: Double) -> Int {
    guard channel < configuration.fittedChannels else {
      // An open pin drifts about the middle.
      return min(max(512 + Int((40 * noise.gaussian()).rounded()), 0), 1023)
    }
    return input.code(microvolts: source.emgMicrovolts(channel: channel, at: seconds))
  }

  private func auxiliary(_ index: Int) -> UInt8 {
    switch index & 7 {
    case 0: Self.identity[index / 8 % Self.identity.count]
    case 4: configuration.switches
    default: 0
    }
  }
}
