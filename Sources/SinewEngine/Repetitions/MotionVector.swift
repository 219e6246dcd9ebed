/// Three components in the sensor's own axes.
///
/// Plain scalars: the operators of `SIMD3` can't be proven free of allocation in a debug build.
struct MotionVector: BitwiseCopyable, Sendable {
  var x: Double
  var y: Double
  var z: Double

  @_noLocks @_noAllocation
  init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  @_noLocks @_noAllocation
  init(_ value: SIMD3<Float>) {
    x = Double(value.x)
    y = Double(value.y)
    z = Double(value.z)
  }

  static var zero: MotionVector {
    @_noLocks @_noAllocation
    get { MotionVector(0, 0, 0) }
  }

  /// No sample.
  static var missing: MotionVector {
    @_noLocks @_noAllocation
    get { MotionVector(.nan, .nan, .nan) }
  }

  /// False where a component is missing or infinite.
  var isFinite: Bool {
    @_noLocks @_noAllocation
    get { x.isFinite && y.isFinite && z.isFinite }
  }

  var length: Double {
    @_noLocks @_noAllocation
    get { Mathematics.squareRoot(x * x + y * y + z * z) }
  }

  /// Length one; the zero vector stays zero.
  var normalised: MotionVector {
    @_noLocks @_noAllocation
    get { scaled(by: 1 / (length + 1e-9)) }
  }

  @_noLocks @_noAllocation
  func dot(_ other: MotionVector) -> Double {
    x * other.x + y * other.y + z * other.z
  }

  @_noLocks @_noAllocation
  func scaled(by factor: Double) -> MotionVector {
    MotionVector(x * factor, y * factor, z * factor)
  }

  @_noLocks @_noAllocation
  func plus(_ other: MotionVector) -> MotionVector {
    MotionVector(x + other.x, y + other.y, z + other.z)
  }

  /// The point `fraction` (0...1) of the way to `other`.
  @_noLocks @_noAllocation
  func mixed(with other: MotionVector, fraction: Double) -> MotionVector {
    scaled(by: 1 - fraction).plus(other.scaled(by: fraction))
  }
}
