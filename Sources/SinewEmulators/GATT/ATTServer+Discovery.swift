internal import SinewSignal

/// Requests by which a client learns the table (Vol 3 Part F 3.4.2 to 3.4.4).
extension ATTServer {
  mutating func exchangeMTU(_ pdu: [UInt8]) throws(Refusal) {
    guard pdu.count == 3 else { throw Refusal(.invalidPDU, at: 0) }
    answer([0x03] + Self.word(UInt16(longestMTU)))
    agree(onMTU: Int(Self.word(pdu, 1)))
  }

  mutating func findInformation(_ pdu: [UInt8]) throws(Refusal) {
    guard pdu.count == 5 else { throw Refusal(.invalidPDU, at: 0) }
    let entries = try rows(pdu).map { (handle: $0.handle, type: $0.type.littleEndian) }
    guard let first = entries.first else {
      throw Refusal(.attributeNotFound, at: Self.word(pdu, 1))
    }
    let size = 2 + first.type.count
    let fitting = entries.prefix { $0.type.count == first.type.count }.prefix((mtu - 2) / size)
    answer(
      [0x05, first.type.count == 2 ? 1 : 2] + fitting.flatMap { Self.word($0.handle) + $0.type })
  }

  mutating func findByTypeValue(_ pdu: [UInt8]) throws(Refusal) {
    guard pdu.count >= 7 else { throw Refusal(.invalidPDU, at: 0) }
    let type = BluetoothUUID(Self.word(pdu, 5))
    let wanted = Array(pdu[7...])
    let found = try rows(pdu).filter { $0.type == type && $0.value == wanted }
    guard !found.isEmpty else { throw Refusal(.attributeNotFound, at: Self.word(pdu, 1)) }
    let entries = found.prefix((mtu - 1) / 4).map { row in
      if case .service(let end) = row.role { return Self.word(row.handle) + Self.word(end) }
      return Self.word(row.handle) + Self.word(row.handle)
    }
    answer([0x07] + entries.joined())
  }

  mutating func readByType(_ pdu: [UInt8]) throws(Refusal) {
    let found = try rows(ofType: pdu)
    guard let first = found.first else {
      throw Refusal(.attributeNotFound, at: Self.word(pdu, 1))
    }
    guard Self.isReadable(first) else { throw Refusal(.readNotPermitted, at: first.handle) }
    let longest = min(mtu - 4, 253)
    let entries = found.prefix { $0.value.count == first.value.count && Self.isReadable($0) }
      .map { Self.word($0.handle) + $0.value.prefix(longest) }
    answer(list(0x09, entries))
  }

  mutating func readByGroupType(_ pdu: [UInt8]) throws(Refusal) {
    let found = try rows(ofType: pdu)
    // Secondary services (0x2801) are a group as well, but none are served.
    let type = BluetoothUUID(littleEndian: pdu[5...])
    guard type == GATTAttribute.primaryService || type == BluetoothUUID(0x2801) else {
      throw Refusal(.unsupportedGroup, at: Self.word(pdu, 1))
    }
    guard let first = found.first else {
      throw Refusal(.attributeNotFound, at: Self.word(pdu, 1))
    }
    let entries = found.prefix { $0.value.count == first.value.count }.map { row -> [UInt8] in
      guard case .service(let end) = row.role else { return [] }
      return Self.word(row.handle) + Self.word(end) + row.value
    }
    answer(list(0x11, entries))
  }

  static func isReadable(_ row: GATTAttribute) -> Bool {
    row.role != .value || row.properties.contains(.read)
  }

  /// Entries of one size behind their size, as many as fit.
  private func list(_ opcode: UInt8, _ entries: [[UInt8]]) -> [UInt8] {
    let size = max(entries.first?.count ?? 1, 1)
    return [opcode, UInt8(truncatingIfNeeded: size)]
      + entries.prefix((mtu - 2) / size).joined()
  }

  /// The rows between the two handles at the front of a request.
  private func rows(_ pdu: [UInt8]) throws(Refusal) -> [GATTAttribute] {
    let start = Self.word(pdu, 1)
    let end = Self.word(pdu, 3)
    guard start > 0, start <= end else { throw Refusal(.invalidHandle, at: start) }
    return table.attributes.filter { (start...end).contains($0.handle) }
  }

  private func rows(ofType pdu: [UInt8]) throws(Refusal) -> [GATTAttribute] {
    guard pdu.count == 7 || pdu.count == 21,
      let type = BluetoothUUID(littleEndian: pdu[5...])
    else { throw Refusal(.invalidPDU, at: 0) }
    return try rows(pdu).filter { $0.type == type }
  }
}
