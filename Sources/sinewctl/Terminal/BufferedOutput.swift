import Glibc

/// Standard output in large pieces: `analyze` prints thousands of lines a second.
final class BufferedOutput {
  private var pending: [UInt8] = []
  private static let block = 64 * 1024

  init() { pending.reserveCapacity(2 * Self.block) }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe pending.append(contentsOf: bytes)
    if pending.count >= Self.block { flush() }
  }

  /// Writes what waits; a reader that went away ends the output quietly.
  func flush() {
    var sent = 0
    while sent < pending.count {
      let taken = unsafe pending[sent...].withUnsafeBytes {
        unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if taken < 0, errno == EINTR { continue }
      guard taken > 0 else { break }
      sent += taken
    }
    pending.removeAll(keepingCapacity: true)
  }
}
