/// The default calibration of one inertial sensor: raw = offset + sensitivity x alignment x
/// physical value.
struct ShimmerCalibration: Sendable {
  let offset: Double
  let sensitivity: SIMD3<Double>
  /// Rows.
  let alignment: [SIMD3<Double>]
  /// The gyroscope's block holds its sensitivity times 100.
  var blockFactor = 1.0

  private static let boardAxes: [SIMD3<Double>] = [[0, -1, 0], [-1, 0, 0], [0, 0, -1]]
  private static let otherAxes: [SIMD3<Double>] = [[-1, 0, 0], [0, 1, 0], [0, 0, -1]]

  /// KXRB5, counts for each m/s2.
  static let lowNoise = ShimmerCalibration(
    offset: 2047, sensitivity: [83, 83, 83], alignment: boardAxes)
  static let magnetometer = ShimmerCalibration(
    offset: 0, sensitivity: [1100, 1100, 980], alignment: otherAxes)

  /// Counts for each deg/s at range code 0...3: 250, 500, 1000, 2000 deg/s.
  static func gyroscope(range: Int) -> ShimmerCalibration {
    let counts = [131, 65.5, 32.8, 16.4][min(max(0, range), 3)]
    return ShimmerCalibration(
      offset: 0, sensitivity: SIMD3(repeating: counts), alignment: boardAxes, blockFactor: 100)
  }

  /// LSM303DLHC, counts for each m/s2 at range code 0...3: 2, 4, 8, 16 g.
  static func wideRange(range: Int) -> ShimmerCalibration {
    let counts = [1631, 815, 408, 135.0][min(max(0, range), 3)]
    return ShimmerCalibration(
      offset: 0, sensitivity: SIMD3(repeating: counts), alignment: otherAxes)
  }

  /// The sensor's code of one axis for a physical value.
  func code(_ axis: Int, _ value: SIMD3<Double>, in range: ClosedRange<Double>) -> Int {
    let raw = offset + sensitivity[axis] * (alignment[axis] * value).sum()
    guard raw.isFinite else { return 0 }
    return Int(min(max(raw.rounded(), range.lowerBound), range.upperBound))
  }

  /// The 21 bytes of the calibration block: offset and sensitivity as int16 with the high byte
  /// first, alignment x 100 as int8.
  var block: [UInt8] {
    func word(_ value: Double) -> [UInt8] {
      let bits = UInt16(bitPattern: Int16(value))
      return [UInt8(bits >> 8), UInt8(bits & 0xFF)]
    }
    let offsets = (0..<3).flatMap { _ in word(offset) }
    let sensitivities = (0..<3).flatMap { word(sensitivity[$0] * blockFactor) }
    return offsets + sensitivities
      + alignment.flatMap { row in (0..<3).map { UInt8(bitPattern: Int8(row[$0] * 100)) } }
  }
}
