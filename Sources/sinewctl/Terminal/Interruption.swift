import Glibc
import Synchronization

/// Ctrl-C and SIGTERM as a wish to end in order: children are stopped, folders removed.
enum Interruption {
  private static let flag = Atomic<Bool>(false)
  private static let descriptor = Atomic<CInt>(-1)

  /// From here on the two signals set the flag rather than end the program.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        Interruption.flag.store(true, ordering: .relaxed)
        // A blocking read on the connection returns at once; shutdown may be called in a handler.
        let open = Interruption.descriptor.load(ordering: .relaxed)
        if open >= 0 { shutdown(open, CInt(SHUT_RDWR)) }
      }
    }
  }

  /// The connection whose end ends the wait.
  static func end(_ connection: CInt) { descriptor.store(connection, ordering: .relaxed) }

  static var happened: Bool { flag.load(ordering: .relaxed) }
}
