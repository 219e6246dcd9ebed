/// A wearable's address with its kind: the same six bytes as a public and as a random address are
/// two devices.
package struct BLEAddress: Sendable, Hashable {
  /// The raw value is the kernel's `bdaddr_type`.
  package enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// Assigned by the IEEE to the maker.
    case `public` = 1
    /// Chosen by the device: most wearables keep theirs for life (static random).
    case random = 2
  }

  package let address: BluetoothAddress
  package let kind: Kind

  package init(_ address: BluetoothAddress, _ kind: Kind) {
    self.address = address
    self.kind = kind
  }

  /// Reads `C0:C1:C2:C3:C4:C5,random` or `...,public`; without a word it is public. Nil for
  /// anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ BluetoothAddress(String($0)) }) else { return nil }
    switch parts.dropFirst().first {
    case nil, "public": self.init(address, .public)
    case "random": self.init(address, .random)
    default: return nil
    }
  }
}

extension BLEAddress: CustomStringConvertible {
  /// As `init` reads it.
  package var description: String {
    "\(address)" + (kind == .random ? ",random" : "")
  }
}
