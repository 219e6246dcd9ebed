internal import Glibc

/// A Unix socket of type SOCK_SEQPACKET, listening at a path or connected: one datagram is one ATT
/// PDU, as on L2CAP channel 4.
final class SequencedSocket {
  let descriptor: Int32

  /// Wraps a connected one.
  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// Listens at `path`; a socket left behind by a run before is replaced, anything else is left alone.
  init(listeningAt path: String) throws(PeripheralError) {
    descriptor = socket(
      AF_UNIX,
      Int32(SOCK_SEQPACKET.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
    try Self.clear(path)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let text = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard text.count < room else { throw .pathTooLong(path) }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: text) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, size)
      }
    }
    guard bound == 0 else { throw .system(call: "bind", errno: errno) }
    guard listen(descriptor, 4) == 0 else { throw .system(call: "listen", errno: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Removes a socket at `path`.
  static func clear(_ path: String) throws(PeripheralError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .pathTaken(path) }
    unsafe unlink(path)
  }

  /// The next central that waits, if any.
  func accept() -> SequencedSocket? {
    let made = Glibc.accept(descriptor, nil, nil)
    guard made >= 0 else { return nil }
    _ = fcntl(made, F_SETFL, O_NONBLOCK)
    _ = fcntl(made, F_SETFD, FD_CLOEXEC)
    return SequencedSocket(descriptor: made)
  }

  enum Received: Equatable { case pdu([UInt8]), nothing, ended }

  /// One PDU.
  func receive() -> Received {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 { return .pdu(Array(buffer.prefix(count))) }
    if count < 0, errno == EAGAIN || errno == EINTR { return .nothing }
    return .ended
  }

  /// Sends one PDU; false when the central has no room for it now.
  func send(_ pdu: [UInt8]) -> Bool {
    let count = unsafe Glibc.send(descriptor, pdu, pdu.count, Int32(MSG_NOSIGNAL))
    return count >= 0 || (errno != EAGAIN && errno != ENOBUFS)
  }
}
