internal import CLinux
internal import Glibc

/// A thread of our own with a name and a stack of known size, for the hot loops; everything else
/// runs on Swift's pool. Join it; dropping it lets it run on alone.
///
/// Signals that are sent to the process are blocked in it, so that a handler never delays it.
@safe
package struct HardThread: ~Copyable, Sendable {
  private let thread: pthread_t

  /// Starts `body`. The kernel cuts `name` after 15 bytes. `stackSize` in bytes is rounded up to
  /// whole pages, at least 64 KiB; all but 32 KiB of it, at most 224 KiB, is touched before `body`
  /// runs, so that no page faults later: who wants more wants it seldom. Throws `system`.
  ///
  /// Write `body` in an ordinary file: a closure written in `main.swift` belongs to the main actor
  /// and stops the program when it runs elsewhere.
  package static func start(
    name: String, stackSize: Int = 256 * 1024, body: @escaping @Sendable () -> Void
  ) throws(LinkError) -> HardThread {
    let pages = (max(stackSize, 64 * 1024) + 4095) / 4096
    var attributes = pthread_attr_t()
    _ = unsafe pthread_attr_init(&attributes)
    defer { _ = unsafe pthread_attr_destroy(&attributes) }
    _ = unsafe pthread_attr_setstacksize(&attributes, pages * 4096)

    let start = Start(name: name, touched: min(pages, 64) * 4096 - 32 * 1024, body: body)
    let passed = unsafe Unmanaged.passRetained(start)
    var thread = pthread_t()
    let code = withSignalsBlocked {
      unsafe pthread_create(&thread, &attributes, enter, passed.toOpaque())
    }
    guard code == 0 else {
      unsafe passed.release()
      throw .system(action: "start the thread \(name)", code: code)
    }
    return HardThread(thread: thread)
  }

  private init(thread: pthread_t) { self.thread = thread }

  deinit { _ = pthread_detach(thread) }

  /// Waits until the body has returned.
  package consuming func join() {
    let thread = thread
    discard self
    _ = pthread_join(thread, nil)
  }
}

/// What a new thread needs to know.
private final class Start: Sendable {
  let name: String
  let touched: Int
  let body: @Sendable () -> Void

  init(name: String, touched: Int, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.touched = touched
    self.body = body
  }
}

private func enter(_ passed: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let passed = unsafe passed else { return nil }
  let start = unsafe Unmanaged<Start>.fromOpaque(passed).takeRetainedValue()
  _ = unsafe start.name.withCString { unsafe sinew_thread_name($0) }
  sinew_stack_touch(start.touched)
  start.body()
  return nil
}

/// Runs `body` with signals blocked, which a thread created inside inherits; not those of a fault
/// in the thread itself, which a crash report needs.
private func withSignalsBlocked(_ body: () -> CInt) -> CInt {
  var blocked = sigset_t()
  var former = sigset_t()
  _ = unsafe sigfillset(&blocked)
  for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGPROF] {
    _ = unsafe sigdelset(&blocked, fault)
  }
  _ = unsafe pthread_sigmask(SIG_SETMASK, &blocked, &former)
  defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &former, nil) }
  return body()
}
