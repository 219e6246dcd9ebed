/// The address of a Bluetooth device, Classic or LE: six bytes, printed as `AA:BB:CC:DD:EE:FF`.
package struct BluetoothAddress: Sendable, Hashable, BitwiseCopyable {
  /// The 48 bits; the first printed pair is the most significant.
  private let bits: UInt64

  /// No device in particular, `00:00:00:00:00:00`: what a socket is bound to, never a peer.
  package static let any = BluetoothAddress(bits: 0)

  private init(bits: UInt64) { self.bits = bits }

  /// Reads six pairs of hexadecimal digits with colons between them, in either case; nil for
  /// anything else.
  package init?(_ text: some StringProtocol) {
    let pairs = text.split(separator: ":", omittingEmptySubsequences: false)
    guard pairs.count == 6 else { return nil }
    var bits: UInt64 = 0
    for pair in pairs {
      // `UInt8("+A", radix: 16)` would read a sign.
      guard pair.utf8.count == 2, pair.utf8.allSatisfy(Self.isHexadecimal),
        let byte = UInt8(pair, radix: 16)
      else { return nil }
      bits = bits << 8 | UInt64(byte)
    }
    self.bits = bits
  }

  /// From the order of the wire and of `bdaddr_t`, least significant byte first; nil when `bytes`
  /// are not six.
  package init?(littleEndian bytes: some Collection<UInt8>) {
    guard bytes.count == 6 else { return nil }
    bits = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The order of the wire and of `bdaddr_t`: the last printed pair comes first. Six bytes.
  package var littleEndianBytes: [UInt8] {
    (0..<6).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
  }

  private static func isHexadecimal(_ character: UInt8) -> Bool {
    switch character {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}

extension BluetoothAddress: CustomStringConvertible {
  /// As `bluetoothctl` prints it: six pairs in upper case.
  package var description: String {
    littleEndianBytes.reversed().map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return byte < 16 ? "0" + digits : digits
    }.joined(separator: ":")
  }
}
