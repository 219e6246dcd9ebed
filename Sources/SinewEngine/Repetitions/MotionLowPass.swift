/// Butterworth low pass of second order at 2 Hz for 25 Hz ticks: what people lift and lower lies
/// below, the shaking of a bar and the steps of a walk above.
struct MotionLowPass {
  /// How late the output is in the band of repetitions, s; taken off every published time.
  static var delay: Double {
    @_noLocks @_noAllocation
    get { 0.112 }
  }

  private var before = MotionVector.zero
  private var beforeThat = MotionVector.zero
  private var output = MotionVector.zero
  private var outputBefore = MotionVector.zero

  @_noLocks @_noAllocation
  init() {}

  /// Starts as if `value` had been there for ever.
  @_noLocks @_noAllocation
  mutating func restart(at value: MotionVector) {
    before = value
    beforeThat = value
    output = value
    outputBefore = value
  }

  @_noLocks @_noAllocation
  mutating func process(_ value: MotionVector) -> MotionVector {
    let x = Self.step(value.x, before.x, beforeThat.x, output.x, outputBefore.x)
    let y = Self.step(value.y, before.y, beforeThat.y, output.y, outputBefore.y)
    let z = Self.step(value.z, before.z, beforeThat.z, output.z, outputBefore.z)
    beforeThat = before
    before = value
    outputBefore = output
    output = MotionVector(x, y, z)
    return output
  }

  /// Bilinear transform with w = tan(pi 2/25), n = 1/(1 + sqrt2 w + w^2):
  /// b = w^2 n (1, 2, 1), a = 1, 2 (w^2 - 1) n, (1 - sqrt2 w + w^2) n.
  @_noLocks @_noAllocation
  private static func step(
    _ x0: Double, _ x1: Double, _ x2: Double, _ y1: Double, _ y2: Double
  ) -> Double {
    0.046131802093312926 * (x0 + 2 * x1 + x2) + 1.3072850288493236 * y1
      - 0.4918122372225752 * y2
  }
}
