internal import Glibc

/// A lock on the state directory that the daemon holds while it runs, so that no copy is put in the
/// place of a history in use. It goes with the process, however it ends.
package struct HistoryLock: ~Copyable {
  private let descriptor: CInt

  /// Nil when another process holds it, or the directory can't be written.
  package init?(directory: String) {
    let file = "\(directory)/history.lock"
    descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      _ = Glibc.close(descriptor)
      return nil
    }
  }

  /// Lets others have it.
  package consuming func release() {}

  deinit { _ = Glibc.close(descriptor) }
}
