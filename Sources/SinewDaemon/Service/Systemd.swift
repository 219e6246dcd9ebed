import Glibc
import SinewLinks

/// What systemd hands over in the environment, and what it wants to hear. Without systemd every
/// call does nothing.
enum Systemd {
  /// Descriptors passed by socket activation, by `FileDescriptorName=`; the environment is cleared,
  /// so that a child does not take them for its own.
  static func inheritedSockets() -> [String: CInt] {
    defer {
      for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { _ = unsafe unsetenv(name) }
    }
    guard let pid = environment("LISTEN_PID"), Int32(pid) == getpid(),
      let count = environment("LISTEN_FDS").flatMap({ Int($0) }), (1...16).contains(count)
    else { return [:] }
    let names = (environment("LISTEN_FDNAMES") ?? "").split(
      separator: ":", omittingEmptySubsequences: false)
    var sockets: [String: CInt] = [:]
    for index in 0..<count where index < names.count {
      let descriptor = CInt(3 + index)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      sockets[String(names[index])] = descriptor
    }
    return sockets
  }

  /// Seconds without a sign of life after which the service manager ends this process; nil where it
  /// does not watch.
  static var watchdogSeconds: Double? {
    guard let microseconds = environment("WATCHDOG_USEC").flatMap({ UInt64($0) }), microseconds > 0
    else { return nil }
    if let pid = environment("WATCHDOG_PID"), Int32(pid) != getpid() { return nil }
    return Double(microseconds) / 1e6
  }

  /// Sends a state such as `READY=1` to the service manager.
  static func notify(_ state: String) {
    guard let path = environment("NOTIFY_SOCKET"), !path.isEmpty else { return }
    let descriptor = Descriptor(
      owning: socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(O_CLOEXEC), 0))
    guard descriptor.raw >= 0 else { return }
    var address = unixAddress(path)
    // A leading @ stands for the abstract namespace's zero byte.
    if path.hasPrefix("@") { address.sun_path.0 = 0 }
    let length = MemoryLayout<sa_family_t>.size + path.utf8.count
    let bytes = Array(state.utf8)
    _ = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
        unsafe bytes.withUnsafeBytes {
          unsafe sendto(
            descriptor.raw, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL), target,
            socklen_t(length))
        }
      }
    }
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
