internal import Synchronization

/// What other threads may ask of a running `PtyHost`; it looks at least every 20 ms.
package final class PtyControl: Sendable {
  private let stopping = Atomic(false)
  private let wantsPlugged = Atomic(true)

  package init() {}

  /// Ends `run`.
  package func stop() { stopping.store(true, ordering: .releasing) }

  /// Pulls the cables of all ports.
  package func unplug() { wantsPlugged.store(false, ordering: .releasing) }

  /// Puts them in again.
  package func replug() { wantsPlugged.store(true, ordering: .releasing) }

  var isStopping: Bool { stopping.load(ordering: .acquiring) }
  var isPlugged: Bool { wantsPlugged.load(ordering: .acquiring) }
}
