internal import CLinux
internal import Glibc
package import SinewSignal

/// A timer that a `Poller` can wait for (timerfd on CLOCK_MONOTONIC), finer than its milliseconds.
package struct Alarm: ~Copyable, Sendable {
  private let descriptor: Descriptor

  /// Throws `tooManyDescriptors` or `system`.
  package init() throws(LinkError) {
    let raw = sinew_timerfd_open()
    guard raw >= 0 else { throw LinkError(code: -raw, action: "make a timer") }
    descriptor = Descriptor(owning: raw)
  }

  /// Readable once the alarm has gone off; owned by this value.
  package var fd: CInt { descriptor.raw }

  /// Goes off at `first` (at once when that is past), then each `intervalSeconds` when above zero.
  package func set(first: MonotonicTime, intervalSeconds: Double = 0) {
    let interval = MonotonicTime(seconds: intervalSeconds).nanoseconds
    _ = sinew_timerfd_set(descriptor.raw, max(1, first.nanoseconds), max(0, interval))
  }

  /// Never goes off until set again.
  package func cancel() { _ = sinew_timerfd_set(descriptor.raw, 0, 0) }

  /// Makes `fd` quiet again and returns how often it went off since the last drain.
  @discardableResult
  package func drain() -> UInt64 {
    var times: UInt64 = 0
    return unsafe read(descriptor.raw, &times, 8) == 8 ? times : 0
  }
}
