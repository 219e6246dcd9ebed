/// Reading a Shimmer3's answer to a command: FF, then for a question the response and its body, then
/// two bytes of CRC when they are switched on. A status report may stand before it.
enum Shimmer3Answer {
  /// What must follow the acknowledgement.
  enum Expected {
    case nothing
    case response(UInt8, length: Int)
    /// 02, eight bytes of which the seventh counts the channels, the channels.
    case inquiry
  }

  /// What stands behind an inquiry's reply.
  enum Tail { case none, checksum, other }

  private static let acknowledged: UInt8 = 0xFF
  /// The CRC of a lone FF.
  private static let acknowledgedCRC: [UInt8] = [0xF4, 0x65]

  static func isAcknowledged(_ answer: [UInt8]) -> Bool { answer.contains(acknowledged) }

  /// The body that was asked for, empty where nothing was; nil while it is not complete.
  static func body(of answer: [UInt8], expecting expected: Expected) -> ArraySlice<UInt8>? {
    switch expected {
    case .nothing: return isAcknowledged(answer) ? [] : nil
    case .response(let code, let length):
      guard let start = start(of: code, in: answer), answer.count >= start + length else {
        return nil
      }
      return answer[start..<(start + length)]
    case .inquiry: return inquiry(in: answer)
    }
  }

  private static func inquiry(in answer: [UInt8]) -> ArraySlice<UInt8>? {
    guard let start = start(of: 0x02, in: answer), answer.count >= start + 8,
      answer.count >= start + 8 + Int(answer[start + 6])
    else { return nil }
    return answer[start..<(start + 8 + Int(answer[start + 6]))]
  }

  /// Where the body behind an acknowledgement and `code` begins. The acknowledgement may have a CRC
  /// of its own.
  private static func start(of code: UInt8, in answer: [UInt8]) -> Int? {
    for index in answer.indices where answer[index] == acknowledged {
      let rest = answer[(index + 1)...]
      if rest.first == code { return index + 2 }
      if rest.prefix(2).elementsEqual(acknowledgedCRC), rest.dropFirst(2).first == code {
        return index + 4
      }
    }
    return nil
  }

  /// The CRC behind an inquiry's reply covers the response, with or without the acknowledgement.
  static func tail(of answer: [UInt8]) -> Tail {
    guard let body = inquiry(in: answer) else { return .other }
    let tail = answer[body.endIndex...]
    if tail.isEmpty { return .none }
    guard tail.count >= 2 else { return .other }
    let found = UInt16(tail[tail.startIndex]) | UInt16(tail[tail.startIndex + 1]) << 8
    let response = answer[(body.startIndex - 1)..<body.endIndex]
    return found == crc(response) || found == crc([acknowledged] + response) ? .checksum : .other
  }

  private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    var crc = Shimmer3CRC()
    for byte in bytes { crc.take(byte) }
    return crc.value
  }
}
