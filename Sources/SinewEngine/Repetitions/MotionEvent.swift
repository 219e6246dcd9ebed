package import SinewSignal

/// What the detector of repetitions has to say.
package enum MotionEvent: BitwiseCopyable, Sendable {
  /// A repetition is complete.
  case repetition(MotionRepetition)
  /// The end of a repetition published before moved: the short pause after it was shared with the
  /// next one.
  case endMoved(ordinal: UInt32, end: MonotonicTime, decided: MonotonicTime)
  /// A repetition published before was none (walking).
  case removed(ordinal: UInt32, decided: MonotonicTime)
  /// A direction or a pause has begun; only `.out`, `.outPause`, `.back` and `.backPause`.
  case phase(MovementPhase, at: MonotonicTime, decided: MonotonicTime)
  /// The rhythm of repetitions has stopped; `at` is the end of the last one.
  case ended(at: MonotonicTime, decided: MonotonicTime)
  /// No movement is known, and the last seconds were steps beyond doubt; once a walk. `at` is when
  /// they had begun at the latest.
  case walking(at: MonotonicTime, decided: MonotonicTime)
}
