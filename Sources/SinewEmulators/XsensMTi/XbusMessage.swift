/// A message of Xsens' Xbus: `FA`, bus id, message id, length, payload, checksum; every number has
/// its high byte first (sheet: message).
package struct XbusMessage: Sendable, Equatable {
  package var identifier: UInt8
  package var payload: [UInt8]

  package init(_ identifier: UInt8, _ payload: [UInt8] = []) {
    self.identifier = identifier
    self.payload = payload
  }

  /// The bytes on the wire; a payload above 254 bytes takes the long form of the length.
  package var bytes: [UInt8] {
    let count = payload.count
    let length: [UInt8] =
      count < 255 ? [UInt8(count)] : [0xFF, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
    let body = [0xFF, identifier] + length + payload
    return [0xFA] + body + [0 &- body.reduce(0, &+)]
  }

  /// Takes the first whole message from `bytes`, and every byte before it; nil when there is none
  /// yet.
  static func take(from bytes: inout [UInt8]) -> XbusMessage? {
    while !bytes.isEmpty {
      guard bytes[0] == 0xFA else {
        bytes.removeFirst()
        continue
      }
      guard bytes.count >= 5 else { return nil }
      let count = Int(bytes[3])
      guard count < 255 else {
        bytes.removeFirst()
        continue
      }
      guard bytes.count >= count + 5 else { return nil }
      guard bytes[1..<(count + 5)].reduce(0, &+) == 0 else {
        bytes.removeFirst()
        continue
      }
      let message = XbusMessage(bytes[2], Array(bytes[4..<(4 + count)]))
      bytes.removeFirst(count + 5)
      return message
    }
    return nil
  }
}
