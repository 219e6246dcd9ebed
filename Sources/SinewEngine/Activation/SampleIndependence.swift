/// What a resting sample weighs as evidence, from the autocorrelation at rest.
///
/// Band-limited noise repeats itself: n neighbouring squares say as much as
/// n / (1 + 2 sum r_l^2) independent ones (Bartlett 1946, for the variance of a variance).
struct SampleIndependence: BitwiseCopyable {
  /// Weight of one sample, above 0 and at most 1.
  private(set) var weight = 1.0

  private var correlation = InlineArray<17, Double>(repeating: 0)
  private var count = 0
  private var skipped = 0
  private var limit = 0.0
  private let lags: Int
  private let time: Double
  private let share: Double
  private let rateHz: Double
  private let least: Double

  init(_ settings: OnsetDetectorSettings, rateHz: Double) {
    lags = min(16, Int(0.012 * rateHz))
    time = settings.independenceTime * rateHz / Double(Self.stride)
    share = 1 / time
    least = settings.leastIndependence
    self.rateHz = rateHz
  }

  /// One resting sample in so many is learned from: neighbours say nearly the same, and the lags of
  /// each cost more than all other work at rest.
  private static var stride: Int {
    @_noLocks @_noAllocation
    get { 4 }
  }

  /// Samples before `index` that `learn` reads.
  static var reach: Int {
    @_noLocks @_noAllocation
    get { 17 }
  }

  /// Learns from the resting sample `index` of rest power `power`; outliers count as 3 deviations.
  @_noLocks @_noAllocation
  mutating func learn(_ history: borrowing OnsetHistory, _ index: Int, power: Double) {
    skipped &+= 1
    guard skipped == Self.stride else { return }
    skipped = 0
    count &+= 1
    let window = min(Double(count), time)
    let share = Double(count) < time ? 1 / window : share
    // The level changes slowly, and a square root costs as much as all lags.
    if count & 7 == 1 { limit = 3 * Mathematics.squareRoot(power) }
    let newest = max(-limit, min(limit, history.amplitude(index)))
    var lag = 0
    while lag <= lags {
      let older = max(-limit, min(limit, history.amplitude(index &- lag)))
      correlation[lag] += (newest * older - correlation[lag]) * share
      lag &+= 1
    }
    if count & 15 == 0 && Double(count &* Self.stride) > 0.2 * rateHz { update(window) }
  }

  /// A squared correlation estimated over n samples is 1/n too large; twice that is taken off.
  @_noLocks @_noAllocation
  private mutating func update(_ window: Double) {
    guard correlation[0] > 0 else { return }
    var sum = 0.0
    var lag = 1
    while lag <= lags {
      let r = correlation[lag] / correlation[0]
      sum += max(0, r * r - 2 / window)
      lag &+= 1
    }
    weight = max(least, 1 / (1 + 2 * sum))
  }
}
