/// A repetition published before was none, or its end has moved.
package struct RepetitionRevision: BitwiseCopyable, Sendable {
  /// Why a repetition is corrected.
  package enum Why: UInt8, BitwiseCopyable, Sendable {
    /// A short pause before the next repetition was shared between the two.
    case pauseShared
    /// It was walking, carrying or racking.
    case notALift
    /// The muscles of the exercise did not work in it.
    case unloaded
  }

  package var station: UInt16
  package var id: UInt32
  package var removed: Bool
  package var why: Why
  /// The corrected end; without meaning when `removed`.
  package var end: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(
    station: UInt16, id: UInt32, removed: Bool, why: Why, end: MonotonicTime,
    decidedTime: MonotonicTime
  ) {
    self.station = station
    self.id = id
    self.removed = removed
    self.why = why
    self.end = end
    self.decidedTime = decidedTime
  }
}
