/// Goes from chunk to chunk of an XDF file.
final class XDFChunkReader {
  /// A chunk whose content comes next.
  struct Chunk {
    let tag: XDFTag?
    /// Of the stream it belongs to; 0 for chunks of no stream.
    let stream: UInt32
    /// Where it ends in the file.
    let end: Int
  }

  /// Bytes of a header or footer that are read.
  static let longestText = 4 << 20

  let source: ByteSource
  private var bytes: [UInt8] = []

  init(path: String) throws(RecordingError) {
    source = try ByteSource(path: path)
    try source.read(4, into: &bytes)
    guard bytes == Array("XDF:".utf8) else {
      throw source.damaged("this is no XDF file", at: 0)
    }
  }

  /// The next chunk; nil at the end of the file.
  func next() throws(RecordingError) -> Chunk? {
    guard try !source.isAtEnd() else { return nil }
    let place = source.offset
    let length = try length()
    let start = source.offset
    guard length >= 2, length < Int.max - start else {
      throw source.damaged("a chunk of \(length) bytes can't be", at: place)
    }
    let tag = XDFTag(rawValue: UInt16(truncatingIfNeeded: try word(2)))
    var stream: UInt32 = 0
    if let tag, tag != .fileHeader, tag != .boundary {
      guard length >= 6 else {
        throw source.damaged("a chunk of \(length) bytes can't name its stream", at: place)
      }
      stream = UInt32(truncatingIfNeeded: try word(4))
    }
    return Chunk(tag: tag, stream: stream, end: start + length)
  }

  /// Goes to the end of a chunk.
  func leave(_ chunk: Chunk) throws(RecordingError) {
    guard source.offset <= chunk.end else {
      throw source.damaged("what stands here is longer than the chunk that ends at \(chunk.end)")
    }
    let wanted = chunk.end - source.offset
    guard try source.skip(wanted) == wanted else {
      throw source.damaged("the file ends in the middle of a chunk")
    }
  }

  /// The rest of a chunk as text.
  func text(_ chunk: Chunk) throws(RecordingError) -> String {
    let count = chunk.end - source.offset
    guard count >= 0, count <= Self.longestText else {
      throw source.damaged("a header of \(count) bytes is more than \(Self.longestText)")
    }
    try read(count)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A count that says first in how many bytes it stands.
  func length() throws(RecordingError) -> Int {
    let place = source.offset
    guard let width = try source.byte() else {
      throw source.damaged("the file ends where a length should be")
    }
    guard width == 1 || width == 4 || width == 8 else {
      throw source.damaged("a length of \(width) bytes is none of 1, 4 and 8", at: place)
    }
    let value = try word(Int(width))
    guard value <= UInt64(Int.max) else {
      throw source.damaged("a length of \(value) can't be", at: place)
    }
    return Int(value)
  }

  /// An unsigned number, least byte first.
  func word(_ width: Int) throws(RecordingError) -> UInt64 {
    try read(width)
    return Self.word(bytes, 0, width)
  }

  func double() throws(RecordingError) -> Double { Double(bitPattern: try word(8)) }

  /// Takes `count` bytes into `bytes`; their number is as asked for.
  func read(_ count: Int, into bytes: inout [UInt8]) throws(RecordingError) {
    try source.read(count, into: &bytes)
    guard bytes.count == count else {
      throw source.damaged("the file ends in the middle of a chunk")
    }
  }

  private func read(_ count: Int) throws(RecordingError) { try read(count, into: &bytes) }

  static func word(_ bytes: [UInt8], _ start: Int, _ width: Int) -> UInt64 {
    guard start >= 0, width >= 0, start + width <= bytes.count else { return 0 }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[start + index]) << (8 * UInt64(index)) }
    return value
  }
}
