internal import CLinux
internal import Glibc

/// The file with the hashes of the coaches' PINs and tokens, one a line; `#` begins a comment.
struct CoachFile: Sendable {
  let path: String

  /// What is wrong with the file, in one sentence.
  struct Fault: Error, Equatable {
    let text: String
  }

  /// Bytes read at most; a hash has about a hundred.
  private static let longest = 65_536

  /// The hashes as they stand now: a changed file holds from the next sign-in on.
  func phrases() throws(Fault) -> [HashedPhrase] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Fault(text: "\(path) can't be read: \(unsafe String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    let mode = sinew_file_mode(descriptor)
    guard mode >= 0, mode & 0o007 == 0 else {
      throw Fault(text: "\(path) can be read by everybody: chmod 0640 \(path)")
    }
    var bytes = [UInt8](repeating: 0, count: Self.longest)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
      .map { $0.filter { $0 != " " && $0 != "\r" && $0 != "\t" } }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    let phrases = lines.compactMap { HashedPhrase($0) }
    guard !phrases.isEmpty, phrases.count == lines.count else {
      throw Fault(text: "\(path) must have one line a coach, made by sinew-kiosk hash-pin")
    }
    return phrases
  }
}
