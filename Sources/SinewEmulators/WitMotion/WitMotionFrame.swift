/// The frames of WitMotion's standard protocol (sheet: output frame, BLE form).
package enum WitMotionFrame {
  /// 0x55, type, four words little endian, sum of the ten bytes before.
  package static func bytes(type: UInt8, words: [Int16]) -> [UInt8] {
    bytes(type: type, payload: littleEndian(words, count: 4))
  }

  /// 0x55, type, eight bytes, sum of the ten bytes before.
  package static func bytes(type: UInt8, payload: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = [0x55, type]
    for index in 0..<8 { frame.append(index < payload.count ? payload[index] : 0) }
    frame.append(frame.reduce(0, &+))
    return frame
  }

  /// The 20-byte form of the Bluetooth models: 0x55 0x61 and nine words, no checksum.
  package static func wide(words: [Int16]) -> [UInt8] {
    [0x55, 0x61] + littleEndian(words, count: 9)
  }

  /// A value on a scale where `fullScale` is 32768, rounded and held inside 16 bits.
  package static func word(_ value: Double, fullScale: Double) -> Int16 {
    let scaled = (value / fullScale * 32768).rounded()
    return scaled.isFinite ? Int16(min(max(scaled, -32768), 32767)) : 0
  }

  private static func littleEndian(_ words: [Int16], count: Int) -> [UInt8] {
    (0..<count).flatMap { index -> [UInt8] in
      let bits = UInt16(bitPattern: index < words.count ? words[index] : 0)
      return [UInt8(bits & 0xFF), UInt8(bits >> 8)]
    }
  }
}
