/// Tables of wearables seen before, so that the next connection need not ask for them again: a
/// table belongs to an address and the firmware that served it. A value without a clock or a file.
package struct GATTTableCache: Sendable {
  /// A table and the firmware that served it.
  package struct Entry: Sendable, Hashable {
    /// As the device spells it; a device that tells none has no entry.
    package let firmware: String
    package let table: GATTTable

    package init(firmware: String, table: GATTTable) {
      self.firmware = firmware
      self.table = table
    }
  }

  /// Entries kept; the one kept first goes first.
  package static let capacity = 64

  private var entries: [BLEAddress: Entry] = [:]
  private var order: [BLEAddress] = []

  package init() {}

  package subscript(address: BLEAddress) -> Entry? { entries[address] }

  /// Keeps a table in place of an older one; one without a firmware is not kept.
  package mutating func keep(_ entry: Entry, for address: BLEAddress) {
    drop(address)
    guard !entry.firmware.isEmpty else { return }
    if order.count >= Self.capacity, let oldest = order.first { drop(oldest) }
    entries[address] = entry
    order.append(address)
  }

  /// Forgets the table of an address.
  package mutating func drop(_ address: BLEAddress) {
    guard entries.removeValue(forKey: address) != nil else { return }
    order.removeAll { $0 == address }
  }
}
