extension SerialDevice {
  /// Reads a record; nil for what is no terminal on USB, or has no node or ids.
  ///
  /// The kernel's attributes come first: udev's properties replace blanks in texts by underscores.
  /// Everything here is what a device says of itself, so nothing is believed to be well formed.
  package init?(_ record: UdevRecord) {
    guard record.devnode.hasPrefix("/dev/"),
      let vendorID = Self.hexadecimal(
        record.attributes["idVendor"] ?? record.usbProperty("ID_VENDOR_ID")),
      let productID = Self.hexadecimal(
        record.attributes["idProduct"] ?? record.usbProperty("ID_MODEL_ID"))
    else { return nil }
    self.init(
      devnode: record.devnode, symlinks: record.symlinks, sysPath: record.sysPath,
      vendorID: vendorID, productID: productID,
      product: Self.text(
        record.attributes["product"] ?? record.usbProperty("ID_MODEL_ENC").map(Self.unescaped)),
      manufacturer: Self.text(
        record.attributes["manufacturer"]
          ?? record.usbProperty("ID_VENDOR_ENC").map(Self.unescaped)),
      serialNumber: Self.text(
        record.attributes["serial"] ?? record.usbProperty("ID_SERIAL_SHORT")),
      usbPath: Self.text(record.properties["ID_PATH"]))
  }

  /// Four hexadecimal digits.
  private static func hexadecimal(_ text: String?) -> UInt16? {
    // `UInt16(_:radix:)` would take a sign too.
    guard let text, text.utf8.count == 4, text.allSatisfy(\.isHexDigit) else { return nil }
    return UInt16(text, radix: 16)
  }

  /// Without blanks at the ends and without control characters; nil when nothing is left.
  private static func text(_ raw: String?) -> String? {
    guard let raw else { return nil }
    var scalars = raw.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }[...]
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    guard !scalars.isEmpty else { return nil }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }

  /// Undoes udev's `\x20`.
  private static func unescaped(_ encoded: String) -> String {
    let bytes = Array(encoded.utf8)
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes.count - index >= 4, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "x"),
        let code = UInt8(
          String(decoding: bytes[(index + 2)..<(index + 4)], as: UTF8.self), radix: 16)
      {
        plain.append(code)
        index += 4
      } else {
        plain.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}

extension UdevRecord {
  /// A property that holds for USB only: a disk's `ID_MODEL_ID` means something else.
  fileprivate func usbProperty(_ name: String) -> String? {
    properties["ID_BUS"] == "usb" ? properties[name] : nil
  }
}
