package import SinewSignal

/// The facts about a device family that do not depend on a single unit.
package struct DeviceProfile: Sendable, Hashable {
  /// `vendor-product`, lower case, stable for ever.
  package let id: String
  /// For people: `OpenBCI Cyton`.
  package let name: String
  package let links: [LinkKind]
  /// Line speeds to try, best first; empty where the link has none.
  package let baudRates: [Int]
  /// How the device looks on USB. An ambiguous bridge chip needs the handshake to confirm.
  package let usb: [USBIdentity]
  /// The streams before any handshake.
  package let streams: [StreamProfile]
  /// How it is reached over Bluetooth LE; nil where it isn't.
  package let gatt: GATTProfile?
  /// What stands between the electrodes and the mains; nil where the device has none.
  package let isolation: Isolation?

  package init(
    id: String, name: String, links: [LinkKind], baudRates: [Int] = [], usb: [USBIdentity] = [],
    streams: [StreamProfile], gatt: GATTProfile? = nil, isolation: Isolation?
  ) {
    self.id = id
    self.name = name
    self.links = links
    self.baudRates = baudRates
    self.usb = usb
    self.streams = streams
    self.gatt = gatt
    self.isolation = isolation
  }
}

/// What stands between the electrodes on a person and the mains. The raw value is the word in
/// `device` messages.
package enum Isolation: String, Sendable, Hashable {
  /// Runs on a battery and talks by radio.
  case battery
  /// Its cable is galvanically isolated by the maker.
  case isolated
  /// A cable to a computer or charger on mains power can reach the skin: only with a battery-run
  /// host or an isolator.
  case mainsPossible = "mains_possible"
}

/// The kinds of link a family is sold with.
package enum LinkKind: String, Sendable, Hashable {
  case serial
  case rfcomm
  case ble
}

/// One way a family shows up on USB.
package struct USBIdentity: Sendable, Hashable {
  package let vendorID: UInt16
  package let productID: UInt16
  /// Product text that must match; nil where any will do.
  package let product: String?
  /// True for a bridge chip that thousands of other products share.
  package let isShared: Bool

  package init(vendorID: UInt16, productID: UInt16, product: String? = nil, isShared: Bool) {
    self.vendorID = vendorID
    self.productID = productID
    self.product = product
    self.isShared = isShared
  }
}
