/// From raw counts of a three-axis sensor to its unit: calibrated = R^-1 K^-1 (raw - offset), with
/// sensitivities K on the diagonal and the alignment R (Shimmer's 9DOF calibration).
struct Shimmer3Calibration: BitwiseCopyable, Sendable {
  private let offset: InlineArray<3, Double>
  /// R^-1 K^-1, row by row.
  private let matrix: InlineArray<9, Double>

  /// Sensitivity in counts a unit; the mean size of a step is its inverse.
  let resolution: Double

  /// Low-noise acceleration (KXRB5) in g where the device holds no calibration: 83 counts per m/s2.
  static let usualAcceleration = Shimmer3Calibration(
    offset: [2047, 2047, 2047], sensitivity: [83, 83, 83], alignment: usualAlignment,
    unit: standardGravity)

  /// Turn rate in deg/s where the device holds no calibration: 131, 65.5, 32.8 or 16.4 counts per
  /// deg/s in the ranges 0...3 (250, 500, 1000, 2000 deg/s).
  static func usualTurnRate(range: Int) -> Shimmer3Calibration {
    let counts = [131, 65.5, 32.8, 16.4][min(max(range, 0), 3)]
    return Shimmer3Calibration(
      offset: [0, 0, 0], sensitivity: [counts, counts, counts], alignment: usualAlignment, unit: 1)
  }

  /// m/s2 in one g.
  private static let standardGravity = 9.80665
  private static let usualAlignment: [Double] = [0, -1, 0, -1, 0, 0, 0, 0, -1]

  /// A block of 21 bytes as the device sends it: three offsets and three sensitivities as int16
  /// big-endian, nine alignments times 100 as int8. Nil when the block is not programmed (all FF)
  /// or can't be inverted.
  private init?(block: ArraySlice<UInt8>, sensitivityScale: Double, unit: Double) {
    let bytes = Array(block)
    guard bytes.count == 21, bytes.contains(where: { $0 != 0xFF }) else { return nil }
    let words = (0..<6).map { index in
      Double(Int16(bitPattern: UInt16(bytes[2 * index]) << 8 | UInt16(bytes[2 * index + 1])))
    }
    let alignment = bytes[12...].map { Double(Int8(bitPattern: $0)) / 100 }
    let sensitivity = words[3...].map { $0 * sensitivityScale }
    guard sensitivity.allSatisfy({ $0 > 0 }), abs(Self.determinant(alignment)) > 0.1 else {
      return nil
    }
    self.init(
      offset: [words[0], words[1], words[2]], sensitivity: sensitivity, alignment: alignment,
      unit: unit)
  }

  /// Acceleration in g, from a block in counts per m/s2.
  static func acceleration(block: ArraySlice<UInt8>) -> Shimmer3Calibration {
    Shimmer3Calibration(block: block, sensitivityScale: 1, unit: standardGravity)
      ?? usualAcceleration
  }

  /// Turn rate in deg/s, from a block in hundredths of counts per deg/s.
  static func turnRate(block: ArraySlice<UInt8>, range: Int) -> Shimmer3Calibration {
    Shimmer3Calibration(block: block, sensitivityScale: 0.01, unit: 1)
      ?? usualTurnRate(range: range)
  }

  /// `alignment` has nine elements, `sensitivity` three.
  private init(
    offset: InlineArray<3, Double>, sensitivity: [Double], alignment: [Double], unit: Double
  ) {
    self.offset = offset
    resolution = 3 / (sensitivity.reduce(0, +) * unit)
    let a = alignment
    let determinant = Self.determinant(a)
    let inverse = [
      a[4] * a[8] - a[5] * a[7], a[2] * a[7] - a[1] * a[8], a[1] * a[5] - a[2] * a[4],
      a[5] * a[6] - a[3] * a[8], a[0] * a[8] - a[2] * a[6], a[2] * a[3] - a[0] * a[5],
      a[3] * a[7] - a[4] * a[6], a[1] * a[6] - a[0] * a[7], a[0] * a[4] - a[1] * a[3],
    ]
    matrix = InlineArray { inverse[$0] / (determinant * sensitivity[$0 % 3] * unit) }
  }

  private static func determinant(_ a: [Double]) -> Double {
    a[0] * (a[4] * a[8] - a[5] * a[7]) - a[1] * (a[3] * a[8] - a[5] * a[6])
      + a[2] * (a[3] * a[7] - a[4] * a[6])
  }

  /// One axis (0...2) of the calibrated value.
  @_noLocks @_noAllocation
  func value(axis: Int, _ x: Int, _ y: Int, _ z: Int) -> Float {
    let row = 3 &* axis
    let sum =
      matrix[row] * (Double(x) - offset[0]) + matrix[row &+ 1] * (Double(y) - offset[1])
      + matrix[row &+ 2] * (Double(z) - offset[2])
    return Float(sum)
  }
}
