internal import Synchronization

/// What other threads may ask of a running `PeripheralHost`; it looks at least every 20 ms.
package final class PeripheralControl: Sendable {
  private let stopping = Atomic(false)
  private let hangUps = Atomic(0)
  private let mute = Atomic(false)
  private let refusing = Atomic(false)

  package init() {}

  /// Ends `run`.
  package func stop() { stopping.store(true, ordering: .releasing) }

  /// Ends the link of every central; it may connect again at once.
  package func hangUp() { hangUps.wrappingAdd(1, ordering: .releasing) }

  /// While true the links stand, but nothing is sent and nothing answered.
  package func setMute(_ isMute: Bool) { mute.store(isMute, ordering: .releasing) }

  /// While true nobody can connect (ECONNREFUSED), as with a wearable that does not advertise.
  package func setRefusing(_ isRefusing: Bool) { refusing.store(isRefusing, ordering: .releasing) }

  var isStopping: Bool { stopping.load(ordering: .acquiring) }
  var hangUpCount: Int { hangUps.load(ordering: .acquiring) }
  var isMute: Bool { mute.load(ordering: .acquiring) }
  var isRefusing: Bool { refusing.load(ordering: .acquiring) }
}
