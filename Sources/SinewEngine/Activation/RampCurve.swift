/// A ramp up to a given power, ready to be laid over sums of energy. Memory is allocated once.
@safe
struct RampCurve: ~Copyable {
  /// Steps of the ramp; what follows it is one more.
  private(set) var steps = 0
  /// Logarithm of the power after the ramp.
  private(set) var logRise: Float = 0

  /// By how much half of 1 / power changes where each step begins.
  private let factors: UnsafeMutablePointer<Float>
  private let bounds: UnsafeMutablePointer<Int>
  /// The logarithm of each step's power; what a cell of it adds by that; and what all steps before
  /// it add together.
  private let logs: UnsafeMutablePointer<Float>
  private let slopes: UnsafeMutablePointer<Float>
  private let starts: UnsafeMutablePointer<Float>

  init() {
    unsafe factors = .allocate(capacity: 4 * RampFamily.row)
    unsafe factors.initialize(repeating: 0, count: 4 * RampFamily.row)
    unsafe logs = factors + RampFamily.row
    unsafe slopes = factors + 2 * RampFamily.row
    unsafe starts = factors + 3 * RampFamily.row
    unsafe bounds = .allocate(capacity: RampFamily.row)
    unsafe bounds.initialize(repeating: 0, count: RampFamily.row)
  }

  deinit {
    unsafe factors.deallocate()
    unsafe bounds.deallocate()
  }

  @inline(__always) @_noLocks @_noAllocation
  func factor(_ step: Int) -> Float { unsafe factors[step] }

  /// Where a step begins, in cells.
  @inline(__always) @_noLocks @_noAllocation
  func bound(_ step: Int) -> Int { unsafe bounds[step] }

  /// - Parameters:
  ///   - after: power after the ramp in multiples of the power before it, above 1.
  ///   - cell: samples in a cell.
  ///   - energy: of the whole window.
  @_noLocks @_noAllocation
  mutating func set(
    _ family: borrowing RampFamily, _ ramp: Int, after: Double, cell: Int, energy: Double
  ) {
    steps = family.steps(ramp)
    logRise = Float(Mathematics.log(after))
    if family.isLinear(ramp) {
      climb(family, ramp, after)
    } else {
      recruit(family, ramp, after)
    }
    unsafe factors[steps] = Float(0.5 / after)
    unsafe logs[steps] = logRise
    let scale = Float(-0.5 * Double(cell))
    var start = Float(family.logPrior(ramp) - 0.5 * energy / after)
    var last: Float = 0.5
    var step = 0
    while step <= steps {
      let half = unsafe factors[step]
      unsafe factors[step] = half - last
      last = half
      unsafe bounds[step] = family.bound(ramp, step)
      unsafe slopes[step] = scale * logs[step]
      unsafe starts[step] = start
      if step < steps {
        unsafe start += slopes[step] * Float(family.bound(ramp, step &+ 1) &- bounds[step])
      }
      step &+= 1
    }
  }

  /// Half of 1 / power, and its logarithm, where amplitude grows in proportion to time.
  @_noLocks @_noAllocation
  private mutating func climb(_ family: borrowing RampFamily, _ ramp: Int, _ after: Double) {
    var step = 0
    while step < steps {
      let power = 1 + (after - 1) * family.fraction(ramp, step)
      unsafe factors[step] = Float(0.5 / power)
      unsafe logs[step] = Float(power)
      step &+= 1
    }
    step = 0
    while step < RampFamily.row {
      let here = unsafe UnsafeMutableRawPointer(logs + step)
      let power = unsafe here.loadUnaligned(as: SIMD8<Float>.self)
      unsafe here.storeBytes(of: RampCurve.log(power), as: SIMD8<Float>.self)
      step &+= 8
    }
  }

  /// The same where power jumps, then grows by a constant factor a time.
  @_noLocks @_noAllocation
  private mutating func recruit(_ family: borrowing RampFamily, _ ramp: Int, _ after: Double) {
    let jump = min(6, Mathematics.squareRoot(after))
    let logJump = Float(Mathematics.log(jump))
    let slope = logRise - logJump
    var step = 0
    while step < steps {
      unsafe logs[step] = logJump + slope * Float(family.fraction(ramp, step))
      step &+= 1
    }
    step = 0
    while step < RampFamily.row {
      let exponent = unsafe UnsafeRawPointer(logs + step).loadUnaligned(as: SIMD8<Float>.self)
      let half = ChangeDating.exp(-exponent) * 0.5
      unsafe UnsafeMutableRawPointer(factors + step).storeBytes(of: half, as: SIMD8<Float>.self)
      step &+= 8
    }
  }

  /// The likelihood's part that does not depend on the signal, for a change `remaining` cells, at
  /// least one, before the end of the window. Asked for ever more of them, `step` is where the
  /// search goes on.
  @inline(__always) @_noLocks @_noAllocation
  func logarithms(_ remaining: Int, from step: inout Int) -> Float {
    while unsafe step < steps && bounds[step &+ 1] < remaining { step &+= 1 }
    return unsafe starts[step] + slopes[step] * Float(remaining &- bounds[step])
  }

  /// Natural logarithms of numbers from 1 on, to 2e-7 of 1; of anything else some number. The
  /// exponent, and twice the inverse hyperbolic tangent's series.
  @inline(__always) @_noLocks @_noAllocation
  static func log(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let bits = unsafe unsafeBitCast(x, to: SIMD8<UInt32>.self)
    // Mantissas from 0.707 to 1.414.
    let shifted = bits &- 0x3F35_04F3
    let exponent = shifted &>> 23
    let mantissa = (shifted & 0x007F_FFFF) &+ 0x3F35_04F3
    let m = unsafe unsafeBitCast(mantissa, to: SIMD8<Float>.self)
    // In the bits of 2^23 a whole number becomes a `Float`.
    let whole = unsafe unsafeBitCast(exponent | 0x4B00_0000, to: SIMD8<Float>.self) - 8_388_608
    let s = (m - 1) / (m + 1)
    let q = s * s
    var sum = q * (2.0 / 9) + (2.0 / 7)
    sum = sum * q + (2.0 / 5)
    sum = sum * q + (2.0 / 3)
    sum = sum * q + 2
    return whole * 0.693_147_18 + s * sum
  }
}
