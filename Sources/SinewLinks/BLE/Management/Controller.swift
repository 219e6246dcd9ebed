/// A Bluetooth adapter as the kernel tells of it.
package struct Controller: Sendable, Hashable {
  /// What it can do or does now (BlueZ, doc/mgmt-protocol, Read Controller Information).
  package struct Settings: OptionSet, Sendable, Hashable, BitwiseCopyable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let powered = Settings(rawValue: 1 << 0)
    package static let lowEnergy = Settings(rawValue: 1 << 9)
    package static let staticAddress = Settings(rawValue: 1 << 15)
  }

  /// The kernel's number: `hci0` is 0.
  package let index: UInt16
  package let address: BluetoothAddress
  package let supported: Settings
  package internal(set) var current: Settings

  /// Reads the answer to Read Controller Information, 280 bytes; what follows the settings (class
  /// and names) is not needed.
  init?(index: UInt16, information: [UInt8]) {
    var cursor = ByteCursor(information)
    guard let bytes = cursor.take(6), let address = BluetoothAddress(littleEndian: bytes),
      cursor.take(3) != nil, let supported = cursor.long(), let current = cursor.long()
    else { return nil }
    self.index = index
    self.address = address
    self.supported = Settings(rawValue: supported)
    self.current = Settings(rawValue: current)
  }

  /// What a socket is bound to so that it uses this adapter.
  package var local: BLEAddress {
    BLEAddress(address, current.contains(.staticAddress) ? .random : .public)
  }
}
