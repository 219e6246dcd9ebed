package import SinewSignal

/// A primary service as a pretend peripheral declares it.
package struct ServedService: Sendable {
  package var uuid: BluetoothUUID
  /// Handle of its declaration where the real device's is known; nil takes the next free one.
  package var handle: UInt16?
  package var characteristics: [ServedCharacteristic]

  package init(
    _ uuid: BluetoothUUID, handle: UInt16? = nil, _ characteristics: [ServedCharacteristic]
  ) {
    self.uuid = uuid
    self.handle = handle
    self.characteristics = characteristics
  }
}

/// A characteristic as a pretend peripheral declares it. One that notifies or indicates gets a client
/// characteristic configuration descriptor (CCCD) right behind its value.
package struct ServedCharacteristic: Sendable {
  package var uuid: BluetoothUUID
  package var properties: CharacteristicProperties
  /// What a read gives until somebody writes or the model sets another.
  package var value: [UInt8]
  /// Handle of its declaration, nil as for the service; the value has the next one.
  package var handle: UInt16?
  /// Bytes a write may have; others are refused with 0x0D, invalid attribute value length.
  package var writeLengths: ClosedRange<Int>
  /// True for firmware that takes any two bytes as configuration, bits it does not have included.
  package var acceptsAnyConfiguration: Bool

  package init(
    _ uuid: BluetoothUUID, _ properties: CharacteristicProperties, value: [UInt8] = [],
    handle: UInt16? = nil, writeLengths: ClosedRange<Int> = 0...512,
    acceptsAnyConfiguration: Bool = false
  ) {
    self.uuid = uuid
    self.properties = properties
    self.value = value
    self.handle = handle
    self.writeLengths = writeLengths
    self.acceptsAnyConfiguration = acceptsAnyConfiguration
  }
}

/// The property byte of a characteristic declaration (Core Specification, Vol 3 Part G 3.3.1.1).
package struct CharacteristicProperties: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let read = CharacteristicProperties(rawValue: 0x02)
  package static let writeWithoutResponse = CharacteristicProperties(rawValue: 0x04)
  package static let write = CharacteristicProperties(rawValue: 0x08)
  package static let notify = CharacteristicProperties(rawValue: 0x10)
  package static let indicate = CharacteristicProperties(rawValue: 0x20)
}
