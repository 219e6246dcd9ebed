package import SinewSignal

/// What a wearable says about itself (Device Information Service 1.1); empty where it says nothing.
package struct DeviceInformation: Sendable, Hashable {
  package internal(set) var manufacturer = ""
  package internal(set) var model = ""
  package internal(set) var serial = ""
  package internal(set) var hardware = ""
  package internal(set) var firmware = ""
  package internal(set) var software = ""

  package static let service = BluetoothUUID(0x180A)
  package static let firmwareRevision = BluetoothUUID(0x2A26)

  /// In the order in which they are read: the firmware first, since the kept table depends on it.
  static let strings: [BluetoothUUID] = [
    firmwareRevision, BluetoothUUID(0x2A24), BluetoothUUID(0x2A25), BluetoothUUID(0x2A27),
    BluetoothUUID(0x2A29), BluetoothUUID(0x2A28),
  ]

  /// Takes the value of one of `strings`: UTF-8, without the zeros some devices fill it up with.
  mutating func set(_ uuid: BluetoothUUID, to value: [UInt8]) {
    let text = String(spoken: value)
    switch uuid.short {
    case 0x2A29: manufacturer = text
    case 0x2A24: model = text
    case 0x2A25: serial = text
    case 0x2A27: hardware = text
    case 0x2A26: firmware = text
    case 0x2A28: software = text
    default: break
    }
  }
}

/// The charge of a wearable (Battery Service 1.0).
package enum BatteryLevel {
  package static let service = BluetoothUUID(0x180F)
  package static let characteristic = BluetoothUUID(0x2A19)

  /// Per cent; nil for 101...255, which are reserved, and for an empty value.
  package static func percent(_ value: [UInt8]) -> Int? {
    value.first.flatMap { $0 <= 100 ? Int($0) : nil }
  }
}
