package import SinewSignal

/// What a device says of itself before anybody connects (Core Specification Supplement, Part A):
/// records of a size, a type and data.
package struct Advertisement: Sendable, Hashable {
  package private(set) var flags: UInt8?
  /// Of every list, complete or not, and of the service data; each once.
  package private(set) var services: [BluetoothUUID] = []
  package private(set) var name: String?
  /// Power at which it sends, dBm.
  package private(set) var transmitPower: Int8?
  /// Of the manufacturer data (Assigned Numbers 7.1).
  package private(set) var company: UInt16?
  package private(set) var manufacturerData: [UInt8] = []

  /// Services kept of one device: more than fit an advertisement and its scan response.
  private static let mostServices = 32

  private var isNameComplete = false

  package init() {}

  /// Reads what can be read: a record that is cut short ends the reading, one of the wrong size is
  /// left out.
  package init(_ data: some Collection<UInt8>) {
    var cursor = ByteCursor(data)
    while let size = cursor.byte(), size > 0, let record = cursor.take(Int(size)) {
      guard let type = record.first else { break }
      take(type, Array(record.dropFirst()))
    }
  }

  /// Adds what another report of the same device says: the name often comes with the scan response.
  package mutating func merge(_ other: Advertisement) {
    flags = other.flags ?? flags
    for service in other.services { add(service) }
    if let name = other.name { set(name, isComplete: other.isNameComplete) }
    transmitPower = other.transmitPower ?? transmitPower
    if let company = other.company {
      self.company = company
      manufacturerData = other.manufacturerData
    }
  }

  private mutating func take(_ type: UInt8, _ data: [UInt8]) {
    switch type {
    case 0x01: flags = data.first ?? flags
    case 0x02, 0x03: addServices(data, size: 2)
    case 0x04, 0x05: addServices(data, size: 4)
    case 0x06, 0x07: addServices(data, size: 16)
    case 0x08, 0x09: set(String(spoken: data), isComplete: type == 0x09)
    case 0x0A: transmitPower = data.first.map { Int8(bitPattern: $0) } ?? transmitPower
    case 0x16: addServices(Array(data.prefix(2)), size: 2)
    case 0x20: addServices(Array(data.prefix(4)), size: 4)
    case 0x21: addServices(Array(data.prefix(16)), size: 16)
    case 0xFF:
      guard data.count >= 2 else { return }
      company = UInt16(data[0]) | UInt16(data[1]) << 8
      manufacturerData = Array(data.dropFirst(2))
    default: break
    }
  }

  private mutating func addServices(_ data: [UInt8], size: Int) {
    var cursor = ByteCursor(data)
    while let part = cursor.take(size) {
      guard let uuid = BluetoothUUID(littleEndian: part) else { return }
      add(uuid)
    }
  }

  private mutating func add(_ service: BluetoothUUID) {
    guard services.count < Self.mostServices, !services.contains(service) else { return }
    services.append(service)
  }

  /// A shortened name never replaces the whole one.
  private mutating func set(_ name: String, isComplete: Bool) {
    guard isComplete || !isNameComplete else { return }
    self.name = name
    isNameComplete = isComplete
  }
}

extension AdvertisementPattern {
  /// Whether a device that says this may be of the family.
  package func matches(_ advertisement: Advertisement) -> Bool {
    if services.contains(where: advertisement.services.contains) { return true }
    if let name = advertisement.name, namePrefixes.contains(where: name.hasPrefix) { return true }
    return company != nil && company == advertisement.company
  }
}
