import Foundation
import Glibc
import Synchronization

/// A plain stream socket to the daemon that never blocks and reads only when told to.
final class Socket: Sendable {
  struct Refused: Error { let code: CInt }

  fileprivate struct State {
    var descriptor: CInt = -1
    /// What was read and is not a whole line yet.
    var partial = Data()
    var lines: [Data] = []
    var isEnded = false
  }

  private let state = Mutex(State())

  init(path: String) throws {
    let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    guard descriptor >= 0 else { throw Refused(code: errno) }
    var address = Self.address(path)
    let result = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let code = errno
      Glibc.close(descriptor)
      throw Refused(code: code)
    }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    state.withLock { $0.descriptor = descriptor }
  }

  deinit { hangUp() }

  /// The address of a path, cut where it is too long.
  static func address(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
      unsafe target.copyBytes(from: Array(path.utf8.prefix(target.count - 1)))
    }
    return address
  }

  /// Whole lines, without their line ends, in the order of arrival.
  var lines: [Data] { state.withLock { $0.lines } }

  /// True once the daemon closed the connection.
  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Closes at once, whatever is on its way.
  func hangUp() {
    state.withLock { state in
      if state.descriptor >= 0 { Glibc.close(state.descriptor) }
      state.descriptor = -1
      state.isEnded = true
    }
  }

  /// Says that nothing more will be sent, and goes on listening.
  func endSending() { state.withLock { _ = shutdown($0.descriptor, CInt(SHUT_WR)) } }

  /// Sends what the socket takes; returns how many bytes that were.
  @discardableResult
  func send(_ bytes: some Sequence<UInt8>) -> Int {
    let bytes = Array(bytes)
    return state.withLock { state in
      unsafe bytes.withUnsafeBytes {
        max(0, unsafe Glibc.send(state.descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)))
      }
    }
  }

  /// Sends one line.
  func send(line: String) { send(Array(line.utf8) + [0x0A]) }

  /// Reads all that has arrived.
  func read() { state.withLock { $0.read() } }

  /// From now on reads on a thread of its own, so that a busy test program is never a slow reader.
  func readAlways() {
    Thread.detachNewThread { [weak self] in
      while let self, !self.isEnded {
        var entry = pollfd(
          fd: self.state.withLock { $0.descriptor }, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&entry, 1, 20)
        self.read()
      }
    }
  }
}

extension Socket.State {
  mutating func read() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while descriptor >= 0, !isEnded {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 {
        take(buffer[..<count])
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        isEnded = true
      } else {
        return
      }
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let end = rest.firstIndex(of: 0x0A) {
      lines.append(partial + rest[..<end])
      partial = Data()
      rest = rest[(end + 1)...]
    }
    partial.append(contentsOf: rest)
  }
}
