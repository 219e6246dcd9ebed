/// A Bluetooth service or characteristic UUID. Short ones (16 and 32 bits) are held in full, on the
/// Bluetooth base UUID (Core Specification, Vol 3 Part B 2.5.1).
package struct BluetoothUUID: Sendable, Hashable {
  /// The first eight bytes as people write them, the high one first.
  package let high: UInt64
  /// The last eight.
  package let low: UInt64

  private static let baseHigh: UInt64 = 0x0000_0000_0000_1000
  private static let baseLow: UInt64 = 0x8000_0080_5F9B_34FB

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A UUID assigned by the Bluetooth SIG: `BluetoothUUID(0x180F)` is the battery service.
  package init(_ short: UInt16) {
    self.init(high: UInt64(short) << 32 | Self.baseHigh, low: Self.baseLow)
  }

  /// Reads `d5060001-a904-deb9-4748-2c7f4a124842`, in either case; nil for anything else.
  package init?(_ text: String) {
    var digits = [UInt64]()
    for (place, byte) in text.utf8.enumerated() {
      if [8, 13, 18, 23].contains(place) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
      digits.append(UInt64(digit))
    }
    guard digits.count == 32 else { return nil }
    self.init(
      high: digits[..<16].reduce(0) { $0 << 4 | $1 }, low: digits[16...].reduce(0) { $0 << 4 | $1 })
  }

  /// As it comes over the air: 2, 4 or 16 bytes, the low one first; nil for any other count.
  package init?(littleEndian bytes: some Collection<UInt8>) {
    let number = bytes.reversed()
    func value(_ part: some Sequence<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    switch number.count {
    case 2, 4: self.init(high: value(number) << 32 | Self.baseHigh, low: Self.baseLow)
    case 16: self.init(high: value(number.prefix(8)), low: value(number.suffix(8)))
    default: return nil
    }
  }

  /// The 16-bit form, where the UUID has one.
  package var short: UInt16? {
    guard low == Self.baseLow, high & 0xFFFF_0000_FFFF_FFFF == Self.baseHigh else { return nil }
    return UInt16(truncatingIfNeeded: high >> 32)
  }

  /// As it goes over the air: 2 bytes where there is a short form, else 16; the low one first.
  package var littleEndian: [UInt8] {
    if let short { return [UInt8(truncatingIfNeeded: short), UInt8(short >> 8)] }
    return [low, high].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> (8 * UInt64($0))) }
    }
  }
}

extension BluetoothUUID: CustomStringConvertible {
  /// `180F`, or the long form in lower case.
  package var description: String {
    func hex(_ number: UInt64, _ width: Int) -> String {
      let text = String(number, radix: 16)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    if let short { return hex(UInt64(short), 4).uppercased() }
    return [
      hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), hex(high & 0xFFFF, 4), hex(low >> 48, 4),
      hex(low & 0xFFFF_FFFF_FFFF, 12),
    ].joined(separator: "-")
  }
}
