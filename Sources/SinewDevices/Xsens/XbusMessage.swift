/// One message of the Xbus protocol as the handshake needs it; the hot decoder reads the bytes in
/// place.
struct XbusMessage: Sendable, Equatable {
  let id: UInt8
  let payload: [UInt8]

  static let gotoConfig = encoded(id: 0x30)
  static let gotoMeasurement = encoded(id: 0x10)
  static let requestDeviceID = encoded(id: 0x00)
  /// Keeps a unit that has just been switched on in its configuration state.
  static let wakeUpAcknowledge = encoded(id: 0x3F)

  /// The bytes of a message to the unit; `payload` at most 254 bytes.
  static func encoded(id: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
    let body = [0xFF, id, UInt8(truncatingIfNeeded: payload.count)] + payload
    return [0xFA] + body + [0 &- body.reduce(0, &+)]
  }

  /// The output configuration `items`, each with its samples a second (FFFF: in every packet).
  static func outputConfiguration(_ items: [(item: UInt16, rate: UInt16)]) -> [UInt8] {
    encoded(
      id: 0xC0,
      items.flatMap { pair in
        [pair.item, pair.rate].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      })
  }

  /// The samples a second that an output configuration gives to `item`, whatever its number
  /// format; 0 where it is not in the list.
  func rate(of item: UInt16) -> UInt16 {
    for start in stride(from: 0, to: payload.count - 3, by: 4) {
      let word = UInt16(payload[start]) << 8 | UInt16(payload[start + 1])
      if word & 0xFFF0 == item {
        return UInt16(payload[start + 2]) << 8 | UInt16(payload[start + 3])
      }
    }
    return 0
  }

  /// Takes the first whole message out of `bytes`, and the bytes before it; nil where there is none
  /// yet.
  static func take(from bytes: inout [UInt8]) -> XbusMessage? {
    for start in bytes.indices where bytes[start] == 0xFA {
      guard let message = whole(bytes[start...]) else { continue }
      bytes.removeFirst(start + message.length)
      return message.message
    }
    return nil
  }

  private static func whole(_ bytes: ArraySlice<UInt8>) -> (message: XbusMessage, length: Int)? {
    let bytes = Array(bytes.prefix(260))
    guard bytes.count >= 5, bytes[1] == 0xFF || bytes[1] == 0x01, bytes[3] != 0xFF else {
      return nil
    }
    let length = Int(bytes[3]) + 5
    guard bytes.count >= length, bytes[1..<length].reduce(0, &+) == 0 else { return nil }
    return (XbusMessage(id: bytes[2], payload: Array(bytes[4..<(length - 1)])), length)
  }
}
