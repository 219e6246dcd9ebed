internal import SinewFeedback
internal import SinewSignal

extension ConnectionScore {
  /// The score of one repetition: what can be told of it, or why there is none.
  static func of(
    _ numbers: RepetitionNumbers, setup: StationSetup
  ) -> (score: ConnectionScore, obstacle: WithheldMetric.Reason?) {
    var score = ConnectionScore()
    let targets = numbers.muscles.filter { $0.slot.role == .target }
    if let reason = obstacle(numbers, targets, setup: setup) { return (score, reason) }
    score.activation = Statistics.mean(
      targets.compactMap { target in
        guard let band = target.slot.band, target.isNormalised else { return nil }
        return target.concentric.map { activation($0, band: band) }
      })
    score.share = numbers.share.map { share($0, own: setup.baseline?.share) }
    if let tempo = numbers.tempo, let target = setup.tempo {
      score.tempo = Self.tempo(tempo, target: target)
    }
    let holds = targets.compactMap { $0.envelope?.hold?.quality }
    let peaks = targets.compactMap { $0.envelope?.peakIndex }
    score.peak =
      Statistics.mean(holds).map { $0 / 100 } ?? Statistics.mean(peaks).map { peak($0) }
    guard score.value == nil else { return (score, nil) }
    return (score, targets.contains { $0.isNormalised } ? .tooFewParts : .noReference)
  }

  private static func obstacle(
    _ numbers: RepetitionNumbers, _ targets: [MuscleNumbers], setup: StationSetup
  ) -> WithheldMetric.Reason? {
    if setup.muscles.isEmpty { return .noEMG }
    let worn = setup.muscles.filter { $0.role == .target }
    if worn.isEmpty { return .noTarget }
    // One target channel that can't be trusted is enough (science 4.12).
    if targets.count < worn.count || targets.contains(where: { $0.quality == .poor }) {
      return .poorSignal
    }
    if numbers.isPartial { return .partialRepetition }
    if numbers.isIncomplete { return .incompleteData }
    return numbers.tempo == nil ? .phaseUnknown : nil
  }
}

extension ConnectionScore {
  /// The score of a set: the median of each part over its repetitions, and the two parts that only
  /// a set has.
  init(_ valid: [CoachedRepetition], consistency: Double?, symmetry: Double?) {
    self.init()
    let scores = valid.map(\.numbers.score)
    activation = Statistics.median(scores.compactMap(\.activation))
    share = Statistics.median(scores.compactMap(\.share))
    tempo = Statistics.median(scores.compactMap(\.tempo))
    peak = Statistics.median(scores.compactMap(\.peak))
    self.consistency = consistency.map(Self.consistency(_:))
    self.symmetry = symmetry.map(Self.symmetry(_:))
  }
}
