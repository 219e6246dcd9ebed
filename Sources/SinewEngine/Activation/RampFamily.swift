/// The ramps an onset or an offset may have, with prior weights.
///
/// Without the recruiting ramps marked real onsets are dated 20 ms worse; the priors are worth up
/// to 30 % at 3 dB. Read through pointers: an array inside a value is copied whole to read a number
/// of it.
@safe
struct RampFamily: ~Copyable {
  static var count: Int {
    @_noLocks @_noAllocation
    get { 9 }
  }
  /// Numbers kept of a ramp.
  static var row: Int {
    @_noLocks @_noAllocation
    get { 24 }
  }

  /// Logarithm of the prior weight, by ramp.
  private let logPriors: UnsafeMutablePointer<Double>
  /// Steps of each ramp; negative where it is a recruiting one.
  private let signedSteps: UnsafeMutablePointer<Int>
  private let fractions: UnsafeMutablePointer<Double>
  private let bounds: UnsafeMutablePointer<Int>

  private init(
    rateHz: Double, cell: Int, linear: [(seconds: Double, prior: Double)],
    recruiting: [(seconds: Double, prior: Double)]
  ) {
    unsafe logPriors = .allocate(capacity: Self.count)
    unsafe signedSteps = .allocate(capacity: Self.count)
    unsafe fractions = .allocate(capacity: Self.count * Self.row)
    unsafe bounds = .allocate(capacity: Self.count * Self.row)
    unsafe fractions.initialize(repeating: 0, count: Self.count * Self.row)
    unsafe bounds.initialize(repeating: 0, count: Self.count * Self.row)
    let shapes = linear.map { (Ramp.Shape.linear, $0) } + recruiting.map { (.recruiting, $0) }
    for (index, (shape, entry)) in shapes.enumerated() {
      let samples = max(1, min(500, Int(entry.seconds * rateHz + 0.5)))
      let ramp = Ramp(shape: shape, samples: samples, cell: cell)
      unsafe (logPriors + index).initialize(to: Mathematics.log(entry.prior))
      unsafe (signedSteps + index).initialize(to: shape == .linear ? ramp.steps : -ramp.steps)
      for step in 0..<ramp.steps {
        unsafe fractions[index * Self.row + step] = ramp.fractions[step]
      }
      for step in 0...ramp.steps { unsafe bounds[index * Self.row + step] = ramp.bounds[step] }
    }
  }

  deinit {
    unsafe logPriors.deallocate()
    unsafe signedSteps.deallocate()
    unsafe fractions.deallocate()
    unsafe bounds.deallocate()
  }

  static func onset(rateHz: Double, cell: Int) -> RampFamily {
    RampFamily(
      rateHz: rateHz, cell: cell,
      linear: [
        (0.025, 0.5), (0.045, 1), (0.065, 1), (0.085, 0.8), (0.120, 0.15), (0.180, 0.05),
      ],
      recruiting: [(0.12, 0.1), (0.25, 0.1), (0.40, 0.1)])
  }

  static func offset(rateHz: Double, cell: Int) -> RampFamily {
    RampFamily(
      rateHz: rateHz, cell: cell,
      linear: [(0.04, 0.5), (0.07, 1), (0.10, 1), (0.13, 1), (0.17, 0.7), (0.22, 0.3)],
      recruiting: [(0.1, 0.05), (0.2, 0.05), (0.3, 0.05)])
  }

  @inline(__always) @_noLocks @_noAllocation
  func logPrior(_ ramp: Int) -> Double { unsafe logPriors[ramp] }

  @inline(__always) @_noLocks @_noAllocation
  func steps(_ ramp: Int) -> Int {
    let steps = unsafe signedSteps[ramp]
    return steps < 0 ? 0 &- steps : steps
  }

  /// Amplitude grows in proportion to time.
  @inline(__always) @_noLocks @_noAllocation
  func isLinear(_ ramp: Int) -> Bool { unsafe signedSteps[ramp] > 0 }

  /// Mean over a step of the squared (linear) or plain (recruiting) fraction of the ramp.
  @inline(__always) @_noLocks @_noAllocation
  func fraction(_ ramp: Int, _ step: Int) -> Double {
    unsafe fractions[ramp &* Self.row &+ step]
  }

  /// Where a step begins, in cells; after the last one, where the ramp ends.
  @inline(__always) @_noLocks @_noAllocation
  func bound(_ ramp: Int, _ step: Int) -> Int { unsafe bounds[ramp &* Self.row &+ step] }
}
