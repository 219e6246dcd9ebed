/// Some seconds of lines as one piece of a segment file: written at once, read whole or not at all.
///
/// | bytes | are |
/// |---|---|
/// | 4 | `SnwB` |
/// | 4 | bytes of the packed lines |
/// | 4 | bytes of the lines, each with a line feed |
/// | 4 | how many lines |
/// | 4 | CRC-32 of all else |
/// | ... | the lines, deflated |
///
/// Numbers are little-endian.
package struct Block: Sendable, Equatable {
  static let mark = Array("SnwB".utf8)
  package static let headerBytes = 20
  /// Bytes of lines a block holds at most, and is read with at most: a file of a stranger must not
  /// fill the memory.
  package static let mostBytes = 4 << 20

  package let lines: [[UInt8]]

  /// Lines must not hold line feeds; those of JSON never do.
  package init(lines: [[UInt8]]) { self.lines = lines }

  /// The block as it is written; nil when there is nothing to write or too much.
  package var encoded: [UInt8]? {
    var raw: [UInt8] = []
    raw.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for line in lines {
      raw.append(contentsOf: line)
      raw.append(0x0A)
    }
    guard !lines.isEmpty, raw.count <= Self.mostBytes, let packed = Deflated.pack(raw) else {
      return nil
    }
    let sizes = Self.bytes(packed.count) + Self.bytes(raw.count) + Self.bytes(lines.count)
    let sum = checksum(sizes[...], packed[...])
    return Self.mark + sizes + Self.bytes(Int(sum)) + packed
  }

  /// The sizes a header tells, where it can be one.
  struct Header: Equatable {
    let packed: Int
    let raw: Int
    let lines: Int
    let sum: UInt32

    /// - Parameter bytes: twenty of them.
    init?(_ bytes: ArraySlice<UInt8>) {
      guard bytes.count == Block.headerBytes, bytes.starts(with: Block.mark) else { return nil }
      let numbers = stride(from: 4, to: Block.headerBytes, by: 4).map { offset in
        (0..<4).reduce(UInt32(0)) { value, byte in
          value | UInt32(bytes[bytes.startIndex + offset + byte]) << UInt32(8 * byte)
        }
      }
      packed = Int(numbers[0])
      raw = Int(numbers[1])
      lines = Int(numbers[2])
      sum = numbers[3]
      // Deflate makes incompressible bytes a little longer.
      guard (1...Block.mostBytes).contains(raw), packed <= Block.mostBytes + 8192, lines >= 1,
        lines <= raw
      else { return nil }
    }
  }

  private static func bytes(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// Reads the blocks of a segment, whatever its bytes are: a torn or damaged block costs itself alone.
package struct SegmentReader: Sendable {
  private let bytes: [UInt8]
  /// Where the next block is looked for.
  package private(set) var offset: Int
  /// Bytes of the segment as it was read.
  package var size: Int { bytes.count }
  /// Bytes that belong to no whole block, so far.
  package private(set) var skipped = 0

  package init(_ bytes: [UInt8], from offset: Int = 0) {
    self.bytes = bytes
    self.offset = min(max(0, offset), bytes.count)
  }

  /// The next whole block; nil at the end.
  package mutating func next() -> Block? {
    while offset < bytes.count {
      if let (block, end) = block(at: offset) {
        offset = end
        return block
      }
      let next = nextMark(after: offset)
      skipped += next - offset
      offset = next
    }
    return nil
  }

  private func block(at start: Int) -> (Block, end: Int)? {
    let body = start + Block.headerBytes
    guard body <= bytes.count, let header = Block.Header(bytes[start..<body]),
      header.packed <= bytes.count - body
    else { return nil }
    let packed = bytes[body..<body + header.packed]
    guard checksum(bytes[start + 4..<start + 16], packed) == header.sum,
      let raw = Deflated.unpack(packed, count: header.raw), raw.last == 0x0A
    else { return nil }
    let lines = raw.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.count == header.lines else { return nil }
    return (Block(lines: lines.map(Array.init)), body + header.packed)
  }

  private func nextMark(after start: Int) -> Int {
    var place = start + 1
    while place < bytes.count {
      if bytes[place] == Block.mark[0], bytes[place...].starts(with: Block.mark) { return place }
      place += 1
    }
    return bytes.count
  }
}
