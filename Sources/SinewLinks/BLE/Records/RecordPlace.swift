internal import SinewSignal

/// Turns a notification into a record where it lies. The datagram is received two bytes into the
/// buffer, so that the value is already where the record has it:
///
///     datagram        1B handle(2) value...
///     record    B1 1B characteristic size(2) value... sum(2)
enum RecordPlace {
  /// Where the datagram begins.
  static let offset = 2
  /// The longest datagram that becomes a record, bytes.
  static let longestDatagram = 3 + GATTRecord.longestValue

  /// Bytes the datagram's place must have in the buffer beyond its own size.
  static let margin = offset + GATTRecord.sumSize

  /// Writes the record around a value of `size` bytes and returns the record's size; 0 when it does
  /// not fit. The value stays where it is.
  @_noLocks @_noAllocation
  static func writeRecord(
    in buffer: UnsafeMutableRawBufferPointer, characteristic: UInt8, size: Int
  ) -> Int {
    guard size >= 0, size <= 244, buffer.count >= size &+ 7 else { return 0 }
    unsafe buffer[0] = 0xB1
    unsafe buffer[1] = 0x1B
    unsafe buffer[2] = characteristic
    unsafe buffer[3] = UInt8(truncatingIfNeeded: size)
    unsafe buffer[4] = 0
    // 248 bytes of at most 255: neither sum reaches 2^32, so one division each is enough.
    var first: UInt32 = 0
    var second: UInt32 = 0
    var index = 1
    while index < size &+ 5 {
      first &+= unsafe UInt32(buffer[index])
      second &+= first
      index &+= 1
    }
    unsafe buffer[size &+ 5] = UInt8(truncatingIfNeeded: first % 255)
    unsafe buffer[size &+ 6] = UInt8(truncatingIfNeeded: second % 255)
    return size &+ 7
  }
}
