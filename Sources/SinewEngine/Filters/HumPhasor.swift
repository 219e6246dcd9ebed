/// One Fourier term of eight channels.
struct HumPhasor: BitwiseCopyable, Sendable {
  private let stepCosine: Double
  private let stepSine: Double
  private let isUsed: Bool
  private var cosine = 1.0
  private var sine = 0.0
  private var real = SIMD8<Float>(repeating: 0)
  private var imaginary = SIMD8<Float>(repeating: 0)

  init(hz: Double, rateHz: Double) {
    isUsed = hz > 0
    stepCosine = Mathematics.cos(2 * Double.pi * hz / rateHz)
    stepSine = Mathematics.sin(2 * Double.pi * hz / rateHz)
  }

  @_noLocks @_noAllocation
  mutating func add(_ signal: SIMD8<Float>) {
    guard isUsed else { return }
    real += signal * SIMD8<Float>(repeating: Float(cosine))
    imaginary += signal * SIMD8<Float>(repeating: Float(sine))
    let next = cosine * stepCosine - sine * stepSine
    sine = cosine * stepSine + sine * stepCosine
    cosine = next
  }

  /// Mean power of the sinusoid.
  @_noLocks @_noAllocation
  func power(_ count: Float) -> SIMD8<Float> {
    let scale = SIMD8<Float>(repeating: 2 / (count * count))
    return (real * real + imaginary * imaginary) * scale
  }

  @_noLocks @_noAllocation
  mutating func clear() {
    cosine = 1
    sine = 0
    real = SIMD8(repeating: 0)
    imaginary = SIMD8(repeating: 0)
  }
}
