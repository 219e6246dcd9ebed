internal import CLinux

/// Waits for many descriptors at once (epoll, level-triggered). Owned by one thread; wake it from
/// another with a `WakeUp` that is registered here. Nothing is allocated after `init`.
@safe
package struct Poller: ~Copyable {
  /// Events one `wait` returns at most; the rest comes with the next.
  package static let capacity = 64

  private let epoll: Descriptor
  private let events: UnsafeMutablePointer<sinew_event>
  /// Events of the last `wait`, 0...64.
  package private(set) var count = 0

  /// What `wait` reports about one descriptor.
  package struct Event: Sendable, BitwiseCopyable {
    /// As given to `add`.
    package let tag: UInt64
    package let readiness: Readiness
  }

  /// Throws `tooManyDescriptors` or `system`.
  package init() throws(LinkError) {
    let raw = sinew_epoll_open()
    guard raw >= 0 else { throw LinkError(code: -raw, action: "make an epoll instance") }
    epoll = Descriptor(owning: raw)
    unsafe events = UnsafeMutablePointer.allocate(capacity: Self.capacity)
    unsafe events.initialize(repeating: sinew_event(), count: Self.capacity)
  }

  deinit { unsafe events.deallocate() }

  /// Watches `fd`; each of its events carries `tag`. Plain files can't be watched (EPERM).
  package func add(
    _ fd: CInt, tag: UInt64, interest: Readiness = .readable
  ) throws(LinkError) {
    let code = sinew_epoll_add(epoll.raw, fd, interest.rawValue, tag)
    guard code >= 0 else { throw LinkError(code: -code, action: "watch a descriptor") }
  }

  /// Changes what `fd` is watched for.
  package func modify(_ fd: CInt, tag: UInt64, interest: Readiness) throws(LinkError) {
    let code = sinew_epoll_modify(epoll.raw, fd, interest.rawValue, tag)
    guard code >= 0 else { throw LinkError(code: -code, action: "watch a descriptor") }
  }

  /// Stops watching `fd`; call it before closing. Events of the last `wait` may still name it.
  package func remove(_ fd: CInt) { _ = sinew_epoll_remove(epoll.raw, fd) }

  /// Waits until something is ready or `timeoutMs` have passed (-1: for ever, 0: not at all) and
  /// returns the number of events; 0 also after a signal.
  @discardableResult
  package mutating func wait(timeoutMs: Int32) -> Int {
    let found = unsafe sinew_epoll_wait(epoll.raw, events, CInt(Self.capacity), timeoutMs)
    count = max(0, Int(found))
    return count
  }

  /// The event at `index`, 0..<`count`; an index out of range gives an event of nothing.
  package subscript(index: Int) -> Event {
    guard index >= 0, index < count else { return Event(tag: 0, readiness: []) }
    let event = unsafe events[index]
    return Event(tag: event.tag, readiness: Readiness(rawValue: event.ready))
  }
}
