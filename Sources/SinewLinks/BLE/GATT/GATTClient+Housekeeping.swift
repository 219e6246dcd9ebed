internal import SinewSignal

/// What is asked behind the driver's back, whenever the driver has nothing to ask.
extension GATTClient {
  mutating func startHousekeeping() {
    for uuid in DeviceInformation.strings {
      guard let found = table.characteristic(uuid, of: DeviceInformation.service) else { continue }
      informationLeft.insert(uuid)
      ownQueue.append(
        GATTRequest(pdu: .readRequest(found.value), purpose: .information(uuid)))
    }
    if informationLeft.isEmpty { events.append(.information(information)) }
    if let battery = batteryCharacteristic {
      readBattery(battery)
      if battery.properties.contains(.notify), let handle = battery.clientConfiguration {
        ownQueue.append(subscription(handle, bit: 1, isOn: true, .batterySubscription))
      } else {
        pollBattery()
      }
    }
    if let handle = changedCharacteristic?.clientConfiguration {
      ownQueue.append(subscription(handle, bit: 2, isOn: true, .changeSubscription))
    }
  }

  var batteryCharacteristic: GATTTable.Characteristic? {
    table.characteristic(BatteryLevel.characteristic, of: BatteryLevel.service)
  }

  private mutating func readBattery(_ battery: GATTTable.Characteristic) {
    ownQueue.append(GATTRequest(pdu: .readRequest(battery.value), purpose: .battery))
  }

  mutating func pollBattery() { nextBatteryRead = now.advanced(bySeconds: Self.batteryPeriod) }

  mutating func tookInformation(_ uuid: BluetoothUUID, _ answer: ATTPDU) {
    if case .readResponse(let value) = answer { information.set(uuid, to: value) }
    informationLeft.remove(uuid)
    if informationLeft.isEmpty { events.append(.information(information)) }
  }

  /// A write of the client configuration that keeps the other bit as it is.
  mutating func subscription(
    _ handle: UInt16, bit: UInt8, isOn: Bool, _ purpose: GATTRequest.Purpose
  ) -> GATTRequest {
    let former = configurations[handle, default: 0]
    let bits = isOn ? former | bit : former & ~bit
    configurations[handle] = bits
    return GATTRequest(pdu: .writeRequest(handle, [bits, 0]), purpose: purpose)
  }

  /// Sends again and again what keeps the wearable awake, from now on: once it streams, for the
  /// answers are told to nobody.
  package mutating func startKeepingAlive() {
    guard !profile.keepAlive.isEmpty, profile.keepAliveSeconds > 0 else { return }
    nextKeepAlive = now.advanced(bySeconds: profile.keepAliveSeconds)
  }

  mutating func sendWhatIsDue() {
    if let due = nextBatteryRead, due <= now {
      pollBattery()
      if let battery = batteryCharacteristic { readBattery(battery) }
    }
    if let due = nextKeepAlive, due <= now {
      startKeepingAlive()
      // One that still waits behind others is enough.
      if driverQueue.isEmpty { perform(profile.keepAlive, isTold: false) }
    }
  }
}
