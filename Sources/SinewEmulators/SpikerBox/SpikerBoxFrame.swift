/// Frames and messages of the Backyard Brains serial protocol.
package enum SpikerBoxFrame {
  /// Two bytes of seven bits a channel; the top bit marks the first byte of the frame.
  package static func bytes(codes: [Int]) -> [UInt8] {
    codes.enumerated().flatMap { index, code in
      [UInt8(code >> 7 & 0x7F) | (index == 0 ? 0x80 : 0), UInt8(code & 0x7F)]
    }
  }

  /// `NAME:value;` between the two escape sequences.
  package static func message(_ text: String) -> [UInt8] {
    [0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF] + Array(text.utf8)
      + [0xFF, 0xFF, 0x01, 0x01, 0x81, 0xFF]
  }
}
