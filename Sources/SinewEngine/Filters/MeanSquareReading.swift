/// Root mean squares out of the history.
package struct MeanSquareReading: BitwiseCopyable, Sendable {
  /// By lane, in the signal's unit; 0 where there is nothing.
  package var rms = SIMD8<Float>(repeating: 0)
  /// Samples it rests on.
  package var samples = 0
  /// Samples were lost inside, or a part lies outside what is kept.
  package var hasDropout = false

  @_noLocks @_noAllocation
  init() {}
}
