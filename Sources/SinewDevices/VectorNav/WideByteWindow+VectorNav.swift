/// The checks of VectorNav's two protocols over bytes in the window.
extension WideByteWindow {
  /// CRC16, polynomial 1021, start 0, of the bytes `start..<end`.
  @_noLocks @_noAllocation
  func crc16(from start: Int, to end: Int) -> UInt16 {
    var crc: UInt16 = 0
    var index = start
    while index < end {
      crc = (crc &>> 8) | (crc &<< 8)
      crc ^= UInt16(self[index])
      crc ^= (crc & 0xFF) &>> 4
      crc ^= crc &<< 12
      crc ^= (crc & 0xFF) &<< 5
      index &+= 1
    }
    return crc
  }

  /// The bytes `start..<end` combined by exclusive or.
  @_noLocks @_noAllocation
  func xor(from start: Int, to end: Int) -> UInt8 {
    var sum: UInt8 = 0
    var index = start
    while index < end {
      sum ^= self[index]
      index &+= 1
    }
    return sum
  }

  /// Hexadecimal digits as a number; -1 where one is none.
  @_noLocks @_noAllocation
  func hexadecimal(at offset: Int, _ digits: Int) -> Int {
    var value = 0
    var index = 0
    while index < digits {
      let byte = Int(self[offset &+ index])
      let letter = (byte | 0x20) &- 0x61
      if byte >= 0x30, byte <= 0x39 {
        value = value &* 16 &+ byte &- 0x30
      } else if letter >= 0, letter < 6 {
        value = value &* 16 &+ letter &+ 10
      } else {
        return -1
      }
      index &+= 1
    }
    return value
  }
}
