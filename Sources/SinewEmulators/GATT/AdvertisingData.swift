package import SinewSignal

/// Records of an advertisement: size, type, data (Core Specification Supplement, Part A).
package enum AdvertisingData {
  /// LE general discoverable, no BR/EDR.
  package static let flags: [UInt8] = [0x02, 0x01, 0x06]

  /// An incomplete list of services with one entry, 16 or 128 bits.
  package static func service(_ uuid: BluetoothUUID) -> [UInt8] {
    record(uuid.short == nil ? 0x06 : 0x02, uuid.littleEndian)
  }

  /// Element 0x09, the complete local name.
  package static func completeName(_ name: String) -> [UInt8] {
    record(0x09, Array(name.utf8.prefix(29)))
  }

  /// Manufacturer data behind the company's identifier.
  package static func manufacturer(_ company: UInt16, _ data: [UInt8] = []) -> [UInt8] {
    record(0xFF, [UInt8(company & 0xFF), UInt8(company >> 8)] + data)
  }

  private static func record(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: data.count + 1), type] + data
  }
}
