/// Tells mains hum that was switched on from muscle: a sinusoid of 50 or 60 Hz with its third
/// harmonic explains hum and leaves muscle unexplained.
struct MainsCheck: BitwiseCopyable {
  private let rateHz: Double
  private let shortWindow: Int
  private let longWindow: Int
  private let enough: Int
  /// Part of the power that an imperfect fit to true hum leaves.
  private let slack: Double
  private let fifty: Sinusoid
  private let sixty: Sinusoid

  /// One sample's turn of a fundamental.
  private struct Sinusoid: BitwiseCopyable {
    let cosine: Double
    let sine: Double

    init(_ hertz: Double, rateHz: Double) {
      cosine = Mathematics.cos(2 * Double.pi * hertz / rateHz)
      sine = Mathematics.sin(2 * Double.pi * hertz / rateHz)
    }
  }

  init(rateHz: Double, _ settings: OnsetDetectorSettings) {
    self.rateHz = rateHz
    let isSlow = rateHz < 700
    let few = rateHz < 400 ? settings.slowHumSamples : settings.slowHumSamples &* 3 / 4
    shortWindow = max(Int(0.010 * rateHz), isSlow ? few &- 2 : 10)
    longWindow = max(Int(0.12 * rateHz), 30)
    enough = max(Int(0.008 * rateHz), isSlow ? few : 10)
    slack = isSlow ? settings.slowHumSlack : 0.03
    fifty = Sinusoid(50, rateHz: rateHz)
    sixty = Sinusoid(60, rateHz: rateHz)
  }

  /// True while the rise over `first...last` above the power `rest` may be hum.
  @_noLocks @_noAllocation
  func suspects(_ history: borrowing OnsetHistory, _ first: Int, _ last: Int, rest: Double) -> Bool
  {
    let length = last &- first &+ 1
    if length < enough { return history.meanEnergy(first, last) > 3 * rest }
    let shortStart = max(first, last &- shortWindow &+ 1)
    let shortPower = history.meanEnergy(shortStart, last)
    let shortRest = residual(history, shortStart, last)
    if shortRest < 2 * rest + slack * shortPower && shortPower > 3 * shortRest { return true }
    guard length &- 1 >= max(20, longWindow / 3) else { return false }
    let longStart = max(first, last &- longWindow)
    let longRest = residual(history, longStart, last)
    return longRest < 1.7 * rest && history.meanEnergy(longStart, last) > 1.25 * longRest
  }

  /// True where hum explains all but the rest: that, and a tenth of the power for tones of mains
  /// that are not in the fit. Of a muscle that works with low tones a fit can take a third away.
  @_noLocks @_noAllocation
  func explains(
    _ history: borrowing OnsetHistory, _ first: Int, _ last: Int, rest: Double
  ) -> Bool {
    residual(history, first, last) < 1.7 * rest + 0.1 * history.meanEnergy(first, last)
  }

  /// Power left per degree of freedom after the better of both mains frequencies.
  @_noLocks @_noAllocation
  private func residual(_ history: borrowing OnsetHistory, _ first: Int, _ last: Int) -> Double {
    let length = last &- first &+ 1
    guard length > 5 else { return .infinity }
    let hasThird = rateHz >= 400 || length >= 12
    let left = min(
      unexplained(history, first, length, fifty, hasThird),
      unexplained(history, first, length, sixty, hasThird))
    return left / Double(length &- 4)
  }

  /// Energy left by the least squares fit of cosine and sine of the fundamental and, if asked for,
  /// its third harmonic.
  @_noLocks @_noAllocation
  private func unexplained(
    _ history: borrowing OnsetHistory, _ first: Int, _ length: Int, _ step: Sinusoid,
    _ hasThird: Bool
  ) -> Double {
    var equations = NormalEquations()
    var cosine = 1.0
    var sine = 0.0
    var index = 0
    while index < length {
      let third = cosine * (4 * cosine * cosine - 3)
      let thirdSine = sine * (3 - 4 * sine * sine)
      equations.add(
        SIMD4(cosine, sine, third, thirdSine), value: history.amplitude(first &+ index))
      let next = cosine * step.cosine - sine * step.sine
      sine = sine * step.cosine + cosine * step.sine
      cosine = next
      index &+= 1
    }
    return equations.residual(unknowns: hasThird ? 4 : 2, least: 0.05 * Double(length))
  }
}
