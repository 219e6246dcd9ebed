package import SinewSignal

/// The services every wearable has, by the Bluetooth SIG's documents.
package enum StandardServices {
  package static let name = BluetoothUUID(0x2A00)
  package static let serviceChanged = BluetoothUUID(0x2A05)
  package static let batteryLevel = BluetoothUUID(0x2A19)

  /// Generic Access 0x1800: name, appearance "unknown", and the connection parameters the device
  /// would like: 7.5 to 15 ms, no latency, 2 s (Core Specification, Vol 3 Part C 12).
  package static func genericAccess(name: String) -> ServedService {
    ServedService(
      BluetoothUUID(0x1800),
      [
        ServedCharacteristic(Self.name, .read, value: Array(name.utf8)),
        ServedCharacteristic(BluetoothUUID(0x2A01), .read, value: [0, 0]),
        ServedCharacteristic(BluetoothUUID(0x2A04), .read, value: [6, 0, 12, 0, 0, 0, 200, 0]),
      ])
  }

  /// Generic Attribute 0x1801 with service changed.
  package static var genericAttribute: ServedService {
    ServedService(
      BluetoothUUID(0x1801), [ServedCharacteristic(serviceChanged, .indicate)])
  }

  /// Battery 0x180F with its level in percent.
  package static func battery(percent: UInt8) -> ServedService {
    ServedService(
      BluetoothUUID(0x180F),
      [ServedCharacteristic(batteryLevel, [.read, .notify], value: [percent])])
  }
}

/// What a peripheral says of itself in the device information service 0x180A (Device Information
/// Service 1.1); an empty text is not served.
package struct DeviceInformation: Sendable {
  package var manufacturer = ""
  package var model = ""
  package var serial = ""
  package var hardware = ""
  package var firmware = ""
  package var software = ""

  package init(
    manufacturer: String = "", model: String = "", serial: String = "", hardware: String = "",
    firmware: String = "", software: String = ""
  ) {
    self.manufacturer = manufacturer
    self.model = model
    self.serial = serial
    self.hardware = hardware
    self.firmware = firmware
    self.software = software
  }

  /// The service; nil where nothing is known.
  package var service: ServedService? {
    let texts: [(UInt16, String)] = [
      (0x2A29, manufacturer), (0x2A24, model), (0x2A25, serial), (0x2A27, hardware),
      (0x2A26, firmware), (0x2A28, software),
    ]
    let served = texts.filter { !$0.1.isEmpty }.map {
      ServedCharacteristic(BluetoothUUID($0.0), .read, value: Array($0.1.utf8))
    }
    return served.isEmpty ? nil : ServedService(BluetoothUUID(0x180A), served)
  }
}
