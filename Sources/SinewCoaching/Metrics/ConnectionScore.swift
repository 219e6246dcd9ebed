internal import SinewFeedback

/// The mind-muscle connection as a number from 0 to 100: a transparent heuristic, not a validated
/// scale (science 4.12). Every part is 0...1 and nil where it can't be told.
package struct ConnectionScore: Sendable, Hashable {
  /// The target in its band; more than the band asks for earns nothing.
  package var activation: Double?
  /// The target against the compensators.
  package var share: Double?
  /// The durations against the prescription.
  package var tempo: Double?
  /// The squeeze at the end, or the hold where one is prescribed.
  package var peak: Double?
  /// Repetitions alike; of sets alone.
  package var consistency: Double?
  /// Sides alike; of sets alone.
  package var symmetry: Double?

  package init() {}

  /// Weights of the parts, in the order above; their sum is 1.
  package static let weights = [0.30, 0.25, 0.15, 0.10, 0.10, 0.10]
  /// Without parts of so much weight there is no score.
  package static let leastWeight = 0.6

  /// 0...100; nil with too little to go by.
  package var value: Double? {
    let parts = [activation, share, tempo, peak, consistency, symmetry]
    var (sum, weight) = (0.0, 0.0)
    for (part, own) in zip(parts, Self.weights) {
      guard let part else { continue }
      sum += own * part
      weight += own
    }
    // A binary fraction may fall a hair short of a weight that is there.
    return weight >= Self.leastWeight - 1e-9 ? 100 * sum / weight : nil
  }

  /// 0 at half the lower edge of the band, 1 at the edge and above.
  static func activation(_ level: Double, band: ClosedRange<Double>) -> Double {
    part(level, zero: band.lowerBound / 2, one: band.lowerBound)
  }

  /// 0 at ten points under the athlete's own share, 1 at ten above; 0.30 and 0.55 while nobody
  /// knows it.
  static func share(_ share: Double, own: Double?) -> Double {
    part(share, zero: own.map { $0 - 0.10 } ?? 0.30, one: own.map { $0 + 0.10 } ?? 0.55)
  }

  /// 1 less the mean of how far the prescribed phases were off, each at most by 1. A pause of 0 is
  /// kept by any turning point below 0.5 s, and X by any second (science 3.4).
  static func tempo(_ tempo: RepetitionTempo, target: Tempo) -> Double? {
    let errors = TempoPhase.allCases.compactMap { phase -> Double? in
      guard let seconds = tempo.seconds(phase) else { return nil }
      guard let asked = target.target(phase) else { return min(1, max(0, seconds - 1) / 0.8) }
      if asked == 0, seconds < 0.5 { return 0 }
      return min(1, abs(seconds - asked) / max(0.8, 0.5 * asked))
    }
    return Statistics.mean(errors).map { 1 - $0 }
  }

  /// 0 at a peak index of 0.60, 1 at 0.85.
  static func peak(_ index: Double) -> Double { part(index, zero: 0.60, one: 0.85) }

  /// 1 at a coefficient of variation of 0.10, 0 at 0.30.
  static func consistency(_ variation: Double) -> Double { part(variation, zero: 0.30, one: 0.10) }

  /// 1 at a difference of 10 %, 0 at 30 %.
  static func symmetry(_ percent: Double) -> Double { part(abs(percent), zero: 30, one: 10) }

  /// On a straight line between the two, never beyond.
  private static func part(_ value: Double, zero: Double, one: Double) -> Double {
    guard one != zero else { return value >= one ? 1 : 0 }
    return min(1, max(0, (value - zero) / (one - zero)))
  }

  /// As fields of a message.
  var message: ScoreParts? {
    guard value != nil else { return nil }
    return ScoreParts {
      $0.activation = activation
      $0.share = share
      $0.tempo = tempo
      $0.peak = peak
      $0.consistency = consistency
      $0.symmetry = symmetry
    }
  }
}
