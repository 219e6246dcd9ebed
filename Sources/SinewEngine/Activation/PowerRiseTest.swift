/// Cumulative sum of the log-likelihood ratio of Gaussian noise whose power has risen by a given
/// ratio against one that has not (Page 1954).
struct PowerRiseTest: BitwiseCopyable {
  /// Evidence since the sum was last zero.
  private(set) var score = 0.0
  /// The first sample since then.
  private(set) var start = 0

  private let gain: Double
  private let loss: Double

  init(ratio: Double) {
    gain = 0.5 * (1 - 1 / ratio)
    loss = 0.5 * Mathematics.log(ratio)
  }

  /// What a sample of `power`, in multiples of rest, says.
  @_noLocks @_noAllocation
  func evidence(_ power: Double) -> Double { power * gain - loss }

  @_noLocks @_noAllocation
  mutating func add(_ evidence: Double, sample: Int) {
    score += evidence
    if score <= 0 { restart(after: sample) }
  }

  @_noLocks @_noAllocation
  mutating func restart(after sample: Int) {
    score = 0
    start = sample &+ 1
  }

  /// Keeps the sum at the threshold and the start within reach: the crossing is tried again.
  @_noLocks @_noAllocation
  mutating func hold(at threshold: Double, notBefore sample: Int) {
    score = min(score, threshold)
    start = max(start, sample)
  }
}
