import FoundationEssentials
import Glibc

/// The files by which a system tells how it is: `/proc`, `/sys`, `/etc`, `/dev`. A made-up tree
/// below another root shows any system to the checks.
struct SystemView {
  /// Put before every path; empty for the system itself.
  let root: String

  /// Mode and owners of a file.
  struct Status {
    let mode: mode_t
    let group: Int
  }

  init(root: String = "") { self.root = root }

  /// True for a system that only looks like one.
  var isMadeUp: Bool { !root.isEmpty }

  /// The text of a file; nil where it can't be read.
  func text(_ path: String) -> String? {
    let descriptor = unsafe open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    // 8 MiB: the largest file looked into is modules.dep with less than one.
    while all.count < 8 << 20 {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { break }
      all += buffer[..<count]
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// The first line of a file without its end.
  func line(_ path: String) -> String? {
    text(path).map { String($0.prefix { $0 != "\n" }) }
  }

  /// The first whole number of a file.
  func number(_ path: String) -> Int? { line(path).flatMap { Int($0.filter { $0 != " " }) } }

  /// The names in a folder, sorted; none where it can't be read.
  func names(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: root + path)) ?? []).sorted()
  }

  func exists(_ path: String) -> Bool { unsafe access(root + path, F_OK) == 0 }

  /// Where a symbolic link points, as it is written; nil where there is none.
  func link(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: root + path)
  }

  func status(_ path: String) -> Status? {
    var found = stat()
    guard unsafe stat(root + path, &found) == 0 else { return nil }
    return Status(mode: found.st_mode, group: Int(found.st_gid))
  }

  /// Bytes that an ordinary user may still write where `path` lies; nil where nothing is there.
  func freeBytes(_ path: String) -> UInt64? {
    var found = statvfs()
    guard unsafe statvfs(root + path, &found) == 0 else { return nil }
    return UInt64(found.f_bavail) * UInt64(found.f_frsize)
  }
}
