import SinewDevices

/// One way to look on USB and the families that look so.
struct USBGroup {
  let vendorID: UInt16
  let productID: UInt16
  let product: String?
  /// True for a bridge chip that other products have too: the ids do not tell what it is.
  var isShared: Bool
  /// In the order of the catalogue.
  var families: [DeviceProfile]

  /// Four hexadecimal digits, as sysfs writes them.
  var vendor: String { Self.digits(vendorID) }
  var productNumber: String { Self.digits(productID) }

  /// The first part of the link's name. A bridge is not called by a family, or its name would
  /// change with the next family that uses the same chip.
  var linkName: String {
    guard !isShared, families.count == 1, let family = families.first else {
      return "usb-\(vendor)-\(productNumber)"
    }
    return family.id
  }

  /// Of the whole catalogue, by number; an identity with a product text comes after the one without,
  /// or is part of it where both are shared.
  static func all(_ profiles: [DeviceProfile]) -> [USBGroup] {
    var groups: [USBGroup] = []
    let identities = profiles.flatMap { profile in profile.usb.map { (profile, $0) } }
    for (profile, identity) in identities.sorted(by: { precedes($0.1, $1.1) }) {
      let home = groups.firstIndex { $0.takes(identity) }
      if let home {
        groups[home].isShared = groups[home].isShared || identity.isShared
        if !groups[home].families.contains(where: { $0.id == profile.id }) {
          groups[home].families.append(profile)
        }
      } else {
        groups.append(
          USBGroup(
            vendorID: identity.vendorID, productID: identity.productID, product: identity.product,
            isShared: identity.isShared, families: [profile]))
      }
    }
    for index in groups.indices { groups[index].families.sort { $0.id < $1.id } }
    return groups
  }

  private func takes(_ identity: USBIdentity) -> Bool {
    guard vendorID == identity.vendorID, productID == identity.productID else { return false }
    return product == identity.product || product == nil && isShared && identity.isShared
  }

  private static func precedes(_ left: USBIdentity, _ right: USBIdentity) -> Bool {
    (left.vendorID, left.productID, left.product ?? "")
      < (right.vendorID, right.productID, right.product ?? "")
  }

  private static func digits(_ number: UInt16) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 4 - text.count) + text
  }
}
