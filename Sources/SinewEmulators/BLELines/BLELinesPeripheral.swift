package import SinewSignal

// Boards that notify printed numbers: the MyoWare 2.0 Wireless Shield's own service, and the Nordic
// UART service of its "BLE UART" sketch and of countless others. Written from the device sheet alone,
// so that it can stand witness against the driver.

/// What a pretend board that prints numbers over Bluetooth LE runs.
package struct BLELinesConfiguration: Sendable {
  /// What runs on the board.
  package enum Sketch: Sendable, Hashable {
    /// One value a notification, two decimals, no end of line.
    case shield
    /// Lines over the Nordic UART service, torn where the notifications end.
    case uart
  }

  package var sketch: Sketch
  package var name = "MyoWareSensor1"
  /// Values a second; the real sketch sends as fast as its loop runs.
  package var rateHz = 100.0
  /// Electrode pairs printed, `uart` only: columns divided by commas.
  package var channels = 1
  /// Bytes of a `uart` notification at most.
  package var notificationBytes = 20
  /// Parts per million its crystal runs fast.
  package var clockSkewPPM = 0.0

  package init(_ sketch: Sketch = .shield) { self.sketch = sketch }
}

/// A pretend board that prints numbers.
package struct BLELinesPeripheral: PeripheralModel {
  package static let shieldService = uuid("ec3af789-2154-49f4-a9fc-bc6c88e9e930")
  package static let shieldValue = uuid("f3a56edf-8f1e-4533-93bf-5601b2e91308")
  package static let uartService = uuid("6e400001-b5a3-f393-e0a9-e50e24dcca9e")
  package static let uartReceive = uuid("6e400002-b5a3-f393-e0a9-e50e24dcca9e")
  package static let uartTransmit = uuid("6e400003-b5a3-f393-e0a9-e50e24dcca9e")

  private static func uuid(_ text: String) -> BluetoothUUID {
    BluetoothUUID(text) ?? BluetoothUUID(0)
  }

  package let configuration: BLELinesConfiguration
  /// What was written to the UART.
  package private(set) var written = ""

  private var source: any SignalSource
  private var timer: SampleTimer
  private var isConnected = false
  private var text: [UInt8] = []

  package init(
    _ configuration: BLELinesConfiguration = BLELinesConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    timer = SampleTimer(
      rateHz: max(configuration.rateHz, 0.1),
      clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
  }

  package var name: String { configuration.name }
  package var advertisement: [UInt8] {
    AdvertisingData.flags
      + AdvertisingData.service(
        configuration.sketch == .shield ? Self.shieldService : Self.uartService)
  }
  package var services: [ServedService] {
    switch configuration.sketch {
    case .shield:
      [
        ServedService(
          Self.shieldService, [ServedCharacteristic(Self.shieldValue, [.read, .notify])])
      ]
    case .uart:
      [
        ServedService(
          Self.uartService,
          [
            ServedCharacteristic(Self.uartReceive, [.write, .writeWithoutResponse]),
            ServedCharacteristic(Self.uartTransmit, .notify),
          ])
      ]
    }
  }

  package var nextDue: Double? { isConnected ? timer.due : nil }

  package mutating func connected(at seconds: Double) {
    isConnected = true
    text = []
    timer.restart(at: seconds)
  }

  package mutating func disconnected(at seconds: Double) { isConnected = false }

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    written += String(decoding: value, as: UTF8.self)
    return nil
  }

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds {
      switch configuration.sketch {
      case .shield:
        let value = Array(printed(channel: 0, at: due).utf8)
        server.set(value, of: Self.shieldValue)
        server.notify(Self.shieldValue, value)
      case .uart: sendLine(at: due, &server)
      }
      timer.step()
    }
  }

  /// Sends whole notifications, and the rest with the next line.
  private mutating func sendLine(at seconds: Double, _ server: inout ATTServer) {
    let columns = (0..<max(1, configuration.channels)).map { printed(channel: $0, at: seconds) }
    text += Array((columns.joined(separator: ",") + "\r\n").utf8)
    let size = min(max(1, configuration.notificationBytes), server.mtu - 3)
    while text.count >= size {
      server.notify(Self.uartTransmit, Array(text.prefix(size)))
      text.removeFirst(size)
    }
  }

  /// Counts of a 12-bit converter with the reference removed, as Arduino's `String(double)` prints them:
  /// two decimals. 200 is the shield's raw gain, 3.3 V its range.
  private mutating func printed(channel: Int, at seconds: Double) -> String {
    let volts = source.emgMicrovolts(channel: channel, at: seconds) * 1e-6 * 200
    let hundredths = (volts / 3.3 * 4095 * 100).rounded()
    let held = hundredths.isFinite ? Int(min(max(hundredths, -409_500), 409_500)) : 0
    let size = held.magnitude
    return (held < 0 ? "-" : "") + "\(size / 100)." + (size % 100 < 10 ? "0" : "") + "\(size % 100)"
  }
}
