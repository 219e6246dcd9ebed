/// One data element of a service record, looked at only as far as to know where it ends and whether
/// it is whole.
///
/// First byte: type in the upper five bits, size index in the lower three. Size index 0...4: 1, 2,
/// 4, 8, 16 bytes follow; 5, 6: a length of 1 or 2 bytes precedes them. Source: Bluetooth Core
/// Specification 5.4, Vol 3 Part B, 3.2 and 3.3.
struct DataElement {
  private enum Kind: UInt8 {
    case null, unsigned, signed, uuid, text, boolean, sequence
    case url = 8

    /// The size indices this type may have, none but those at which libbluetooth comes as far as
    /// we do. Lengths of four bytes and alternatives (type 7) occur in no record of a serial port.
    var sizes: Set<UInt8> {
      switch self {
      case .null, .boolean: [0]
      case .unsigned, .signed: [0, 1, 2, 3, 4]
      case .uuid: [1, 2, 4]
      case .text, .sequence, .url: [5, 6]
      }
    }
  }

  /// Sequences within sequences; a list of protocols has three.
  private static let deepest = 8

  let isSequence: Bool
  /// Where its content stands in the bytes it was read from.
  let content: Range<Int>

  /// The element that begins at `start` and ends at `end` or before; nil where there is none.
  init?(_ bytes: [UInt8], at start: Int, upTo end: Int) {
    guard start < end, let kind = Kind(rawValue: bytes[start] >> 3),
      kind.sizes.contains(bytes[start] & 7)
    else { return nil }
    var begin = start + 1
    var length = kind == .null ? 0 : 1 << Int(bytes[start] & 7)
    let lengthBytes = Int(bytes[start] & 7) - 4
    if lengthBytes > 0 {
      guard begin + lengthBytes <= end else { return nil }
      length = bytes[begin..<(begin + lengthBytes)].reduce(0) { $0 << 8 | Int($1) }
      begin += lengthBytes
    }
    guard begin + length <= end else { return nil }
    isSequence = kind == .sequence
    content = begin..<(begin + length)
  }

  /// The elements of the sequence, each sound to its last byte; nil where it is no such sequence.
  func children(_ bytes: [UInt8], depth: Int = 0) -> [Range<Int>]? {
    guard isSequence, depth < Self.deepest else { return nil }
    var children: [Range<Int>] = []
    var start = content.lowerBound
    while start < content.upperBound {
      guard let child = DataElement(bytes, at: start, upTo: content.upperBound) else { return nil }
      if child.isSequence, child.children(bytes, depth: depth + 1) == nil { return nil }
      children.append(start..<child.content.upperBound)
      start = child.content.upperBound
    }
    return children
  }
}
