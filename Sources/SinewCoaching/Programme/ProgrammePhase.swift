package import SinewFeedback

/// One of the five phases (science 4.15).
package struct ProgrammePhase: Sendable, Hashable {
  /// 1...5.
  package let number: Int
  /// For people.
  package let names: LocalizedText
  /// What it is for.
  package let goal: LocalizedText
  /// Fewest and most repetitions of a set.
  package let reps: ClosedRange<Int>
  /// Fractions of the one-repetition maximum.
  package let intensity: ClosedRange<Double>
  /// The same as effort, 1...10 (RPE), where no maximum is known.
  package let effort: ClosedRange<Double>
  package let tempo: Tempo
  /// Where the target should be, fractions of a maximum.
  package let bandOfMaximum: ClosedRange<Double>
  /// The same against a reference set.
  package let bandOfReferenceSet: ClosedRange<Double>
  /// Where to put attention while nothing is known about this athlete.
  package let focus: Focus
  /// What must be so in two sessions running to go on; nil: the phase ends otherwise.
  package let advance: Criteria?
  /// What sends back to the phase before.
  package let goBack: Criteria?

  /// Limits; those that are absent don't count. Nothing that was not measured is fulfilled.
  package struct Criteria: Sendable, Hashable {
    /// Quality of holds, 0...100.
    package var holdQuality: Double?
    /// Part of the valid repetitions in which the target reached its band.
    package var reached: Double?
    /// Part of the prescribed phases in band.
    package var tempoInBand: Double?
    /// Share above the athlete's own, a part of the whole.
    package var shareGain: Double?
    /// Highest coefficient of variation of the target.
    package var consistency: Double?
    /// Score, 0...100.
    package var score: Double?
    /// Fall of the share since the lighter load, a part of the whole.
    package var shareLoss: Double?
    /// Rise of the load that the share must bear, a part of it.
    package var loadRise: Double?
    /// Score without feedback over score with it.
    package var retention: Double?
    /// Sessions in which a cue about balance was said.
    package var balanceCues: Int?

    package init() {}
  }

  /// The band that fits a reference.
  package func band(_ kind: ActivationReference.Kind) -> ClosedRange<Double> {
    kind.isMaximal ? bandOfMaximum : bandOfReferenceSet
  }
}
