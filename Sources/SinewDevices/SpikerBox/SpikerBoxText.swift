/// Bytes of a SpikerBox read at leisure, for the handshake.
enum SpikerBoxText {
  private static let begin: [UInt8] = [0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF]
  private static let end: [UInt8] = [0xFF, 0xFF, 0x01, 0x01, 0x81, 0xFF]

  /// The samples without messages, and the last board name told in a complete message.
  static func split(_ bytes: [UInt8]) -> (samples: [UInt8], name: String?) {
    var samples: [UInt8] = []
    var name: String?
    var rest = bytes[...]
    while let start = find(begin, in: rest) {
      samples += rest[..<start]
      guard let stop = find(end, in: rest[(start + 6)...]) else { return (samples, name) }
      name = Self.name(in: rest[(start + 6)..<stop]) ?? name
      rest = rest[(stop + 6)...]
    }
    return (samples + rest, name)
  }

  /// The channels of the last run of whole frames with one length in `bytes`; nil when that run is
  /// shorter than `frames`.
  static func channels(of bytes: [UInt8], bits: Int, frames: Int) -> Int? {
    let samples = split(bytes).samples
    let highest = UInt8(truncatingIfNeeded: (1 << (bits - 7)) - 1)
    let starts = samples.indices.filter { samples[$0] >= 0x80 }
    guard starts.count > frames else { return nil }
    let last = starts.suffix(frames + 1)
    let lengths = zip(last, last.dropFirst()).map { $1 - $0 }
    guard let length = lengths.first, lengths.allSatisfy({ $0 == length }), length % 2 == 0,
      (2...12).contains(length)
    else { return nil }
    let inRange = last.dropLast().allSatisfy { start in
      stride(from: start, to: start + length, by: 2).allSatisfy {
        samples[$0] & 0x7F <= highest
      }
    }
    return inRange ? length / 2 : nil
  }

  private static func name(in payload: ArraySlice<UInt8>) -> String? {
    for item in payload.split(separator: 0x3B) where item.starts(with: Array("HWT:".utf8)) {
      let name = item.dropFirst(4)
      let isPlain = name.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
      if !name.isEmpty, name.count <= 16, isPlain { return String(decoding: name, as: UTF8.self) }
    }
    return nil
  }

  private static func find(_ mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var start = bytes.startIndex
    while start + mark.count <= bytes.endIndex {
      // The first byte alone decides nearly always.
      if bytes[start] == 0xFF, bytes[start..<(start + mark.count)].elementsEqual(mark) {
        return start
      }
      start += 1
    }
    return nil
  }
}
