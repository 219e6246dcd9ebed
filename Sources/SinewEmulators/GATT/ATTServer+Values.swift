internal import SinewSignal

/// Reads and writes (Vol 3 Part F 3.4.4.3 to 3.4.5).
extension ATTServer {
  mutating func read(_ pdu: [UInt8], isBlob: Bool) throws(Refusal) {
    guard pdu.count == (isBlob ? 5 : 3) else { throw Refusal(.invalidPDU, at: 0) }
    let handle = Self.word(pdu, 1)
    guard let index = table.index(of: handle) else { throw Refusal(.invalidHandle, at: handle) }
    guard Self.isReadable(table[index]) else { throw Refusal(.readNotPermitted, at: handle) }
    let value = table[index].value
    let offset = isBlob ? Int(Self.word(pdu, 3)) : 0
    guard offset <= value.count else { throw Refusal(.invalidOffset, at: handle) }
    answer([isBlob ? 0x0D : 0x0B] + value[offset...].prefix(mtu - 1))
  }

  /// A request or, with bit 6, a command.
  mutating func write(_ pdu: [UInt8]) throws(Refusal) -> Event? {
    guard pdu.count >= 3 else { throw Refusal(.invalidPDU, at: 0) }
    let handle = Self.word(pdu, 1)
    guard let index = table.index(of: handle) else { throw Refusal(.invalidHandle, at: handle) }
    let isRequest = pdu[0] == 0x12
    let value = Array(pdu[3...])
    switch table[index].role {
    case .configuration(let owner):
      try configure(index, value)
      if isRequest { answer([0x13]) }
      let characteristic = table.attributes.first { $0.handle == owner }
      return characteristic.map { .subscribed($0.type) }
    case .value:
      let row = table[index]
      let needed: CharacteristicProperties = isRequest ? .write : .writeWithoutResponse
      guard row.properties.contains(needed) else { throw Refusal(.writeNotPermitted, at: handle) }
      guard row.writeLengths.contains(value.count) else {
        throw Refusal(.invalidValueLength, at: handle)
      }
      return .written(row.type, value, isRequest: isRequest)
    case .service, .declaration:
      throw Refusal(.writeNotPermitted, at: handle)
    }
  }

  /// Takes a CCCD's two bytes; bits that the characteristic has not are refused.
  private mutating func configure(_ index: Int, _ value: [UInt8]) throws(Refusal) {
    let row = table[index]
    guard value.count == 2 else { throw Refusal(.invalidValueLength, at: row.handle) }
    var allowed: UInt8 = row.properties.contains(.notify) ? 1 : 0
    if row.properties.contains(.indicate) { allowed |= 2 }
    if !row.acceptsAnyConfiguration, value[0] & ~allowed != 0 || value[1] != 0 {
      throw Refusal(.badConfiguration, at: row.handle)
    }
    store([value[0] & allowed, 0], at: index)
  }
}
