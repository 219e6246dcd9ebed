// Backyard Brains Muscle SpikerShield and SpikerBoxes over a serial line: stream at once, take commands of
// the form `name:value;`. Written from the device sheet alone, so that it can stand witness against the
// driver. The HID form is not a serial line and not here.

/// A pretend SpikerShield or SpikerBox.
package struct SpikerBoxEmulator: EmulatedDevice {
  package let configuration: SpikerBoxConfiguration
  private var source: any SignalSource
  private let input: ConverterInput
  private var timer: SampleTimer
  private var wire: FaultyWire
  private var command: [UInt8] = []
  /// Bytes that go out before the next frame, or inside it.
  private var messages: [UInt8] = []
  private var greeting: [UInt8] = []
  private var pausedUntil = -1.0
  /// Channels in a frame now.
  package private(set) var channels: Int

  package init(
    _ configuration: SpikerBoxConfiguration = SpikerBoxConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    channels = min(max(configuration.channels, 1), 6)
    input = ConverterInput(bits: configuration.bits, referenceVolts: 5, gain: configuration.gain)
    timer = SampleTimer(
      rateHz: configuration.fixedRateHz ?? Self.arduinoRate(channels: channels),
      clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
    wire = FaultyWire(configuration.faults)
  }

  /// Frames a second of the sketch: a 16 MHz clock by 8, by 199 for each channel.
  package static func arduinoRate(channels: Int) -> Double {
    16e6 / 8 / 199 / Double(max(1, channels))
  }

  /// Frames a second now.
  package var rateHz: Double { timer.rateHz }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<FrameFault>.Strike] { wire.faults.strikes }

  package var nextDue: Double? { timer.due }

  package mutating func portOpened(at seconds: Double) {
    guard configuration.fixedRateHz == nil else { return }
    command = []
    messages = []
    channels = min(max(configuration.channels, 1), 6)
    // The old sketch greets.
    greeting = configuration.hardware == nil ? Array("StartUp!\r\n".utf8) : []
    timer.restart(
      at: seconds + configuration.bootSeconds, rateHz: Self.arduinoRate(channels: channels))
    pausedUntil = -1
  }

  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    let out = advance(to: seconds)
    if !bytes.isEmpty, configuration.fixedRateHz == nil {
      pausedUntil = seconds + configuration.parseSeconds
    }
    for byte in bytes {
      command.append(byte)
      if byte == UInt8(ascii: ";") {
        obey(at: seconds)
        command = []
      } else if byte == 0x0A || command.count >= 30 {
        command = []
      }
    }
    return out
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while timer.due <= seconds { out += nextFrame(at: timer.due) }
    return out
  }

  /// Up to the semicolon: what stands before the colon is the name. The sketches look at its last
  /// character alone.
  private mutating func obey(at seconds: Double) {
    let text = String(decoding: command, as: UTF8.self)
    let parts = text.dropLast().split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return }
    let name = String(parts[0].split(separator: " ").last ?? "")
    if configuration.fixedRateHz != nil {
      answer(name)
    } else {
      switch name.last {
      case "b": tellHardware()
      case "c": setChannels(Int(parts[1]) ?? 0, at: seconds)
      default: break
      }
    }
  }

  private mutating func answer(_ name: String) {
    switch name {
    case "b": tellHardware()
    case "?":
      if let hardware = configuration.hardware {
        messages += SpikerBoxFrame.message("FWV:1.0;HWT:\(hardware);HWV:1.0;")
      }
    case "board": messages += SpikerBoxFrame.message("BRD:0;")
    default: break
    }
  }

  private mutating func tellHardware() {
    guard let hardware = configuration.hardware else { return }
    messages += SpikerBoxFrame.message("HWT:\(hardware);")
  }

  private mutating func setChannels(_ count: Int, at seconds: Double) {
    guard (1...6).contains(count) else { return }
    channels = count
    timer.restart(at: seconds, rateHz: Self.arduinoRate(channels: count))
  }

  private mutating func nextFrame(at seconds: Double) -> [UInt8] {
    if let event = configuration.events[timer.index] {
      messages += SpikerBoxFrame.message("EVNT:\(event);")
    }
    timer.step()
    let codes = (0..<channels).map { channel in
      input.code(microvolts: source.emgMicrovolts(channel: channel, at: seconds))
    }
    guard seconds >= pausedUntil else { return [] }
    var frame = wire.send(SpikerBoxFrame.bytes(codes: codes))
    let place = configuration.splitsSamples ? min(1, frame.count) : 0
    frame.insert(contentsOf: messages, at: place)
    messages = []
    defer { greeting = [] }
    return greeting + frame
  }
}
