package import SinewSignal

/// What day and time an instant of the monotonic clock is: passed in, so that the coach stays
/// without a clock of its own.
package struct TrainingCalendar: Sendable, Hashable {
  /// An instant known by both clocks.
  package let instant: MonotonicTime
  /// The same instant in seconds since 1970, UTC.
  package let secondsSince1970: Double
  /// Seconds by which the gym's clocks are ahead of UTC.
  package let utcOffsetSeconds: Int

  package init(instant: MonotonicTime, secondsSince1970: Double, utcOffsetSeconds: Int = 0) {
    self.instant = instant
    self.secondsSince1970 = secondsSince1970
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  /// Seconds since 1970, UTC, of an instant.
  package func secondsSince1970(_ time: MonotonicTime) -> Double {
    secondsSince1970 + time.seconds(since: instant)
  }

  /// The gym's day at an instant; nil where the clock says nonsense.
  package func day(of time: MonotonicTime) -> TrainingDay? {
    TrainingDay(secondsSince1970: secondsSince1970(time), utcOffsetSeconds: utcOffsetSeconds)
  }
}
