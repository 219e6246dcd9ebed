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

  private var highPass: Section
  private var lowPass: Section
  private var rawLowPass: Section
  private var movementHighPass: Section
  private var movementLowPass: Section
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
    highPass = Section(highPassHz: settings.highPassHz, rateHz: rate)
    lowPass = Section(lowPassHz: min(settings.lowPassHz, 0.45 * rate), rateHz: rate)
    rawLowPass = lowPass
    movementHighPass = Section(highPassHz: settings.movementLowHz, rateHz: rate)
    movementLowPass = Section(lowPassHz: settings.movementHighHz, rateHz: rate)
    movementDecay = 1 - 1 / (settings.movementHold * rateHz)
  }

  /// Takes a finite sample; true when `output` holds a new sample of the working rate.
  @_noLocks @_noAllocation
  mutating func consume(_ raw: Double) -> Bool {
    if origin.isNaN { origin = raw }
    let sample = raw - origin
    var conditioned = highPass.filter(sample)
    let slow = movementLowPass.filter(movementHighPass.filter(sample))
    var rough = sample
    if isLowPassed {
      rough = rawLowPass.filter(sample)
      conditioned = lowPass.filter(conditioned)
    }
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
    highPass.reset()
    lowPass.reset()
    rawLowPass.reset()
    movementHighPass.reset()
    movementLowPass.reset()
    origin = .nan
    phase = 0
    previous = 0
    beforePrevious = 0
    output = OnsetSample()
  }
}

extension OnsetFrontEnd {
  /// A Butterworth filter of second order by the bilinear transform, transposed direct form II.
  private struct Section: BitwiseCopyable {
    private let b0: Double
    private let b1: Double
    private let a1: Double
    private let a2: Double
    private var s1 = 0.0
    private var s2 = 0.0

    init(highPassHz corner: Double, rateHz: Double) {
      let (cosine, alpha) = Section.angle(corner, rateHz)
      b0 = (1 + cosine) / 2 / (1 + alpha)
      b1 = -2 * b0
      a1 = -2 * cosine / (1 + alpha)
      a2 = (1 - alpha) / (1 + alpha)
    }

    init(lowPassHz corner: Double, rateHz: Double) {
      let (cosine, alpha) = Section.angle(corner, rateHz)
      b0 = (1 - cosine) / 2 / (1 + alpha)
      b1 = 2 * b0
      a1 = -2 * cosine / (1 + alpha)
      a2 = (1 - alpha) / (1 + alpha)
    }

    private static func angle(_ corner: Double, _ rateHz: Double) -> (Double, Double) {
      let omega = 2 * Double.pi * corner / rateHz
      return (Mathematics.cos(omega), Mathematics.sin(omega) / Mathematics.squareRoot(2))
    }

    @_noLocks @_noAllocation
    mutating func filter(_ x: Double) -> Double {
      let y = b0 * x + s1
      s1 = b1 * x - a1 * y + s2
      s2 = b0 * x - a2 * y
      // A constant input would leave numbers so small that processors compute them slowly.
      if s1.magnitude < 1e-30 { s1 = 0 }
      if s2.magnitude < 1e-30 { s2 = 0 }
      return y
    }

    @_noLocks @_noAllocation
    mutating func reset() {
      s1 = 0
      s2 = 0
    }
  }
}
