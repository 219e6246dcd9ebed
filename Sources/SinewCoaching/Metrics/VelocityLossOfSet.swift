/// How much slower the last repetition was than the best of the first three (science 3.5).
struct VelocityLossOfSet: Sendable, Hashable {
  /// 0 for no loss, 100 for a standstill; negative where the last one is the fastest.
  let percent: Double?
  /// Why there is none.
  let reason: WithheldMetric.Reason?

  /// Valid only when the concentric phase is meant to be fast, or nobody prescribed a tempo.
  init(_ valid: [CoachedRepetition], tempo: Tempo?) {
    let speeds = valid.map(\.numbers).filter { $0.tempo != nil }.map(\.speed)
    if let tempo, !tempo.isExplosive {
      (percent, reason) = (nil, .tempoPrescribed)
    } else if valid.contains(where: { $0.numbers.tempo == nil }) {
      (percent, reason) = (nil, .phaseUnknown)
    } else if let best = speeds.prefix(3).max(), let last = speeds.last, best > 0,
      speeds.count >= 3
    {
      (percent, reason) = (100 * (best - last) / best, nil)
    } else {
      (percent, reason) = (nil, .tooFewRepetitions)
    }
  }
}
