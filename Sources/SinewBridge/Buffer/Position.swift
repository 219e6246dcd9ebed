/// How far the broker has acknowledged, and which line of the daemon was taken last.
package struct Position: Sendable, Equatable {
  /// The segment whose lines come next, where in it, and how many lines of that block are done.
  package var segment: UInt64 = 0
  package var offset = 0
  package var index = 0
  /// The run of the daemon, and the number of its last line that was taken.
  package var boot = ""
  package var seq: Int64 = -1
  /// Lines dropped since the buffer was made: the oldest ones, for want of room.
  package var dropped: Int64 = 0

  package init() {}

  /// Bytes of one of the two places in the file that are written in turn: what was there before a
  /// torn write is still there after it.
  package static let slotBytes = 256

  /// A line with its checksum, filled up with blanks.
  package func encoded(generation: UInt64) -> [UInt8] {
    let words =
      "sinew-bridge 1 \(generation) \(segment) \(offset) \(index) \(boot.isEmpty ? "-" : boot)"
      + " \(seq) \(dropped) "
    var bytes = Array(words.utf8)
    bytes.append(contentsOf: "\(checksum(bytes[...]))".utf8)
    let rest = max(0, Self.slotBytes - 1 - bytes.count)
    return bytes + [UInt8](repeating: 0x20, count: rest) + [0x0A]
  }

  /// The newest of the places that are whole, with its generation; nil when none is.
  package static func newest(in bytes: [UInt8]) -> (position: Position, generation: UInt64)? {
    let slots = stride(from: 0, to: min(bytes.count, 2 * slotBytes), by: slotBytes).compactMap {
      decoded(bytes[$0..<min($0 + slotBytes, bytes.count)])
    }
    return slots.max { $0.generation < $1.generation }
  }

  private static func decoded(
    _ slot: ArraySlice<UInt8>
  ) -> (position: Position, generation: UInt64)? {
    let words = String(decoding: slot, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 10, words[0] == "sinew-bridge", words[1] == "1",
      let generation = UInt64(words[2]), generation < UInt64.max, let segment = UInt64(words[3]),
      let offset = Int(words[4]), let index = Int(words[5]), let seq = Int64(words[7]),
      let dropped = Int64(words[8]), let sum = UInt32(words[9]), offset >= 0, index >= 0,
      words[6].utf8.count <= 64
    else { return nil }
    let summed = words[0...8].joined(separator: " ") + " "
    guard checksum(Array(summed.utf8)[...]) == sum else { return nil }
    var position = Position()
    position.segment = segment
    position.offset = offset
    position.index = index
    position.boot = words[6] == "-" ? "" : String(words[6])
    position.seq = seq
    position.dropped = dropped
    return (position, generation)
  }
}
