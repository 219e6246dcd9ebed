/// Items of an MTData2 payload: identifier, size, data (sheet: MTData2).
package enum MTData2 {
  /// The two low bits of an identifier.
  private enum Format: UInt16 { case float32, fixed12x20, fixed16x32, float64 }

  /// Numbers in the format that the identifier's low bits name.
  package static func item(_ identifier: UInt16, _ numbers: [Double]) -> [UInt8] {
    let format = Format(rawValue: identifier & 3) ?? .float32
    return item(identifier, raw: numbers.flatMap { bytes($0, format) })
  }

  /// An item whose payload is given as bytes.
  package static func item(_ identifier: UInt16, raw: [UInt8]) -> [UInt8] {
    big(UInt64(identifier), 2) + [UInt8(raw.count & 0xFF)] + raw
  }

  /// The `count` low bytes, high byte first.
  package static func big(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  private static func bytes(_ number: Double, _ format: Format) -> [UInt8] {
    switch format {
    case .float32: return big(UInt64(Float(number).bitPattern), 4)
    case .float64: return big(number.bitPattern, 8)
    case .fixed12x20: return big(UInt64(bitPattern: Int64(fixed(number, 20, limit: 31))), 4)
    case .fixed16x32:
      // The fraction's 32 bits first, then the integer's 16.
      let value = UInt64(bitPattern: fixed(number, 32, limit: 47))
      return big(value & 0xFFFF_FFFF, 4) + big(value >> 32 & 0xFFFF, 2)
    }
  }

  /// Binary places after the point; the ends of the range hold.
  private static func fixed(_ number: Double, _ places: Int, limit: Int) -> Int64 {
    let scaled = (number * Double(1 << places)).rounded()
    let top = Double(1 << limit)
    return scaled.isFinite ? Int64(min(max(scaled, -top), top - 1)) : 0
  }
}
