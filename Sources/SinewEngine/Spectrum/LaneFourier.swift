/// The discrete Fourier transform of 512 complex samples of eight lanes at once (Cooley and Tukey
/// 1965, radix 2, decimation in time), in memory allocated once.
@safe
struct LaneFourier: ~Copyable {
  /// Samples of a transform.
  static var length: Int {
    @_noLocks @_noAllocation
    get { 512 }
  }

  private let real: UnsafeMutablePointer<SIMD8<Float>>
  private let imaginary: UnsafeMutablePointer<SIMD8<Float>>
  /// cos and -sin of 2 pi k / 512 for k in 0..<256.
  private let cosine: UnsafeMutablePointer<Float>
  private let sine: UnsafeMutablePointer<Float>

  init() {
    let size = LaneFourier.length
    unsafe real = .allocate(capacity: 2 * size)
    unsafe real.initialize(repeating: SIMD8(repeating: 0), count: 2 * size)
    unsafe imaginary = real + size
    unsafe cosine = .allocate(capacity: size)
    unsafe sine = cosine + size / 2
    for index in 0..<size / 2 {
      let angle = 2 * Double.pi * Double(index) / Double(size)
      unsafe cosine[index] = Float(Mathematics.cos(angle))
      unsafe sine[index] = Float(-Mathematics.sin(angle))
    }
  }

  deinit {
    unsafe real.deallocate()
    unsafe cosine.deallocate()
  }

  /// Puts a sample where the transform wants it. Not `mutating`, though it writes: the thread sanitizer of
  /// Swift 6.3 hands its runtime a broken address for each such access to this property.
  ///
  /// - Parameter index: 0..<512, its place in time.
  @inline(__always) @_noLocks @_noAllocation
  func load(_ index: Int, real a: SIMD8<Float>, imaginary b: SIMD8<Float>) {
    var (reversed, rest, bit) = (0, index & 511, 256)
    while bit > 0 {
      if rest & 1 != 0 { reversed |= bit }
      rest >>= 1
      bit >>= 1
    }
    unsafe real[reversed] = a
    unsafe imaginary[reversed] = b
  }

  @_noLocks @_noAllocation
  func transform() {
    var half = 1
    while half < 512 {
      let stride = 256 / half
      var twiddle = 0
      while twiddle < half {
        let c = SIMD8<Float>(repeating: unsafe cosine[twiddle &* stride])
        let s = SIMD8<Float>(repeating: unsafe sine[twiddle &* stride])
        var low = twiddle
        while low < 512 {
          let high = low &+ half
          let (a, b) = unsafe (real[high], imaginary[high])
          let (re, im) = (a * c - b * s, a * s + b * c)
          let (x, y) = unsafe (real[low], imaginary[low])
          unsafe real[low] = x + re
          unsafe imaginary[low] = y + im
          unsafe real[high] = x - re
          unsafe imaginary[high] = y - im
          low &+= 2 &* half
        }
        twiddle &+= 1
      }
      half &*= 2
    }
  }

  /// |X|^2 at a frequency and at its negative, added: for two real signals that were loaded as
  /// real and imaginary part, twice the sum of their power spectra.
  ///
  /// - Parameter index: 1..<256.
  @inline(__always) @_noLocks @_noAllocation
  func power(_ index: Int) -> SIMD8<Float> {
    let (a, b) = unsafe (real[index & 511], imaginary[index & 511])
    let (c, d) = unsafe (real[(512 &- index) & 511], imaginary[(512 &- index) & 511])
    return a * a + b * b + c * c + d * d
  }
}
