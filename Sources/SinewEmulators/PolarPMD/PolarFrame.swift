/// Samples as the bytes behind the ten of a data frame's head.
enum PolarFrame {
  /// Each value in `size` bytes.
  static func raw(_ samples: [[Int]], size: Int) -> [UInt8] {
    samples.joined().flatMap { LittleEndian.bytes($0, size) }
  }

  /// The reference sample in words, then blocks of at most `longestBlock` differences, each with the
  /// width its own values need, lowest bit first.
  static func compressed(_ samples: [[Int]], longestBlock: Int) -> [UInt8] {
    guard let reference = samples.first else { return [] }
    var bytes = reference.flatMap { LittleEndian.bytes($0, 2) }
    let steps = zip(samples.dropFirst(), samples).map { now, before in
      zip(now, before).map { $0 - $1 }
    }
    for start in stride(from: 0, to: steps.count, by: longestBlock) {
      let block = Array(steps[start..<min(start + longestBlock, steps.count)])
      let width = block.joined().map { bits(for: $0) }.max() ?? 1
      bytes += [UInt8(width), UInt8(block.count)] + packed(Array(block.joined()), width: width)
    }
    return bytes
  }

  /// Bits that hold a number in two's complement.
  private static func bits(for value: Int) -> Int {
    let magnitude = value < 0 ? ~value : value
    return Int.bitWidth - magnitude.leadingZeroBitCount + 1
  }

  private static func packed(_ values: [Int], width: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (values.count * width + 7) / 8)
    for (index, value) in values.enumerated() {
      for bit in 0..<width where value >> bit & 1 == 1 {
        let place = index * width + bit
        bytes[place / 8] |= 1 << UInt8(place % 8)
      }
    }
    return bytes
  }
}
