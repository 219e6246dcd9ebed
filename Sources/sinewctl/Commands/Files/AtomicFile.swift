import Glibc

/// Writes a file as a whole or not at all: beside its place first, onto the disk, then over it.
enum AtomicFile {
  /// Why nothing was written; a sentence that says what to do.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Puts `bytes` at `path`, over what is there; readers see the old file or the new one, never
  /// half of either. A file that exists keeps its permissions; a new one gets `mode`.
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws(Failure) {
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&template)
    let temporary = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw failure(path, errno) }
    var status = stat()
    let present = unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : mode
    let isDone =
      put(bytes, descriptor) && fchmod(descriptor, present) == 0 && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isDone, unsafe rename(temporary, path) == 0 else {
      let why = isDone ? errno : code
      _ = unsafe unlink(temporary)
      throw failure(path, why)
    }
  }

  private static func put(_ bytes: [UInt8], _ descriptor: CInt) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let taken = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if taken < 0, errno == EINTR { continue }
      guard taken > 0 else { return false }
      sent += taken
    }
    return true
  }

  private static func failure(_ path: String, _ code: CInt) -> Failure {
    let reason = unsafe String(cString: strerror(code))
    let help = code == EACCES || code == EPERM ? "; try again with sudo" : ""
    return Failure(description: "\(path) can't be written: \(reason)\(help)")
  }
}
