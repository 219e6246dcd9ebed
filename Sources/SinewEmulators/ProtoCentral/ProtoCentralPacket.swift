/// The packets of ProtoCentral's boards (sheet: frame, payloads).
package enum ProtoCentralPacket {
  /// `0A FA`, length low byte first, type, payload, `00 0B`.
  package static func bytes(type: UInt8, payload: [UInt8]) -> [UInt8] {
    [0x0A, 0xFA, UInt8(payload.count & 0xFF), UInt8(payload.count >> 8 & 0xFF), type]
      + payload + [0x00, 0x0B]
  }

  /// Low byte first.
  package static func word(_ value: Int16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  /// Low byte first.
  package static func long(_ value: Int32) -> [UInt8] {
    [value, value >> 8, value >> 16, value >> 24].map { UInt8(truncatingIfNeeded: $0) }
  }
}
