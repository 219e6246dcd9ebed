/// A terminal on USB: a bridge chip or a board, and how to know it again.
package struct SerialDevice: Sendable, Hashable {
  /// `/dev/ttyUSB0`: good until it is unplugged, then another device may have it.
  package var devnode: String
  /// Links that udev's rules made: `/dev/serial/by-id/...`, `/dev/sinew/...`.
  package var symlinks: [String]
  /// Where it is in sysfs.
  package var sysPath: String
  package var vendorID: UInt16
  package var productID: UInt16
  /// The texts that the device gives about itself; nil where it gives none.
  package var product: String?
  package var manufacturer: String?
  /// Unique for good bridges; cheap ones have none, or all the same.
  package var serialNumber: String?
  /// udev's ID_PATH: the socket it is plugged into, and the interface of the device.
  package var usbPath: String?

  package init(
    devnode: String, symlinks: [String] = [], sysPath: String = "", vendorID: UInt16,
    productID: UInt16, product: String? = nil, manufacturer: String? = nil,
    serialNumber: String? = nil, usbPath: String? = nil
  ) {
    self.devnode = devnode
    self.symlinks = symlinks
    self.sysPath = sysPath
    self.vendorID = vendorID
    self.productID = productID
    self.product = product
    self.manufacturer = manufacturer
    self.serialNumber = serialNumber
    self.usbPath = usbPath
  }

  /// True for the node and for every link to it.
  package func isCalled(_ path: String) -> Bool { devnode == path || symlinks.contains(path) }

  /// What stays the same when it is plugged in again: ids and serial number, or the socket where
  /// it has no serial number.
  package var identity: SerialIdentity {
    SerialIdentity(
      vendorID: vendorID, productID: productID, serialNumber: serialNumber,
      usbPath: serialNumber == nil ? usbPath : nil)
  }
}

/// See `SerialDevice.identity`.
package struct SerialIdentity: Sendable, Hashable {
  let vendorID: UInt16
  let productID: UInt16
  let serialNumber: String?
  let usbPath: String?
}
