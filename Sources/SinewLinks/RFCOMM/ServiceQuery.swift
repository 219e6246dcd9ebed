/// The question for the RFCOMM channels of all serial ports, as the Service Discovery Protocol asks
/// it: messages out, messages in, no socket.
///
/// One request a message, one answer to each; a long answer comes in parts, each but the last with
/// a continuation state of at most 16 bytes that the next request repeats. Numbers are big-endian.
/// Source: Bluetooth Core Specification 5.4, Vol 3 Part B, 4.2 (PDU format), 4.4 (error) and 4.7
/// (ServiceSearchAttribute).
///
/// libbluetooth can ask too, but it spins while a connection is busy, follows continuations for
/// ever and writes beyond its `fd_set` for descriptors above 1023; only the reading of records is
/// left to it.
struct ServiceQuery {
  enum Step: Equatable {
    case ask([UInt8])
    /// The attribute lists, one data element sequence.
    case answer([UInt8])
    case malformed
  }

  /// Bytes of attribute lists, all parts together. A record's list of protocols has about 20, so
  /// these are a hundred serial ports.
  static let longest = 2048
  /// Parts of one answer.
  private static let mostParts = 32

  /// Search pattern: {UUID16 0x1101, serial port}; at most 1024 bytes an answer, which fits no
  /// default MTU whole; attributes: {0x0004, list of protocols}.
  private static let question: [UInt8] = [
    0x35, 0x03, 0x19, 0x11, 0x01, 0x04, 0x00, 0x35, 0x03, 0x09, 0x00, 0x04,
  ]

  private var transaction: UInt16 = 0
  private var lists: [UInt8] = []

  /// The first request.
  mutating func begin() -> [UInt8] { request(continuation: []) }

  private mutating func request(continuation: [UInt8]) -> [UInt8] {
    transaction &+= 1
    let parameters = Self.question + [UInt8(continuation.count)] + continuation
    return [0x06] + Self.bigEndian(transaction) + Self.bigEndian(UInt16(parameters.count))
      + parameters
  }

  /// What to do after `message`, an answer as it came.
  mutating func take(_ message: [UInt8]) -> Step {
    guard message.count >= 8, message[0] == 0x07, Self.number(message, at: 1) == transaction,
      Self.number(message, at: 3) == message.count - 5
    else { return .malformed }
    let end = 7 + Int(Self.number(message, at: 5))
    guard end < message.count else { return .malformed }
    let continuation = Array(message[(end + 1)...])
    guard continuation.count == Int(message[end]), continuation.count <= 16 else {
      return .malformed
    }
    lists += message[7..<end]
    guard lists.count <= Self.longest else { return .malformed }
    if continuation.isEmpty { return .answer(lists) }
    guard transaction < Self.mostParts else { return .malformed }
    return .ask(request(continuation: continuation))
  }

  private static func number(_ bytes: [UInt8], at index: Int) -> UInt16 {
    UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
  }

  private static func bigEndian(_ value: UInt16) -> [UInt8] {
    [UInt8(value >> 8), UInt8(value & 0xFF)]
  }
}
