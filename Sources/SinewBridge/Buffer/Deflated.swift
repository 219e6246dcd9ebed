internal import CZlib

/// Lines as they lie on the disk: deflated, since levels repeat their field names every time.
enum Deflated {
  /// Nil when zlib refuses.
  static func pack(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    let outcome = unsafe bytes.withUnsafeBufferPointer { source in
      unsafe packed.withUnsafeMutableBufferPointer { target in
        unsafe compress2(target.baseAddress, &size, source.baseAddress, uLong(source.count), 6)
      }
    }
    guard outcome == Z_OK else { return nil }
    packed.removeSubrange(Int(size)...)
    return packed
  }

  /// Exactly `count` bytes, or nil.
  static func unpack(_ packed: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
    var size = uLong(count)
    var bytes = [UInt8](repeating: 0, count: count)
    let outcome = unsafe packed.withUnsafeBufferPointer { source in
      unsafe bytes.withUnsafeMutableBufferPointer { target in
        unsafe uncompress(target.baseAddress, &size, source.baseAddress, uLong(source.count))
      }
    }
    return outcome == Z_OK && Int(size) == count ? bytes : nil
  }
}

/// CRC-32 as zlib computes it.
func checksum(_ parts: ArraySlice<UInt8>...) -> UInt32 {
  var sum: uLong = 0
  for part in parts {
    sum = unsafe part.withUnsafeBufferPointer { bytes in
      unsafe crc32(sum, bytes.baseAddress, uInt(bytes.count))
    }
  }
  return UInt32(truncatingIfNeeded: sum)
}
