/// What goes wrong in a set, from which repetition on (1 is the first).
package enum AthleteFault: Sendable, Equatable {
  /// Lowers in so many seconds.
  case tempo(fromRepetition: Int, eccentricSeconds: Double)
  /// The compensator takes over and the shoulder swings.
  case compensation(fromRepetition: Int)
  /// Does only this share of the range.
  case shortRange(fromRepetition: Int, share: Double)
}
