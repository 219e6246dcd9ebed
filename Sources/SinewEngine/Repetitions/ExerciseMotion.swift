/// What the catalogue says about the movement of an exercise, as far as the detector of
/// repetitions uses it.
package struct ExerciseMotion: BitwiseCopyable, Sendable, Hashable {
  /// The direction in which a repetition begins.
  package var firstDirection: FirstDirection

  @_noLocks @_noAllocation
  package init(firstDirection: FirstDirection) {
    self.firstDirection = firstDirection
  }

  /// No exercise named: whatever movement repeats itself.
  package static var unknown: ExerciseMotion {
    @_noLocks @_noAllocation
    get { ExerciseMotion(firstDirection: .unknown) }
  }
}
