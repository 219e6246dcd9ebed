package import SinewSignal

/// The spectrum of a stretch of conditioned EMG by Welch's method (Welch 1967): Hann windows of
/// 256 ms that overlap by half (science 4.11). Only for streams of 500 samples a second and more.
@safe
package struct PhaseSpectrum: ~Copyable {
  private var history: SignalHistory
  private var fourier = LaneFourier()
  private let window: UnsafeMutablePointer<Float>
  private let power: UnsafeMutablePointer<SIMD8<Float>>
  /// Samples of a window.
  private let length: Int
  /// The first and the last bin of the band.
  private let lowest: Int
  private let highest: Int

  /// Slowest stream with a spectrum worth having, samples a second (science 1.2).
  package static let leastRateHz = 500.0
  /// The shortest stretch, seconds (science 4.11).
  private static var leastSeconds: Double { 0.4 }

  /// - Parameters:
  ///   - rateHz: samples a second, `leastRateHz` or more (a little less where a clock is slow).
  ///   - lanes: lanes in use, bit 0 = lane 0.
  package init(rateHz: Double, lanes: UInt8) {
    history = SignalHistory(rateHz: rateHz, lanes: lanes)
    let rate = history.rateHz
    length = min(LaneFourier.length, max(16, Int(0.256 * rate + 0.5)))
    let resolution = rate / Double(LaneFourier.length)
    lowest = max(1, Int((20 / resolution).rounded(.up)))
    highest = min(LaneFourier.length / 2 - 1, Int(min(450, 0.45 * rate) / resolution))
    unsafe window = .allocate(capacity: length)
    for index in 0..<length {
      let angle = 2 * Double.pi * Double(index) / Double(length)
      unsafe (window + index).initialize(to: Float(0.5 - 0.5 * Mathematics.cos(angle)))
    }
    unsafe power = .allocate(capacity: LaneFourier.length / 2)
    unsafe power.initialize(repeating: SIMD8(repeating: 0), count: LaneFourier.length / 2)
  }

  deinit {
    unsafe window.deallocate()
    unsafe power.deallocate()
  }

  /// Takes one conditioned sample; times must not decrease.
  @_noLocks @_noAllocation
  package mutating func add(_ signal: SIMD8<Float>, at time: MonotonicTime) {
    history.add(signal, at: time)
  }

  /// The spectrum between two instants; nil where they lie less than 0.4 s apart or are not kept.
  /// The caller sees to it that no sample is missing between them.
  @_noLocks @_noAllocation
  package mutating func read(from start: MonotonicTime, to end: MonotonicTime) -> SpectrumReading? {
    guard end.seconds(since: start) >= Self.leastSeconds,
      let range = history.range(from: start, to: end),
      range.last &- range.first &+ 1 >= length
    else { return nil }
    var bin = 0
    while bin < 256 {
      unsafe power[bin] = SIMD8(repeating: 0)
      bin &+= 1
    }
    // Two windows at a time: one as the real, one as the imaginary part.
    let hop = length &- length / 2
    var first = range.first
    while first &+ length &- 1 <= range.last {
      let second = first &+ hop
      addWindows(first, second &+ length &- 1 <= range.last ? second : nil)
      first = second &+ hop
    }
    return summary()
  }

  @_noLocks @_noAllocation
  private mutating func addWindows(_ first: Int, _ second: Int?) {
    let zero = SIMD8<Float>(repeating: 0)
    var index = 0
    while index < 512 {
      if index < length {
        let weight = SIMD8<Float>(repeating: unsafe window[index])
        var other = zero
        if let second { other = history.sample(second &+ index) * weight }
        fourier.load(index, real: history.sample(first &+ index) * weight, imaginary: other)
      } else {
        fourier.load(index, real: zero, imaginary: zero)
      }
      index &+= 1
    }
    fourier.transform()
    var bin = lowest
    while bin <= highest {
      unsafe power[bin] = power[bin] + fourier.power(bin)
      bin &+= 1
    }
  }

  @_noLocks @_noAllocation
  private func summary() -> SpectrumReading {
    var reading = SpectrumReading()
    var lane = 0
    while lane < 8 {
      summarise(lane, &reading)
      lane &+= 1
    }
    return reading
  }

  @_noLocks @_noAllocation
  private func summarise(_ lane: Int, _ reading: inout SpectrumReading) {
    let resolution = history.rateHz / 512
    var (total, first, inverse, fifth) = (0.0, 0.0, 0.0, 0.0)
    var bin = lowest
    while bin <= highest {
      let (p, f) = (Double(unsafe power[bin][lane]), Double(bin) * resolution)
      total += p
      first += p * f
      inverse += p / f
      fifth += p * f * f * f * f * f
      bin &+= 1
    }
    guard total > 0, fifth > 0, fifth < .infinity else { return }
    reading.meanHz[lane] = Float(first / total)
    reading.dimitrov[lane] = Float(inverse / fifth)
    // Inside the bin that holds the middle, power is taken as spread evenly.
    var below = 0.0
    bin = lowest
    while bin < highest, below + Double(unsafe power[bin][lane]) < 0.5 * total {
      below += Double(unsafe power[bin][lane])
      bin &+= 1
    }
    let inside = (0.5 * total - below) / max(Double(unsafe power[bin][lane]), 1e-300)
    reading.medianHz[lane] = Float((Double(bin) - 0.5 + inside) * resolution)
  }
}
