/// One way a device family looks on USB.
package struct USBPattern: Sendable, Hashable {
  package let vendorID: UInt16
  package let productID: UInt16
  /// The product text it must have; nil where any will do.
  package let product: String?
  /// True for a bridge chip that thousands of other products have too.
  package let isShared: Bool

  package init(vendorID: UInt16, productID: UInt16, product: String? = nil, isShared: Bool) {
    self.vendorID = vendorID
    self.productID = productID
    self.product = product
    self.isShared = isShared
  }

  /// True when ids and text fit.
  package func fits(_ device: SerialDevice) -> Bool {
    guard vendorID == device.vendorID, productID == device.productID else { return false }
    return product == nil || product == device.product
  }
}
