internal import Glibc
internal import Synchronization

/// A `PeripheralHost` on a thread of its own, for tests and demonstrations in one process.
package final class PeripheralThread: Sendable {
  private enum State: Sendable {
    case starting
    case running(paths: [String])
    case ended(PeripheralHost.End)
  }

  /// Stop, hang up, go silent, refuse.
  package let control = PeripheralControl()
  private let plans: [PeripheralHost.Plan]
  private let duration: Double
  private let state = Mutex(State.starting)

  /// Starts the thread, which ends by itself after `duration` seconds, and waits until the sockets are
  /// there.
  package init(_ plans: [PeripheralHost.Plan], duration: Double) throws(PeripheralError) {
    self.plans = plans
    self.duration = duration
    try start()
    while case .starting = state.withLock({ $0 }) { usleep(500) }
    if case .ended(.failed(let error)) = state.withLock({ $0 }) { throw error }
  }

  /// Where centrals find the wearables; empty after the end.
  package var paths: [String] {
    if case .running(let paths) = state.withLock({ $0 }) { return paths }
    return []
  }

  /// Ends the thread and waits until its sockets are closed.
  package func stop() {
    control.stop()
    while true {
      if case .ended = state.withLock({ $0 }) { return }
      usleep(500)
    }
  }

  private func start() throws(PeripheralError) {
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { box in
        guard let box = unsafe box else { return nil }
        unsafe Unmanaged<PeripheralThread>.fromOpaque(box).takeRetainedValue().serve()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      unsafe box.release()
      throw .system(call: "pthread_create", errno: code)
    }
    pthread_detach(thread)
  }

  private func serve() {
    let end: PeripheralHost.End
    do {
      let host = try PeripheralHost(plans, control: control)
      state.withLock { $0 = .running(paths: host.paths) }
      end = host.run(duration: duration)
    } catch {
      end = .failed(error)
    }
    state.withLock { $0 = .ended(end) }
  }
}
