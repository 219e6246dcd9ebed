internal import CLinux
package import SinewSignal
internal import Synchronization

/// Lets tasks wait for descriptors: one thread of its own asks the kernel for all of them, so that
/// nothing polls and no thread of Swift's pool is blocked.
package final class DescriptorWaiter: Sendable {
  private let core: Core

  /// Throws `tooManyDescriptors` or `system`.
  package init() throws(LinkError) {
    let core = try Core()
    self.core = core
    _ = try HardThread.start(name: "sinew-wait", stackSize: 64 * 1024) { core.run() }
  }

  deinit { core.stop() }

  /// Waits until `fd` is ready for `interest`, has failed or was hung up. False when `until`
  /// passed, the task was cancelled, or `fd` can't be waited for. One task at a time waits for a
  /// descriptor, and keeps it open meanwhile.
  package func ready(
    _ fd: CInt, for interest: Readiness, until: MonotonicTime
  ) async -> Bool {
    let ticket = core.newTicket()
    let began = MonotonicClock.now()
    let isReady = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        core.begin(
          ticket, Core.Wait(fd: fd, until: until, continuation: continuation), interest)
      }
    } onCancel: {
      core.finish(ticket, isReady: false)
    }
    let now = MonotonicClock.now()
    if !isReady, now < until, now.seconds(since: began) < 0.001 {
      // Refused by the kernel: whoever waits in a loop must not spin.
      try? await Task.sleep(for: .milliseconds(20))
    }
    return isReady
  }
}

private final class Core: Sendable {
  struct Wait {
    let fd: CInt
    let until: MonotonicTime
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var waits: [UInt64: Wait] = [:]
    /// 0 is the tag of the wake-up.
    var lastTicket: UInt64 = 0
    var isStopping = false
  }

  private let epoll: Descriptor
  private let wakeUp: WakeUp
  private let state = Mutex(State())

  init() throws(LinkError) {
    let raw = sinew_epoll_open()
    guard raw >= 0 else { throw LinkError(code: -raw, action: "make an epoll instance") }
    epoll = Descriptor(owning: raw)
    wakeUp = try WakeUp()
    let code = sinew_epoll_add(epoll.raw, wakeUp.fd, Readiness.readable.rawValue, 0)
    guard code >= 0 else { throw LinkError(code: -code, action: "watch a descriptor") }
  }

  func newTicket() -> UInt64 {
    state.withLock {
      $0.lastTicket += 1
      return $0.lastTicket
    }
  }

  func begin(_ ticket: UInt64, _ wait: Wait, _ interest: Readiness) {
    let isWaiting = state.withLock { state in
      // Asked under the lock: a cancellation that comes later finds the ticket.
      guard !Task.isCancelled, !state.isStopping,
        sinew_epoll_add(epoll.raw, wait.fd, interest.rawValue, ticket) >= 0
      else { return false }
      state.waits[ticket] = wait
      return true
    }
    guard isWaiting else { return wait.continuation.resume(returning: false) }
    wakeUp.signal()
  }

  func finish(_ ticket: UInt64, isReady: Bool) {
    let wait = state.withLock { state in
      let wait = state.waits.removeValue(forKey: ticket)
      if let wait { _ = sinew_epoll_remove(epoll.raw, wait.fd) }
      return wait
    }
    wait?.continuation.resume(returning: isReady)
  }

  func stop() {
    state.withLock { $0.isStopping = true }
    wakeUp.signal()
  }

  func run() {
    var events = [sinew_event](repeating: sinew_event(), count: Int(SINEW_EVENTS))
    while true {
      let count = unsafe events.withUnsafeMutableBufferPointer {
        unsafe sinew_epoll_wait(epoll.raw, $0.baseAddress, SINEW_EVENTS, timeoutMs())
      }
      for event in events.prefix(max(0, Int(count))) {
        if event.tag == 0 {
          wakeUp.drain()
        } else {
          finish(event.tag, isReady: true)
        }
      }
      for ticket in overdue() { finish(ticket, isReady: false) }
      if state.withLock({ $0.isStopping }) { return }
    }
  }

  /// Milliseconds to the next end of patience, rounded up; -1 without any.
  private func timeoutMs() -> CInt {
    guard let next = state.withLock({ $0.waits.values.map(\.until).min() }) else { return -1 }
    let seconds = next.seconds(since: MonotonicClock.now())
    return CInt(min(max(0, seconds * 1000 + 1), 1_000_000))
  }

  private func overdue() -> [UInt64] {
    let now = MonotonicClock.now()
    let isStopping = state.withLock { $0.isStopping }
    return state.withLock { $0.waits.filter { isStopping || $0.value.until <= now }.map(\.key) }
  }
}
