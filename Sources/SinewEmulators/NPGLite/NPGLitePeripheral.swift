package import SinewSignal

// Upside Down Labs NPG-Lite over Bluetooth LE: text control, packets of 7-byte samples. Written from
// the device sheet alone, so that it can stand witness against the driver.

/// What a pretend NPG-Lite is.
package struct NPGLiteConfiguration: Sendable {
  package var name = "NPG-LITE"
  /// 250 Hz with 25 samples a packet is the IDF firmware, 500 Hz with 10 the Arduino one.
  package var rateHz = 250.0
  package var samplesPerPacket = 25
  /// The sheet has no amplifier gain; 1000 is a stand-in.
  package var input = ConverterInput(bits: 12, referenceVolts: 3.3, gain: 1000)
  package var firstCounter: UInt8 = 0
  /// Parts per million the board's crystal runs fast.
  package var clockSkewPPM = 0.0

  package init() {}
}

/// A pretend NPG-Lite. It streams between `START` and `STOP`, and no longer than its connection.
package struct NPGLitePeripheral: PeripheralModel {
  package static let data = BluetoothUUID(high: 0xBEB5_483E_36E1_4688, low: 0xB7F5_EA07_361B_26A8)
  package static let control = BluetoothUUID(0xFF01)
  private static let channels = 3

  package let configuration: NPGLiteConfiguration
  package private(set) var isRunning = false
  private var source: any SignalSource
  private var timer: SampleTimer
  private var counter: UInt8
  private var packet: [UInt8] = []
  private var samples = 0

  package init(
    _ configuration: NPGLiteConfiguration = NPGLiteConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    timer = SampleTimer(
      rateHz: max(1, configuration.rateHz), clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
    counter = configuration.firstCounter
  }

  package var name: String { configuration.name }
  package var batteryPercent: UInt8? { nil }

  package var services: [ServedService] {
    let service = BluetoothUUID(high: 0x4FAF_C201_1FB5_459E, low: 0x8FCC_C5C9_C331_914B)
    return [
      ServedService(
        service,
        [
          ServedCharacteristic(Self.data, .notify),
          ServedCharacteristic(
            Self.control, [.read, .write, .notify], value: Array("STOPPED".utf8)),
        ])
    ]
  }

  package var nextDue: Double? { isRunning ? timer.due : nil }

  package mutating func disconnected(at seconds: Double) { isRunning = false }

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    let command = String(decoding: value, as: UTF8.self).filter { !$0.isWhitespace }.uppercased()
    var reply = isRunning ? "RUNNING" : "STOPPED"
    switch command {
    case "START":
      if !isRunning { start(at: seconds) }
      reply = "RUNNING"
    case "STOP":
      isRunning = false
      reply = "STOPPED"
    case "STATUS": break
    case "WHORU": reply = "NPG-LITE"
    default: reply = "UNKNOWN COMMAND"
    }
    server.set(Array((isRunning ? "RUNNING" : "STOPPED").utf8), of: Self.control)
    server.notify(Self.control, Array(reply.utf8))
    return nil
  }

  private mutating func start(at seconds: Double) {
    isRunning = true
    timer.restart(at: seconds)
    packet = []
    samples = 0
  }

  package mutating func subscriptionChanged(
    of characteristic: BluetoothUUID, at seconds: Double, server: inout ATTServer
  ) {
    // A connection that ended has stopped the stream; the text must say so.
    server.set(Array((isRunning ? "RUNNING" : "STOPPED").utf8), of: Self.control)
  }

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while isRunning, timer.due <= seconds {
      let at = timer.due
      packet.append(counter)
      for channel in 0..<Self.channels {
        let code = configuration.input.code(
          microvolts: source.emgMicrovolts(channel: channel, at: at))
        packet += [UInt8(code >> 8), UInt8(code & 0xFF)]
      }
      counter &+= 1
      samples += 1
      timer.step()
      guard samples >= max(1, configuration.samplesPerPacket) else { continue }
      server.notify(Self.data, packet)
      packet = []
      samples = 0
    }
  }
}
