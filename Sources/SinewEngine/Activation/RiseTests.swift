/// The tests for a small and a large rise of power side by side: the first finds weak bursts, the
/// second decides sooner on strong ones.
struct RiseTests: BitwiseCopyable {
  private var small: PowerRiseTest
  private var large: PowerRiseTest
  private let clip: Double

  init(_ settings: OnsetDetectorSettings) {
    small = PowerRiseTest(ratio: settings.smallRise)
    large = PowerRiseTest(ratio: settings.largeRise)
    clip = settings.energyClip
  }

  /// Adds a sample: `power` in multiples of rest, `weight` as evidence.
  @_noLocks @_noAllocation
  mutating func add(power: Double, weight: Double, sample: Int) {
    let clipped = min(power, clip)
    small.add(weight * small.evidence(clipped), sample: sample)
    large.add(weight * large.evidence(clipped), sample: sample)
  }

  /// Where the rise began, when a test has passed the threshold.
  @_noLocks @_noAllocation
  func crossing(_ threshold: Double) -> Int? {
    let isSmall = small.score > threshold
    let isLarge = large.score > threshold
    if isSmall && isLarge { return min(small.start, large.start) }
    if isSmall { return small.start }
    return isLarge ? large.start : nil
  }

  /// Evidence for a large rise over `first...last` with `rest` as the power at rest.
  @_noLocks @_noAllocation
  func largeScore(
    _ history: borrowing OnsetHistory, _ first: Int, _ last: Int, rest: Double, weight: Double
  ) -> Double {
    var score = 0.0
    var index = first
    while index <= last {
      let power = min(history.energy(index) / rest, clip)
      score = max(0, score + weight * large.evidence(power))
      index &+= 1
    }
    return score
  }

  @_noLocks @_noAllocation
  mutating func restart(after sample: Int) {
    small.restart(after: sample)
    large.restart(after: sample)
  }

  @_noLocks @_noAllocation
  mutating func hold(at threshold: Double, notBefore sample: Int) {
    small.hold(at: threshold, notBefore: sample)
    large.hold(at: threshold, notBefore: sample)
  }
}
