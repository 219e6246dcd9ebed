/// An instant on CLOCK_MONOTONIC; in `analyze` and in replay as fast as it goes, the time since the
/// start of the recording.
///
/// A value only: reading the clock is the business of the rooms that touch the system.
package struct MonotonicTime: BitwiseCopyable, Sendable, Hashable, Comparable {
  /// Nanoseconds since the clock's origin.
  package var nanoseconds: Int64

  package static var zero: MonotonicTime {
    @inlinable @_noLocks @_noAllocation
    get { MonotonicTime(nanoseconds: 0) }
  }

  @inlinable @_noLocks @_noAllocation
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// An instant from seconds since the clock's origin; not finite or out of range becomes zero.
  @inlinable @_noLocks @_noAllocation
  package init(seconds: Double) {
    let scaled = seconds * 1e9
    nanoseconds =
      scaled > -9.0e18 && scaled < 9.0e18 ? Int64(scaled < 0 ? scaled - 0.5 : scaled + 0.5) : 0
  }

  /// Seconds since the clock's origin.
  package var seconds: Double {
    @inlinable @_noLocks @_noAllocation
    get { Double(nanoseconds) * 1e-9 }
  }

  /// Seconds from `earlier` to this instant, negative when this instant comes first.
  @inlinable @_noLocks @_noAllocation
  package func seconds(since earlier: MonotonicTime) -> Double {
    Double(nanoseconds &- earlier.nanoseconds) * 1e-9
  }

  /// The instant `seconds` later (earlier when negative).
  @inlinable @_noLocks @_noAllocation
  package func advanced(bySeconds seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: nanoseconds &+ MonotonicTime(seconds: seconds).nanoseconds)
  }

  @inlinable @_noLocks @_noAllocation
  package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
