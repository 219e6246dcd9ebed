/// The heaviest load for one repetition of one exercise, with where it comes from.
package struct OneRepetitionMaximum: Sendable, Hashable, Codable {
  /// Who says so.
  package enum Source: String, CaseIterable, Sendable, Hashable, Codable {
    /// Lifted under supervision.
    case tested
    /// Worked out from a set of several repetitions.
    case estimated
    /// Told by athlete or coach.
    case told
  }

  /// Kilograms, above 0.
  package let kilograms: Double
  package let source: Source
  package let day: TrainingDay

  /// nil for a load that nothing can be a fraction of.
  package init?(kilograms: Double, source: Source, day: TrainingDay) {
    guard kilograms.isFinite, kilograms > 0 else { return nil }
    self.kilograms = kilograms
    self.source = source
    self.day = day
  }
}
