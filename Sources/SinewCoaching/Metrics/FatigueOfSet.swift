package import SinewFeedback
internal import SinewSignal

/// Fatigue of one muscle over a set from two axes, amplitude and median frequency, by their trends
/// over the repetitions (science 4.11).
package struct FatigueOfSet: Sendable, Hashable {
  /// Slope of the amplitude, percent of the first repetition a repetition.
  package let amplitudePercent: Double
  /// The same of the median frequency.
  package let frequencyPercent: Double
  /// Repetitions it rests on.
  package let repetitions: Int
  package let verdict: FatigueVerdict.Verdict

  /// Repetitions below which no trend can pass the test of Mann and Kendall at 0.1.
  package static let fewestRepetitions = 5
  /// Amplitude up by so much over the set, percent.
  package static let amplitudeRise = 10.0
  /// Frequency down by so much over the set, percent.
  package static let frequencyFall = 8.0

  /// nil for fewer than five repetitions.
  ///
  /// - Parameters:
  ///   - amplitudes: RMS by repetition, any unit.
  ///   - frequencies: Median frequency by repetition, as many, Hz.
  package init?(amplitudes: [Double], frequencies: [Double]) {
    guard amplitudes.count == frequencies.count, amplitudes.count >= Self.fewestRepetitions,
      let first = amplitudes.first, let pitch = frequencies.first, first > 0, pitch > 0,
      let rise = TheilSen(amplitudes.map { 100 * $0 / first }),
      let fall = TheilSen(frequencies.map { 100 * $0 / pitch })
    else { return nil }
    repetitions = amplitudes.count
    (amplitudePercent, frequencyPercent) = (rise.slope, fall.slope)
    let steps = Double(repetitions - 1)
    let isLouder = rise.isTrend(repetitions) && rise.slope * steps >= Self.amplitudeRise
    let isQuieter = rise.isTrend(repetitions) && rise.slope * steps <= -Self.amplitudeRise
    let isLower = fall.isTrend(repetitions) && fall.slope * steps <= -Self.frequencyFall
    verdict =
      isLouder && isLower
      ? .fatigue
      : isLouder && fall.slope * steps > -Self.frequencyFall / 2
        ? .moreDrive : isQuieter && isLower ? .recoveryOrUnload : .unclear
  }

  /// Repetitions of a set in which the muscle has both numbers; only a good signal.
  init?(_ valid: [CoachedRepetition], slot: MuscleSlot) {
    let both = valid.suffix(SetConfidence.mostRepetitions).compactMap { repetition in
      repetition.numbers.muscles.first {
        $0.slot.slot == slot.slot && $0.slot.reference == slot.reference && $0.quality == .good
      }.flatMap { muscle in
        muscle.medianHz.map { ((muscle.concentric ?? muscle.out), $0) }
      }
    }
    self.init(amplitudes: both.map(\.0), frequencies: both.map(\.1))
  }

  /// As a message.
  func message(_ slot: MuscleSlot) -> FatigueVerdict {
    FatigueVerdict {
      $0.muscle = slot.muscle
      $0.side = slot.side
      $0.mdfPercentPerRep = frequencyPercent
      $0.rmsPercentPerRep = amplitudePercent
      $0.verdict = verdict
    }
  }
}

extension TheilSen {
  /// Whether the score of Mann and Kendall is one that chance gives in less than a tenth of series,
  /// by the normal approximation with correction for continuity (both sides).
  func isTrend(_ count: Int) -> Bool {
    let n = Double(count)
    let deviation = (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
    return Double(abs(score) - 1) / deviation > 1.644_853_626_951_472_7
  }
}
