internal import CLinux
internal import Glibc

/// Wakes a thread that waits in a `Poller` (eventfd). Signals that come before the drain are one:
/// signal after publishing the work, drain before looking for it (or watch it with
/// `Readiness.edge` and never drain).
package final class WakeUp: Sendable {
  private let descriptor: Descriptor

  /// Throws `tooManyDescriptors` or `system`.
  package init() throws(LinkError) {
    let raw = sinew_eventfd_open()
    guard raw >= 0 else { throw LinkError(code: -raw, action: "make an eventfd") }
    descriptor = Descriptor(owning: raw)
  }

  /// To be added to a `Poller`; owned by this object.
  package var fd: CInt { descriptor.raw }

  /// Makes `fd` readable. Any thread; never blocks, never allocates; a system call of about 0.2 us.
  package func signal() {
    var one: UInt64 = 1
    _ = unsafe write(descriptor.raw, &one, 8)
  }

  /// Makes `fd` quiet again and returns how many signals there were.
  @discardableResult
  package func drain() -> UInt64 {
    var signals: UInt64 = 0
    return unsafe read(descriptor.raw, &signals, 8) == 8 ? signals : 0
  }
}
