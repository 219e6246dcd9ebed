/// One exercise in one session: a point of a trend.
package struct SessionProgress: Sendable, Equatable {
  package var exercise: String
  package var session: Int
  /// Seconds of UTC since 1970.
  package var started: Double
  /// Work sets that count.
  package var sets: Int
  /// Full repetitions in them.
  package var reps: Int
  /// Those that are practice: tempo in its bands, score 60 or more.
  package var good: Int
  /// The heaviest load, kilograms.
  package var loadKg: Double?
  /// Reference of the target's levels; points of different references can't be compared.
  package var reference: String?
  /// Medians over the sets.
  package var level: Double?
  package var share: Double?
  package var score: Double?
}
