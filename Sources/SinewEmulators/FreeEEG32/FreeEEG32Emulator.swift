// FreeEEG32, alpha 1.5 firmware, over USB CDC or the isolated UART at 921600. Streams from power-on
// and takes no commands. Written from the device sheet alone, so that it can stand witness against
// the driver.

/// A pretend FreeEEG32.
package struct FreeEEG32Emulator: EmulatedDevice {
  private var source: any SignalSource
  private var timer: SampleTimer
  private var wire: FaultyWire
  private var counter: UInt8

  package init(
    _ configuration: FreeEEG32Configuration = FreeEEG32Configuration(), source: any SignalSource
  ) {
    self.source = source
    timer = SampleTimer(
      rateHz: max(1, configuration.rateHz),
      clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
    wire = FaultyWire(configuration.faults)
    counter = configuration.firstCounter
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<FrameFault>.Strike] { wire.faults.strikes }

  package var nextDue: Double? { timer.due }

  /// Deaf: what it does is compiled into its firmware.
  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    advance(to: seconds)
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while timer.due <= seconds {
      let now = timer.due
      timer.step()
      var codes: [Int32] = []
      for channel in 0..<FreeEEG32Packet.channelCount {
        let microvolts = source.emgMicrovolts(channel: channel, at: now)
        codes.append(FreeEEG32Packet.code(microvolts: microvolts))
      }
      out += wire.send(FreeEEG32Packet.bytes(counter: counter, codes: codes))
      counter &+= 1
    }
    return out
  }
}
