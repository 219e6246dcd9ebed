internal import Glibc

/// A file without a name, gone with the program, for readers that take a path.
struct NamelessFile {
  /// What is read.
  static let input = NamelessFile()
  /// What is written in turn.
  static let output = NamelessFile()

  private let descriptor: CInt

  private init() {
    // Stays open for good: its descriptor is its name.
    descriptor = unsafe tmpfile().map { unsafe fileno($0) } ?? -1
  }

  /// Puts the bytes in the place of what it held; returns its path.
  func holding(_ bytes: [UInt8]) -> String {
    _ = ftruncate(descriptor, 0)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done, off_t(done))
      }
      guard count > 0 else { break }
      done += count
    }
    return "/proc/self/fd/\(descriptor)"
  }
}
