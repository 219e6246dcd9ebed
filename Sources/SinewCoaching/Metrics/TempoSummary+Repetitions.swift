internal import SinewFeedback

extension TempoSummary {
  /// Median durations, and the share of prescribed phases that were in their band.
  init(_ valid: [CoachedRepetition], target: Tempo?, lang: String) {
    self.init()
    let tempos = valid.compactMap(\.numbers.tempo)
    guard !tempos.isEmpty else {
      let reason: WithheldMetric.Reason = valid.isEmpty ? .tooFewRepetitions : .phaseUnknown
      why = reason.rawValue
      text = reason.sentence.text(lang)
      return
    }
    eccentricS = Statistics.median(tempos.map(\.eccentric))
    stretchedS = Statistics.median(tempos.compactMap(\.stretched))
    concentricS = Statistics.median(tempos.map(\.concentric))
    contractedS = Statistics.median(tempos.compactMap(\.contracted))
    n = tempos.count
    confidence = SetConfidence.ofMovement(tempos.count)
    if let target { inBand = Self.inBand(tempos, target: target) }
  }

  /// X passes in the fastest third of the set (science 3.4), which only the whole set can tell.
  private static func inBand(_ tempos: [RepetitionTempo], target: Tempo) -> Double? {
    let fastest = tempos.map(\.concentric).sorted()
    let third = fastest.count >= 3 ? fastest[fastest.count / 3 - 1] : nil
    let verdicts = tempos.flatMap { tempo in
      let judgement = TempoJudgement(tempo, target: target, fastestThird: third)
      return TempoPhase.allCases.compactMap { judgement[$0] }
    }
    guard !verdicts.isEmpty else { return nil }
    return Double(verdicts.filter { $0 }.count) / Double(verdicts.count)
  }
}
