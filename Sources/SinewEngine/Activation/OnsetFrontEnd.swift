/// One sample at the detector's working rate.
struct OnsetSample: BitwiseCopyable {
  /// The band-passed signal.
  var amplitude = 0.0
  /// Power in the band of movement artefact, its peaks held.
  var movement = 0.0
  /// Squared second difference of the signal before the high pass: large for muscle, which is rough
  /// all along, and for a step or a spike only at two or three samples.
  var roughness = 0.0

  @_noLocks @_noAllocation
  init() {}
}

/// Turns raw samples into what the onset tests look at, at 900-1800 Hz or the stream's own rate
/// where that is lower (science 1.2: 2000 Hz and up are decimated after the filters).
///
/// `Double`, because the poles of a 3 Hz filter at 2 kHz lie within 0.01 of the unit circle.
struct OnsetFrontEnd: BitwiseCopyable {
  /// Input samples for each output.
  let decimation: Int
  /// Output samples a second.
  let rateHz: Double
  /// True where the low pass is used, which smears a step over two more samples.
  let isLowPassed: Bool

  /// The high pass, and that of the band of movement.
  private var highPasses: SectionPair
  /// The low pass behind the high pass, and on the signal as it came.
  private var lowPasses: SectionPair
  /// The low pass of the band of movement; its other half is not used.
  private var movementLowPass: SectionPair
  private let movementDecay: Double
  private var origin = Double.nan
  private var phase = 0
  private var previous = 0.0
  private var beforePrevious = 0.0
  private(set) var output = OnsetSample()

  init(_ settings: OnsetDetectorSettings) {
    let rate = settings.sampleRateHz
    decimation = rate >= 1400 ? Int(rate / 900) : 1
    rateHz = rate / Double(decimation)
    isLowPassed = rate > 2.4 * settings.lowPassHz
    let top = min(settings.lowPassHz, 0.45 * rate)
    highPasses = SectionPair(
      highPassHz: [settings.highPassHz, settings.movementLowHz], rateHz: rate)
    lowPasses = SectionPair(lowPassHz: [top, top], rateHz: rate)
    movementLowPass = SectionPair(
      lowPassHz: [settings.movementHighHz, settings.movementHighHz], rateHz: rate)
    movementDecay = 1 - 1 / (settings.movementHold * rateHz)
  }

  /// Takes a finite sample; true when `output` holds a new sample of the working rate.
  @_noLocks @_noAllocation
  mutating func consume(_ raw: Double) -> Bool {
    if origin.isNaN { origin = raw }
    let sample = raw - origin
    let high = highPasses.filter(SIMD2(repeating: sample))
    let slow = movementLowPass.filter(SIMD2(repeating: high.y)).x
    var both = SIMD2(high.x, sample)
    if isLowPassed { both = lowPasses.filter(both) }
    let (conditioned, rough) = (both.x, both.y)
    let isDue = phase == 0
    phase = phase &+ 1 == decimation ? 0 : phase &+ 1
    guard isDue else { return false }
    let bend = rough - 2 * previous + beforePrevious
    beforePrevious = previous
    previous = rough
    output.amplitude = conditioned
    output.roughness = bend * bend
    output.movement = max(slow * slow, output.movement * movementDecay)
    return true
  }

  /// Forgets the past, so that the next sample is as the first.
  @_noLocks @_noAllocation
  mutating func restart() {
    highPasses.reset()
    lowPasses.reset()
    movementLowPass.reset()
    origin = .nan
    phase = 0
    previous = 0
    beforePrevious = 0
    output = OnsetSample()
  }
}

extension OnsetFrontEnd {
  /// Two Butterworth filters of second order by the bilinear transform, transposed direct form II,
  /// side by side: the vectors of any 64-bit processor hold two.
  private struct SectionPair: BitwiseCopyable {
    private var b0: SIMD2<Double>
    private var b1: SIMD2<Double>
    private var a1: SIMD2<Double>
    private var a2: SIMD2<Double>
    private var s1 = SIMD2<Double>(repeating: 0)
    private var s2 = SIMD2<Double>(repeating: 0)

    init(highPassHz corners: SIMD2<Double>, rateHz: Double) {
      self.init(corners, rateHz: rateHz, sign: -1)
    }

    init(lowPassHz corners: SIMD2<Double>, rateHz: Double) {
      self.init(corners, rateHz: rateHz, sign: 1)
    }

    private init(_ corners: SIMD2<Double>, rateHz: Double, sign: Double) {
      (b0, b1, a1, a2) = (.zero, .zero, .zero, .zero)
      for half in 0..<2 {
        let omega = 2 * Double.pi * corners[half] / rateHz
        let (cosine, alpha) = (
          Mathematics.cos(omega), Mathematics.sin(omega) / Mathematics.squareRoot(2)
        )
        b0[half] = (1 - sign * cosine) / 2 / (1 + alpha)
        b1[half] = sign * 2 * b0[half]
        a1[half] = -2 * cosine / (1 + alpha)
        a2[half] = (1 - alpha) / (1 + alpha)
      }
    }

    @inline(__always) @_noLocks @_noAllocation
    mutating func filter(_ x: SIMD2<Double>) -> SIMD2<Double> {
      let y = b0 * x + s1
      s1 = SectionPair.flushed(b1 * x - a1 * y + s2)
      s2 = SectionPair.flushed(b0 * x - a2 * y)
      return y
    }

    /// A constant input would leave numbers so small that processors compute them slowly.
    @inline(__always) @_noLocks @_noAllocation
    private static func flushed(_ x: SIMD2<Double>) -> SIMD2<Double> {
      let square = x * x
      return x.replacing(with: SIMD2(repeating: 0), where: square .< SIMD2(repeating: 1e-60))
    }

    @_noLocks @_noAllocation
    mutating func reset() {
      s1 = SIMD2(repeating: 0)
      s2 = SIMD2(repeating: 0)
    }
  }
}
