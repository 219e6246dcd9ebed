import Foundation
import Glibc

/// The service manager's end of `sd_notify`: a datagram socket at a path.
final class Readiness {
  let path: String
  private let descriptor: CInt
  private var states: [String] = []

  init(path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
    var address = Socket.address(path)
    let result = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw Socket.Refused(code: errno) }
  }

  deinit { close(descriptor) }

  /// Every state so far, in order.
  func heard() -> [String] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return states }
      states.append(String(decoding: buffer[..<count], as: UTF8.self))
    }
  }
}
