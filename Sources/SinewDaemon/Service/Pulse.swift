import Synchronization

/// How often a thread has shown that it takes orders; beaten there, read anywhere.
final class Pulse: Sendable {
  private let beats = Atomic<UInt64>(0)

  var count: UInt64 { beats.load(ordering: .relaxed) }

  func beat() { beats.wrappingAdd(1, ordering: .relaxed) }
}
