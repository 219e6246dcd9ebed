/// How a management command ended (BlueZ, doc/mgmt-protocol).
package struct ManagementStatus: RawRepresentable, Sendable, Hashable, BitwiseCopyable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let success = ManagementStatus(rawValue: 0x00)
  package static let busy = ManagementStatus(rawValue: 0x0A)
  package static let rejected = ManagementStatus(rawValue: 0x0B)
  package static let invalidParameters = ManagementStatus(rawValue: 0x0D)
  package static let notPowered = ManagementStatus(rawValue: 0x0F)
  package static let invalidIndex = ManagementStatus(rawValue: 0x11)
  package static let rfkilled = ManagementStatus(rawValue: 0x12)
  package static let permissionDenied = ManagementStatus(rawValue: 0x14)

  private static let words = [
    "success", "unknown command", "not connected", "failed", "connect failed",
    "authentication failed", "not paired", "no resources", "timeout", "already connected", "busy",
    "rejected", "not supported", "invalid parameters", "disconnected", "not powered", "cancelled",
    "invalid index", "rfkilled", "already paired", "permission denied",
  ]
}

extension ManagementStatus: CustomStringConvertible {
  package var description: String {
    let place = Int(rawValue)
    return place < Self.words.count ? Self.words[place] : "status \(rawValue)"
  }
}
