/// How a wearable is known, read and steered over Bluetooth LE: what its driver declares and the
/// link carries out. The driver itself never sees a handle or a PDU.
package struct GATTProfile: Sendable, Hashable {
  /// The characteristics the driver uses. Records name them by their place in this list.
  package let characteristics: [GATTCharacteristic]
  /// How to know the wearable by what it advertises.
  package let advertisement: AdvertisementPattern
  /// Time between two connection events to ask for, milliseconds, 7.5...4000: short where samples
  /// are many, long where a battery is small.
  package let connectionIntervalMs: ClosedRange<Double>
  /// A record (`GATTRecord`) to send again and again to a wearable that would fall asleep; empty
  /// where none does.
  package let keepAlive: [UInt8]
  /// Seconds between two of them.
  package let keepAliveSeconds: Double
  /// Records that make the wearable show itself by vibration or light; empty where it can't.
  package let identify: [UInt8]

  package init(
    characteristics: [GATTCharacteristic], advertisement: AdvertisementPattern,
    connectionIntervalMs: ClosedRange<Double> = 7.5...15, keepAlive: [UInt8] = [],
    keepAliveSeconds: Double = 0, identify: [UInt8] = []
  ) {
    self.characteristics = characteristics
    self.advertisement = advertisement
    self.connectionIntervalMs = connectionIntervalMs
    self.keepAlive = keepAlive
    self.keepAliveSeconds = keepAliveSeconds
    self.identify = identify
  }
}

/// One characteristic a driver uses.
package struct GATTCharacteristic: Sendable, Hashable {
  package let service: BluetoothUUID
  package let uuid: BluetoothUUID
  /// False where some models of the family lack it; requests to it are then answered with the ATT
  /// error 0x0A, attribute not found.
  package let isRequired: Bool

  package init(service: BluetoothUUID, uuid: BluetoothUUID, isRequired: Bool = true) {
    self.service = service
    self.uuid = uuid
    self.isRequired = isRequired
  }
}

/// What an advertisement must show: any one of the services, or a name that starts with any one of
/// the prefixes, or the company's manufacturer data.
package struct AdvertisementPattern: Sendable, Hashable {
  package let services: [BluetoothUUID]
  package let namePrefixes: [String]
  /// The company identifier of the manufacturer data (Assigned Numbers 7.1); nil: not looked at.
  package let company: UInt16?

  package init(
    services: [BluetoothUUID] = [], namePrefixes: [String] = [], company: UInt16? = nil
  ) {
    self.services = services
    self.namePrefixes = namePrefixes
    self.company = company
  }
}
