internal import Glibc

/// The master end of a raw pseudo terminal; the other end looks like a serial port.
///
/// The slave is made raw once and then left to the client, so that the master can tell whether
/// somebody has the port open.
final class PtyPair {
  let master: Int32
  /// The slave's path, `/dev/pts/N`.
  private(set) var path = ""

  init() throws(PtyError) {
    let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard master >= 0 else { throw .system(call: "open /dev/ptmx", errno: errno) }
    self.master = master
    path = try Self.unlock(master)
    try Self.makeRaw(path)
  }

  deinit { close(master) }

  // posix_openpt and its kin hide behind feature macros that the Glibc module does not set; these are
  // the requests they make (linux/tty ioctls, the same on x86-64 and arm64).
  private static let lockRequest: UInt = 0x4004_5431
  private static let numberRequest: UInt = 0x8004_5430

  /// Unlocks the slave and returns its path.
  private static func unlock(_ master: Int32) throws(PtyError) -> String {
    var locked: Int32 = 0
    guard unsafe ioctl(master, lockRequest, &locked) == 0 else {
      throw .system(call: "TIOCSPTLCK", errno: errno)
    }
    var number: Int32 = 0
    guard unsafe ioctl(master, numberRequest, &number) == 0 else {
      throw .system(call: "TIOCGPTN", errno: errno)
    }
    return "/dev/pts/\(number)"
  }

  private static func makeRaw(_ path: String) throws(PtyError) {
    let slave = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw .system(call: "open", errno: errno) }
    defer { close(slave) }
    var settings = termios()
    guard unsafe tcgetattr(slave, &settings) == 0 else {
      throw .system(call: "tcgetattr", errno: errno)
    }
    unsafe cfmakeraw(&settings)
    unsafe cfsetspeed(&settings, speed_t(B115200))
    guard unsafe tcsetattr(slave, TCSANOW, &settings) == 0 else {
      throw .system(call: "tcsetattr", errno: errno)
    }
  }

  /// Whether a client has the other end open.
  var isOpen: Bool {
    var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    let ready = unsafe poll(&entry, 1, 0)
    return ready >= 0 && entry.revents & Int16(POLLHUP) == 0
  }

  /// What the client wrote since the last call.
  func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = unsafe Glibc.read(master, &buffer, buffer.count)
    return count > 0 ? Array(buffer.prefix(count)) : []
  }

  /// Writes what fits and returns how many bytes did not: a client that does not read loses them, as
  /// it would on a real line.
  func write(_ bytes: [UInt8]) -> Int {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes {
        unsafe Glibc.write(master, $0.baseAddress, $0.count)
      }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        break
      }
    }
    return bytes.count - done
  }
}
