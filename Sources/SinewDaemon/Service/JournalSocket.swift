import CLinux
import Glibc
import SinewLinks

/// The journal's socket. A journal that takes nothing loses lines rather than hold up the daemon.
final class JournalSocket: Sendable {
  /// Nil where standard error does not lead to the journal.
  static let shared = JournalSocket()

  private let descriptor: Descriptor

  private init?() {
    guard Self.isStandardError else { return nil }
    let raw = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(O_CLOEXEC), 0)
    guard raw >= 0 else { return nil }
    descriptor = Descriptor(owning: raw)
    var address = unixAddress("/run/systemd/journal/socket")
    let connected = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard connected == 0 else { return nil }
  }

  func send(_ entry: [UInt8]) {
    _ = unsafe entry.withUnsafeBytes {
      unsafe Glibc.send(
        descriptor.raw, $0.baseAddress, $0.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
  }

  /// systemd writes device and inode of the stream it gave us into the environment: who has turned
  /// standard error elsewhere since wants the lines there.
  private static var isStandardError: Bool {
    guard let text = unsafe getenv("JOURNAL_STREAM") else { return false }
    var status = stat()
    guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
    return unsafe String(cString: text) == "\(status.st_dev):\(status.st_ino)"
  }
}
