/// The frame of a BITalino (r)evolution: where its fields stand and how its CRC is made.
///
/// Fields are counted from the end, because a frame with fewer inputs is a longer one without its
/// beginning: last byte = counter and CRC, before it the digital lines and the inputs.
enum BITalinoFrame {
  /// Bytes of a frame with `channels` (1...6) enabled inputs: the sum of 4 bits each for counter,
  /// CRC and digital lines, 10 for each of the first four inputs and 6 for the others, rounded up
  /// to bytes.
  static func length(channels: Int) -> Int {
    let bits = channels <= 4 ? 12 + 10 * channels : 52 + 6 * (channels - 4)
    return (bits + 7) / 8
  }

  /// Counter 0...15 of the frame that begins at `start`.
  @_noLocks @_noAllocation
  static func counter(_ window: TimedByteWindow, at start: Int, _ length: Int) -> Int {
    Int(window[start &+ length &- 1] &>> 4)
  }

  /// True when the CRC fits: x^4 + x + 1, initial value 0, high bit first, over all bytes with the
  /// CRC's own four bits left out.
  @_noLocks @_noAllocation
  static func isIntact(_ window: TimedByteWindow, at start: Int, _ length: Int) -> Bool {
    var crc = 0
    var offset = start
    let last = start &+ length &- 1
    while offset < last {
      let byte = Int(window[offset])
      crc = next(crc) ^ byte &>> 4
      crc = next(crc) ^ byte & 15
      offset &+= 1
    }
    crc = next(crc) ^ Int(window[last] &>> 4)
    return next(crc) == Int(window[last] & 15)
  }

  /// The CRC register after four zero bits: 0 3 6 5 C F A 9 B 8 D E 7 4 1 2, lowest nibble first.
  @_noLocks @_noAllocation
  private static func next(_ crc: Int) -> Int {
    Int(truncatingIfNeeded: (0x2147_ED8B_9AFC_5630 as UInt64) &>> UInt64(crc &* 4)) & 15
  }

  /// The code of enabled input number `channel`, 0 based, of the frame in front: 10 bits for 0...3,
  /// 6 bits for 4 and 5.
  @_noLocks @_noAllocation
  static func code(_ window: TimedByteWindow, _ length: Int, channel: Int) -> Int {
    switch channel {
    case 0: Int(window[length &- 2] & 0x0F) &<< 6 | Int(window[length &- 3]) &>> 2
    case 1: Int(window[length &- 3] & 0x03) &<< 8 | Int(window[length &- 4])
    case 2: Int(window[length &- 5]) &<< 2 | Int(window[length &- 6]) &>> 6
    case 3: Int(window[length &- 6] & 0x3F) &<< 4 | Int(window[length &- 7]) &>> 4
    case 4: Int(window[length &- 7] & 0x0F) &<< 2 | Int(window[length &- 8]) &>> 6
    default: Int(window[length &- 8] & 0x3F)
    }
  }
}
