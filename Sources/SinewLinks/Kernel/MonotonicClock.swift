internal import Glibc
package import SinewSignal

/// CLOCK_MONOTONIC: never set back, stands still in suspend, common to all processes.
package enum MonotonicClock {
  /// The present instant; about 20-50 ns through the vDSO, no system call, no allocation.
  package static func now() -> MonotonicTime {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_MONOTONIC, &time) == 0 else { return .zero }
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }
}
