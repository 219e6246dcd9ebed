import SinewEmulators

/// Reading a device's bytes by the sheets' rules, for the tests alone.
enum Wire {
  /// Bytes from hexadecimal text with blanks.
  static func bytes(_ hex: String) -> [UInt8] {
    hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Cuts a clean Cyton stream into its packets of 33 bytes.
  static func packets(_ bytes: [UInt8]) -> [[UInt8]] { cut(bytes, every: 33) }

  /// Cuts a clean WitMotion stream into its frames of 11 bytes.
  static func frames(_ bytes: [UInt8]) -> [[UInt8]] { cut(bytes, every: 11) }

  /// The 24-bit code of a channel, 0 based.
  static func code(_ packet: [UInt8], _ channel: Int) -> Int {
    let at = 2 + 3 * channel
    let raw = Int(packet[at]) << 16 | Int(packet[at + 1]) << 8 | Int(packet[at + 2])
    return raw >= 1 << 23 ? raw - 1 << 24 : raw
  }

  /// A big-endian word.
  static func wordBE(_ bytes: [UInt8], _ at: Int) -> Int {
    Int(Int16(bitPattern: UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])))
  }

  /// A little-endian word.
  static func wordLE(_ bytes: [UInt8], _ at: Int) -> Int {
    Int(Int16(bitPattern: UInt16(bytes[at + 1]) << 8 | UInt16(bytes[at])))
  }

  private static func cut(_ bytes: [UInt8], every size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count - size + 1, by: size).map { Array(bytes[$0..<$0 + size]) }
  }
}
