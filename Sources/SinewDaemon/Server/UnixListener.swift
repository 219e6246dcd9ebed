import Glibc
import SinewLinks

/// A listening Unix stream socket: made here, or inherited from systemd.
struct UnixListener: ~Copyable {
  let descriptor: CInt
  /// The path to remove at the end; nil when systemd owns the socket.
  private let ownedPath: String?
  /// Given up for a moment when no other descriptor is left.
  private var spare = UnixListener.openSpare()

  /// Takes the socket that systemd opened, or binds `path` for its group.
  init(inherited: CInt?, path: String, group: String) throws(DaemonError) {
    if let inherited {
      descriptor = inherited
      ownedPath = nil
      _ = fcntl(inherited, F_SETFL, fcntl(inherited, F_GETFL) | O_NONBLOCK)
    } else {
      descriptor = try Self.bound(path: path, group: group)
      ownedPath = path
    }
  }

  /// A socket at `path` that its owner and, where it may be given away, `group` can use.
  private static func bound(path: String, group: String) throws(DaemonError) -> CInt {
    guard path.utf8.count < 108 else {
      throw .socket(path: path, why: "the path is longer than the 107 bytes a socket address holds")
    }
    let fd = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | SOCK_NONBLOCK_CLOEXEC, 0)
    guard fd >= 0 else { throw .socket(path: path, why: errorText(errno)) }
    if isServed(path) {
      close(fd)
      throw .socket(path: path, why: "another daemon is listening there")
    }
    guard makeWay(path) else {
      close(fd)
      throw .socket(path: path, why: "something that is no socket lies there; remove it")
    }
    var address = unixAddress(path)
    // Born private: opened to its group only after mode and owner are right.
    let mask = umask(0o177)
    let bound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    let failure = errno
    umask(mask)
    guard bound == 0, listen(fd, 64) == 0 else {
      close(fd)
      throw .socket(path: path, why: errorText(bound == 0 ? errno : failure))
    }
    if let entry = unsafe getgrnam(group) {
      // Only root or a member may give it away; a daemon run by hand keeps its own group.
      _ = unsafe chown(path, uid_t.max, entry.pointee.gr_gid)
    }
    _ = unsafe chmod(path, 0o660)
    return fd
  }

  /// The next waiting client, non-blocking; nil when there is none.
  mutating func accept() -> CInt? {
    let fd = Glibc.accept(descriptor, nil, nil)
    if fd < 0, errno == EMFILE || errno == ENFILE { turnAway() }
    guard fd >= 0 else { return nil }
    _ = fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK)
    _ = fcntl(fd, F_SETFD, FD_CLOEXEC)
    return fd
  }

  /// Closes the next waiting client, for which no descriptor is left; it would otherwise keep the
  /// poller awake for ever.
  private mutating func turnAway() {
    if spare >= 0 { close(spare) }
    let fd = Glibc.accept(descriptor, nil, nil)
    if fd >= 0 { close(fd) }
    spare = Self.openSpare()
  }

  private static func openSpare() -> CInt { unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) }

  deinit {
    if spare >= 0 { close(spare) }
    close(descriptor)
    if let ownedPath { _ = unsafe unlink(ownedPath) }
  }

  /// Removes the socket that a daemon left behind; false when there is something else.
  private static func makeWay(_ path: String) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return true }
    guard status.st_mode & S_IFMT == S_IFSOCK else { return false }
    return unsafe unlink(path) == 0
  }

  /// True when somebody answers at the path, so that a second daemon does not steal it.
  private static func isServed(_ path: String) -> Bool {
    let fd = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | SOCK_NONBLOCK_CLOEXEC, 0)
    guard fd >= 0 else { return false }
    defer { close(fd) }
    var address = unixAddress(path)
    return unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}

/// SOCK_NONBLOCK | SOCK_CLOEXEC, which Swift imports as an enumeration of another type.
private let SOCK_NONBLOCK_CLOEXEC = CInt(O_NONBLOCK) | CInt(O_CLOEXEC)

/// The address of a path that is known to fit.
func unixAddress(_ path: String) -> sockaddr_un {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
    let bytes = Array(path.utf8.prefix(target.count - 1))
    unsafe target.copyBytes(from: bytes)
  }
  return address
}

/// The system's sentence for an error number.
func errorText(_ number: CInt) -> String { unsafe String(cString: strerror(number)) }
