package import SinewSignal

// WitMotion WT901BLE / BWT901BLECL 5.0. Written from the device sheet alone, so that it can stand
// witness against the driver.

/// A pretend WT901BLE: streams 20-byte frames as long as somebody is subscribed; answers register
/// reads in between. Settings want an unlock less than ten seconds old.
package struct WitMotionBLEPeripheral: PeripheralModel {
  package let configuration: WitMotionBLEConfiguration
  package private(set) var rateCode: UInt8
  private var source: any SignalSource
  private var timer: SampleTimer
  private var isRunning = false
  private var unlockedUntil = -1.0
  private var deafUntil = -1.0
  /// Bytes of frames that wait for a full notification.
  private var stream: [UInt8] = []
  private var newest = MotionSample.still

  package init(
    _ configuration: WitMotionBLEConfiguration = WitMotionBLEConfiguration(),
    source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    rateCode = configuration.rateCode
    timer = SampleTimer(
      rateHz: Self.rateHz(configuration.rateCode) ?? 10,
      clock: DeviceClock(skewPPM: configuration.clockSkewPPM))
  }

  private static func rateHz(_ code: UInt8) -> Double? {
    [0x06: 10.0, 0x07: 20, 0x08: 50, 0x09: 100, 0x0B: 200][code]
  }

  package var name: String { configuration.name }
  package var batteryPercent: UInt8? { nil }

  /// Notifies frames.
  package var output: BluetoothUUID {
    configuration.isDualMode
      ? BluetoothUUID(high: 0x4953_5343_1E4D_4BD9, low: 0xBA61_23C6_4724_9616) : Self.single(0xFFE4)
  }

  /// Takes commands.
  package var input: BluetoothUUID {
    configuration.isDualMode
      ? BluetoothUUID(high: 0x4953_5343_8841_43F4, low: 0xA8D4_ECBE_3472_9BB3) : Self.single(0xFFE9)
  }

  /// `0000xxxx-0000-1000-8000-00805f9a34fb`: not the Bluetooth base, whose end is 5f9b34fb.
  private static func single(_ short: UInt64) -> BluetoothUUID {
    BluetoothUUID(high: short << 32 | 0x1000, low: 0x8000_0080_5F9A_34FB)
  }

  package var services: [ServedService] {
    let service =
      configuration.isDualMode
      ? BluetoothUUID(high: 0x4953_5343_FE7D_4AE5, low: 0x8FA9_9FAF_D205_E455) : Self.single(0xFFE5)
    return [
      ServedService(
        service,
        [
          ServedCharacteristic(output, [.read, .notify]),
          ServedCharacteristic(input, [.write, .writeWithoutResponse]),
        ])
    ]
  }

  package var nextDue: Double? { isRunning ? timer.due : nil }

  package mutating func disconnected(at seconds: Double) { isRunning = false }

  package mutating func subscriptionChanged(
    of characteristic: BluetoothUUID, at seconds: Double, server: inout ATTServer
  ) {
    let isWanted = server.isSubscribed(output)
    if isWanted, !isRunning {
      stream = []
      timer.restart(at: seconds, rateHz: Self.rateHz(rateCode))
    }
    isRunning = isWanted
  }

  /// `FF AA register low high`; anything else, and what comes too soon, is passed over.
  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    guard value.count == 5, value[0] == 0xFF, value[1] == 0xAA, seconds >= deafUntil else {
      return nil
    }
    deafUntil = seconds + configuration.commandPause
    switch value[2] {
    case 0x69 where value[3] == 0x88 && value[4] == 0xB5: unlockedUntil = seconds + 10
    case 0x27: send(WitMotionBLEFrame.registers(from: value[3], registers(from: value[3])), &server)
    case 0x03 where seconds <= unlockedUntil:
      guard let rate = Self.rateHz(value[3]) else { return nil }
      rateCode = value[3]
      timer.restart(at: seconds, rateHz: rate)
    default: break
    }
    return nil
  }

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while isRunning, timer.due <= seconds {
      newest = source.motion(at: timer.due)
      send(WitMotionBLEFrame.motion(newest), &server)
      timer.step()
    }
  }

  private mutating func send(_ frame: [UInt8], _ server: inout ATTServer) {
    stream += frame
    let size = min(max(1, configuration.bytesPerNotification), server.mtu - 3)
    while stream.count >= size {
      server.notify(output, Array(stream.prefix(size)))
      stream.removeFirst(size)
    }
  }

  /// Eight registers' values.
  private func registers(from first: UInt8) -> [Double] {
    let tilt = TiltEstimate(newest.accelerationG)
    let known: [Int: Double] = [
      0x03: Double(rateCode), 0x2E: 0x7531, 0x2F: 0x0002,
      0x3A: 120, 0x3B: -340, 0x3C: 560, 0x40: 2534,
      0x51: tilt.quaternion[0] * 32_768, 0x52: tilt.quaternion[1] * 32_768,
      0x53: tilt.quaternion[2] * 32_768, 0x54: tilt.quaternion[3] * 32_768,
      0x64: configuration.batteryCentivolts, 0x72: 2,
    ]
    return (0..<8).map { known[Int(first) + $0] ?? 0 }
  }
}
