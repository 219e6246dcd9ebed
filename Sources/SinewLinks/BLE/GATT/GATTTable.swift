package import SinewSignal

/// The services of a wearable with the handles they are reached by. A value: whoever owns the link
/// keeps it for the next one.
package struct GATTTable: Sendable, Hashable {
  /// A service with its range of handles.
  package struct Service: Sendable, Hashable {
    package let uuid: BluetoothUUID
    package let handles: ClosedRange<UInt16>
    /// Looked for only where the client uses the service.
    package internal(set) var characteristics: [Characteristic] = []
  }

  /// A characteristic with its handles and properties.
  package struct Characteristic: Sendable, Hashable {
    package let uuid: BluetoothUUID
    package let properties: Properties
    /// The handle before the value's, where the characteristic is declared.
    package let declaration: UInt16
    package let value: UInt16
    /// The handle of the client configuration (0x2902), by which one subscribes.
    package internal(set) var clientConfiguration: UInt16?
  }

  /// What may be done with a characteristic (Core Specification, Vol 3 Part G, 3.3.1.1).
  package struct Properties: OptionSet, Sendable, Hashable, BitwiseCopyable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let read = Properties(rawValue: 0x02)
    package static let writeCommand = Properties(rawValue: 0x04)
    package static let write = Properties(rawValue: 0x08)
    package static let notify = Properties(rawValue: 0x10)
    package static let indicate = Properties(rawValue: 0x20)
  }

  package internal(set) var services: [Service] = []

  /// The first characteristic of the UUID in the first service of its UUID that has one.
  package func characteristic(
    _ uuid: BluetoothUUID, of service: BluetoothUUID
  ) -> Characteristic? {
    for candidate in services where candidate.uuid == service {
      if let found = candidate.characteristics.first(where: { $0.uuid == uuid }) { return found }
    }
    return nil
  }

  /// The required characteristics of `profile` that are not there.
  package func missing(of profile: GATTProfile) -> [GATTCharacteristic] {
    profile.characteristics.filter {
      $0.isRequired && characteristic($0.uuid, of: $0.service) == nil
    }
  }
}
