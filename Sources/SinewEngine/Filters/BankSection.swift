/// A biquad over eight channels at once, with its zeros on the unit circle and its gain taken out.
///
/// High pass, low pass and notch all have b2 = b0, so with b0 divided out only c = b1 / b0 is left
/// of the numerator: three multiplications a sample in place of five. The bank multiplies all the
/// gains together and applies them once.
struct BankSection: BitwiseCopyable, Sendable {
  var c: SIMD8<Float>
  var a1: SIMD8<Float>
  var a2: SIMD8<Float>
  /// State of the transposed direct form II.
  var z0 = SIMD8<Float>(repeating: 0)
  var z1 = SIMD8<Float>(repeating: 0)

  /// The section and the gain taken out of it; an identity where the zeros lie elsewhere.
  static func from(_ biquad: Biquad) -> (section: BankSection, gain: Double) {
    guard biquad.b0 != 0, (biquad.b2 / biquad.b0 - 1).magnitude < 1e-9 else {
      return (.identity, 1)
    }
    let section = BankSection(
      c: SIMD8(repeating: Float(biquad.b1 / biquad.b0)),
      a1: SIMD8(repeating: Float(biquad.a1)),
      a2: SIMD8(repeating: Float(biquad.a2)))
    return (section, biquad.b0)
  }

  /// y = x: with a2 = 1 the numerator's x[n-2] is cancelled by the pole's y[n-2].
  static var identity: BankSection {
    BankSection(c: SIMD8(repeating: 0), a1: SIMD8(repeating: 0), a2: SIMD8(repeating: 1))
  }

  @inline(__always) @_noLocks @_noAllocation
  mutating func step(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let y = x + z0
    z0 = (c * x + z1) - a1 * y
    z1 = x - a2 * y
    return y
  }

  /// Sets what is too small to matter to zero. A filter that rings out in silence would otherwise
  /// end in denormal numbers, on which some processors are a hundred times slower.
  @inline(__always) @_noLocks @_noAllocation
  mutating func flush() {
    z0 = BankSection.flushed(z0)
    z1 = BankSection.flushed(z1)
  }

  @inline(__always) @_noLocks @_noAllocation
  static func flushed(_ z: SIMD8<Float>) -> SIMD8<Float> {
    let small = magnitude(z) .< SIMD8<Float>(repeating: 1e-15)
    return z.replacing(with: SIMD8<Float>(repeating: 0), where: small)
  }

  /// |x| by clearing the sign bits.
  @inline(__always) @_noLocks @_noAllocation
  static func magnitude(_ x: SIMD8<Float>) -> SIMD8<Float> {
    unsafe unsafeBitCast(
      unsafe unsafeBitCast(x, to: SIMD8<UInt32>.self) & SIMD8<UInt32>(repeating: 0x7fff_ffff),
      to: SIMD8<Float>.self)
  }
}
