package import SinewSignal

// MbientLab MetaMotion R and S, the MetaWear protocol. Written from the device sheet alone, so that it
// can stand witness against the driver.

/// A pretend MetaMotion: answers module discovery, keeps its set-up across connections, and streams
/// what is subscribed to, enabled and started.
package struct MetaMotionPeripheral: PeripheralModel {
  package static let command = uuid(0x9001)
  package static let notification = uuid(0x9006)

  private static func uuid(_ short: UInt64) -> BluetoothUUID {
    BluetoothUUID(high: 0x326A_0000_85CB_9195 | short << 32, low: 0xD9DD_464C_FBBA_E75A)
  }

  package let model: MetaMotionModel
  package let name: String
  /// The last connection parameters asked for: `min max latency timeout`, two bytes each.
  package private(set) var wantedParameters: [UInt8] = []
  private let firmware: String
  private let clock: DeviceClock
  private var source: any SignalSource
  private var channels: [MetaMotionChannel]
  private var isListening = false

  /// `clockSkewPPM`: parts per million its crystal runs fast.
  package init(
    _ model: MetaMotionModel = .s, name: String = "MetaWear", firmware: String = "1.7.2",
    clockSkewPPM: Double = 0, source: any SignalSource
  ) {
    self.model = model
    self.name = name
    self.firmware = firmware
    self.source = source
    clock = DeviceClock(skewPPM: clockSkewPPM)
    channels = Self.fresh(model, clock)
  }

  private static func fresh(_ model: MetaMotionModel, _ clock: DeviceClock) -> [MetaMotionChannel] {
    MetaMotionSensor.allCases.map { MetaMotionChannel($0, model: model, clock: clock) }
  }

  package var information: DeviceInformation {
    DeviceInformation(
      manufacturer: "MbientLab Inc", model: model.number, serial: "0640F7", hardware: "0.1",
      firmware: firmware)
  }

  package var advertisement: [UInt8] {
    AdvertisingData.flags + AdvertisingData.service(Self.uuid(0x9000))
  }

  /// The boards' firmware keeps to the shortest MTU.
  package var longestMTU: Int { 23 }
  package var batteryPercent: UInt8? { nil }

  package var services: [ServedService] {
    [
      ServedService(
        Self.uuid(0x9000),
        [
          ServedCharacteristic(
            Self.command, [.write, .writeWithoutResponse], writeLengths: 1...20),
          ServedCharacteristic(Self.notification, .notify),
        ])
    ]
  }

  package var nextDue: Double? {
    isListening ? channels.compactMap(\.nextDue).min() : nil
  }

  package mutating func disconnected(at seconds: Double) { isListening = false }

  package mutating func subscriptionChanged(
    of characteristic: BluetoothUUID, at seconds: Double, server: inout ATTServer
  ) {
    let isOn = server.isSubscribed(Self.notification)
    if isOn, !isListening {
      for index in channels.indices { channels[index].restart(at: seconds) }
    }
    isListening = isOn
  }

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    guard value.count >= 2 else { return nil }
    let (module, register, payload) = (value[0], value[1], Array(value.dropFirst(2)))
    if register & 0x80 != 0 {
      server.notify(Self.notification, [module, register] + answer(module, register & 0x7F))
    } else if module == 0xFE, register == 0x01 || register == 0x06 {
      // A reset forgets everything; a mere disconnect keeps the set-up.
      if register == 0x01 { channels = Self.fresh(model, clock) }
      server.hangUp()
    } else if module == 0x11, register == 0x09 {
      wantedParameters = payload
    } else if let index = channels.firstIndex(where: { $0.sensor.rawValue == module }) {
      channels[index].obey(register, payload, at: seconds)
    }
    return nil
  }

  /// What a read answers behind module and register.
  private func answer(_ module: UInt8, _ register: UInt8) -> [UInt8] {
    switch (module, register) {
    case (_, 0x00): return model.modules[module] ?? []
    case (0x0B, 0x04): return [0x15, 0x04, 0x00, 0x00, 0x05]
    // 99 %, 4148 mV.
    case (0x11, 0x0C): return [0x63, 0x34, 0x10]
    case (_, 0x03): return channels.first { $0.sensor.rawValue == module }?.configuration ?? []
    default: return []
    }
  }

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds,
      let index = channels.firstIndex(where: { $0.nextDue == due })
    {
      for frame in channels[index].sample(&source) { server.notify(Self.notification, frame) }
    }
  }
}
