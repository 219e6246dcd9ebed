/// What udev tells about one terminal, as plain values, so that reading it needs no udev.
package struct UdevRecord: Sendable, Hashable {
  /// `/dev/ttyUSB0`.
  package var devnode: String
  /// Where it is in sysfs.
  package var sysPath: String
  /// Links to it below `/dev` that rules made.
  package var symlinks: [String]
  /// udev's properties: `ID_PATH`, `ID_SERIAL_SHORT`, ...; empty where no udev runs.
  package var properties: [String: String]
  /// The kernel's attributes of the USB device it belongs to: `idVendor`, `idProduct`, `product`,
  /// `manufacturer`, `serial`; empty where it belongs to none, and after it was unplugged.
  package var attributes: [String: String]

  package init(
    devnode: String, sysPath: String = "", symlinks: [String] = [],
    properties: [String: String] = [:], attributes: [String: String] = [:]
  ) {
    self.devnode = devnode
    self.sysPath = sysPath
    self.symlinks = symlinks
    self.properties = properties
    self.attributes = attributes
  }
}
