/// Numbers as the bytes of a characteristic, low byte first; values past a type's range are held at
/// its ends, and not-a-number is 0.
enum LittleEndian {
  static func int8(_ value: Double) -> [UInt8] {
    [UInt8(bitPattern: Int8(held(value, -128, 127)))]
  }

  static func int16(_ value: Double) -> [UInt8] {
    bytes(UInt64(bitPattern: Int64(held(value, -32_768, 32_767))), 2)
  }

  static func int24(_ value: Double) -> [UInt8] {
    bytes(UInt64(bitPattern: Int64(held(value, -8_388_608, 8_388_607))), 3)
  }

  static func int32(_ value: Double) -> [UInt8] {
    bytes(UInt64(bitPattern: Int64(held(value, -2_147_483_648, 2_147_483_647))), 4)
  }

  static func float32(_ value: Double) -> [UInt8] { bytes(UInt64(Float(value).bitPattern), 4) }

  /// The `count` low bytes of a number.
  static func bytes(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// The number in up to eight bytes; missing ones are 0.
  static func number(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func held(_ value: Double, _ low: Double, _ high: Double) -> Double {
    value.isFinite ? min(max(value.rounded(), low), high) : 0
  }
}

extension SIMD3<Double> {
  /// x, y, z.
  var parts: [Double] { [x, y, z] }
}
