internal import SinewFeedback

extension ActivationSummary {
  /// Median levels by muscle over the valid repetitions (science 4.1).
  init(
    _ valid: [CoachedRepetition], setup: StationSetup, _ confidence: SetConfidence, lang: String
  ) {
    self.init()
    for slot in setup.muscles {
      let numbers = valid.flatMap { repetition in
        repetition.numbers.muscles.filter { $0.slot.slot == slot.slot }
      }
      // A reference measured in mid-set changes the unit: only the numbers of the last one count.
      guard let last = numbers.last else { continue }
      let alike = numbers.filter { $0.slot.reference == last.slot.reference }
      var muscle = RepMuscle(muscle: slot.muscle, side: slot.side)
      var activity = RepMuscle.Activity()
      activity.concentric = Statistics.median(alike.compactMap(\.concentric))
      activity.eccentric = Statistics.median(alike.compactMap(\.eccentric))
      if activity.concentric == nil {
        activity.out = Statistics.median(alike.map(\.out))
        activity.back = Statistics.median(alike.map(\.back))
      }
      activity.peak = Statistics.median(alike.map(\.peak))
      muscle.take(activity, of: last)
      muscles.append(muscle)
      n = max(n ?? 0, alike.count)
    }
    if let n {
      self.confidence = confidence.of(n)
      return
    }
    let reason: WithheldMetric.Reason =
      setup.muscles.isEmpty ? .noEMG : valid.isEmpty ? .tooFewRepetitions : .poorSignal
    why = reason.rawValue
    text = reason.sentence.text(lang)
  }
}
