import Foundation
import Glibc

/// A plain stream socket to the daemon that never blocks and reads only when told to.
final class Socket {
  struct Refused: Error { let code: CInt }

  private var descriptor: CInt
  /// What was read and is not a whole line yet.
  private var partial = Data()
  /// Whole lines, without their line ends, in the order of arrival.
  private(set) var lines: [Data] = []
  /// True once the daemon closed the connection.
  private(set) var isEnded = false

  init(path: String) throws {
    descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
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
      descriptor = -1
      throw Refused(code: code)
    }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
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

  /// Closes at once, whatever is on its way.
  func hangUp() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Says that nothing more will be sent, and goes on listening.
  func endSending() { shutdown(descriptor, CInt(SHUT_WR)) }

  /// Sends what the socket takes; returns how many bytes that were.
  @discardableResult
  func send(_ bytes: some Sequence<UInt8>) -> Int {
    let bytes = Array(bytes)
    return unsafe bytes.withUnsafeBytes {
      max(0, unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)))
    }
  }

  /// Sends one line.
  func send(line: String) { send(Array(line.utf8) + [0x0A]) }

  /// Reads all that has arrived.
  func read() {
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

  private func take(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let end = rest.firstIndex(of: 0x0A) {
      lines.append(partial + rest[..<end])
      partial = Data()
      rest = rest[(end + 1)...]
    }
    partial.append(contentsOf: rest)
  }
}
