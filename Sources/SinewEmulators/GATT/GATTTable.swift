package import SinewSignal

/// One row of an attribute table.
struct GATTAttribute: Sendable {
  enum Role: Sendable, Hashable {
    /// A service's declaration; its last handle.
    case service(end: UInt16)
    case declaration
    case value
    /// The CCCD of the characteristic whose value stands at this handle.
    case configuration(value: UInt16)
  }

  static let primaryService = BluetoothUUID(0x2800)
  static let characteristic = BluetoothUUID(0x2803)
  static let clientConfiguration = BluetoothUUID(0x2902)

  let handle: UInt16
  let type: BluetoothUUID
  let role: Role
  /// What stands in the declaration, too, for a value and its CCCD.
  let properties: CharacteristicProperties
  let writeLengths: ClosedRange<Int>
  let acceptsAnyConfiguration: Bool
  var value: [UInt8]
}

/// The attributes of a peripheral in the order of their handles.
package struct GATTTable: Sendable {
  private(set) var attributes: [GATTAttribute] = []
  private var valueHandles: [BluetoothUUID: UInt16] = [:]

  /// Lays out `services` in order. A handle that is asked for but already passed is not kept: the
  /// next free one is taken, so that handles always rise. Where two characteristics share a UUID the
  /// first is the one found by it.
  package init(_ services: [ServedService]) {
    var next: UInt16 = 1
    for service in services {
      let start = attributes.count
      let first = take(service.handle, &next)
      for characteristic in service.characteristics { add(characteristic, &next) }
      let declaration = GATTAttribute(
        handle: first, type: GATTAttribute.primaryService, role: .service(end: next &- 1),
        properties: .read, writeLengths: 0...0, acceptsAnyConfiguration: false,
        value: service.uuid.littleEndian)
      attributes.insert(declaration, at: start)
    }
  }

  /// The handle of a characteristic's value.
  package func handle(of characteristic: BluetoothUUID) -> UInt16? { valueHandles[characteristic] }

  /// Where in `attributes` a handle stands.
  func index(of handle: UInt16) -> Int? { attributes.firstIndex { $0.handle == handle } }

  subscript(index: Int) -> GATTAttribute { attributes[index] }

  mutating func set(_ value: [UInt8], at index: Int) { attributes[index].value = value }

  private func take(_ wanted: UInt16?, _ next: inout UInt16) -> UInt16 {
    let handle = max(wanted ?? next, next)
    next = handle &+ 1
    return handle
  }

  private mutating func add(_ characteristic: ServedCharacteristic, _ next: inout UInt16) {
    let declaration = take(characteristic.handle, &next)
    let value = take(nil, &next)
    if valueHandles[characteristic.uuid] == nil { valueHandles[characteristic.uuid] = value }
    func row(
      _ handle: UInt16, _ type: BluetoothUUID, _ role: GATTAttribute.Role, _ bytes: [UInt8]
    ) {
      attributes.append(
        GATTAttribute(
          handle: handle, type: type, role: role, properties: characteristic.properties,
          writeLengths: characteristic.writeLengths,
          acceptsAnyConfiguration: characteristic.acceptsAnyConfiguration, value: bytes))
    }
    let head = [characteristic.properties.rawValue, UInt8(value & 0xFF), UInt8(value >> 8)]
    row(
      declaration, GATTAttribute.characteristic, .declaration,
      head + characteristic.uuid.littleEndian)
    row(value, characteristic.uuid, .value, characteristic.value)
    guard !characteristic.properties.isDisjoint(with: [.notify, .indicate]) else { return }
    row(
      take(nil, &next), GATTAttribute.clientConfiguration, .configuration(value: value), [0, 0])
  }
}
