internal import Synchronization

/// Passes each sentence on once, however often it is said: a wearable that is away is tried for
/// hours, and what the kernel lacks does not change meanwhile.
final class SayOnce: Sendable {
  private let said = Mutex<Set<String>>([])
  private let tell: @Sendable (String) -> Void

  init(_ tell: @escaping @Sendable (String) -> Void) { self.tell = tell }

  @Sendable func say(_ sentence: String) {
    guard said.withLock({ $0.insert(sentence).inserted }) else { return }
    tell(sentence)
  }
}
