internal import CZlib

/// JSON as it lies in the file: deflated, since a year of repetitions repeats its field names
/// twenty thousand times.
enum Deflated {
  /// More than any message: a line has at most 64 KiB.
  static let mostBytes = 1 << 20

  /// - Throws: `HistoryError.failed` when zlib refuses.
  static func pack(_ bytes: [UInt8]) throws(HistoryError) -> [UInt8] {
    var size = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    let outcome = unsafe bytes.withUnsafeBufferPointer { source in
      unsafe packed.withUnsafeMutableBufferPointer { target in
        unsafe compress2(
          target.baseAddress, &size, source.baseAddress, uLong(source.count), 9)
      }
    }
    guard outcome == Z_OK else { throw .failed("a text could not be deflated") }
    packed.removeSubrange(Int(size)...)
    return packed
  }

  /// - Throws: `HistoryError.failed` for bytes that are not ours.
  static func unpack(_ packed: [UInt8]) throws(HistoryError) -> [UInt8] {
    var room = max(1024, packed.count * 8)
    while room <= mostBytes {
      var size = uLong(room)
      var bytes = [UInt8](repeating: 0, count: room)
      let outcome = unsafe packed.withUnsafeBufferPointer { source in
        unsafe bytes.withUnsafeMutableBufferPointer { target in
          unsafe uncompress(target.baseAddress, &size, source.baseAddress, uLong(source.count))
        }
      }
      if outcome == Z_OK {
        bytes.removeSubrange(Int(size)...)
        return bytes
      }
      guard outcome == Z_BUF_ERROR else { break }
      room *= 4
    }
    throw .failed("a stored text can't be read")
  }
}
