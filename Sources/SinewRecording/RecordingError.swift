internal import Glibc

/// Why a recording can't be read or written. Each case is one line that names the file and what is
/// wrong with it.
package enum RecordingError: Error, Sendable, Hashable {
  /// The file can't be opened or read; `code` is the errno.
  case unreadable(file: String, code: CInt)
  /// A line that can't be understood, counted from 1; `why` is a clause without a full stop.
  case malformed(file: String, line: Int, why: String)
  /// A compressed file that stops in the middle of `line`.
  case truncated(file: String, line: Int)
  /// A compressed file that is no gzip from `line` on, or does not match its checksum.
  case corrupt(file: String, line: Int)
  /// The file system has no room left; the recording ends at its last whole line.
  case diskFull(file: String)
  /// The file can't be made or written; `code` is the errno.
  case unwritable(file: String, code: CInt)
  /// What stands at `offset`, in bytes from the start, can't be understood; `why` is a clause
  /// without a full stop.
  case damaged(file: String, offset: Int, why: String)
  /// What was to be written does not fit the format; `why` is a clause without a full stop.
  case unfit(file: String, why: String)
  /// A new recording would have replaced an old one.
  case alreadyExists(file: String)
}

extension RecordingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, ENOENT): "\(file): there is no such file."
    case .unreadable(let file, EISDIR): "\(file): this is a folder, not a recording."
    case .unreadable(let file, let code): "\(file): can't be read, \(words(code))."
    case .malformed(let file, let line, let why): "\(file):\(line): \(why)."
    case .truncated(let file, let line):
      "\(file):\(line): the compressed file ends in the middle: copy it again."
    case .corrupt(let file, let line):
      "\(file):\(line): the compressed file is damaged: copy it again."
    case .damaged(let file, let offset, let why): "\(file): at byte \(offset): \(why)."
    case .unfit(let file, let why): "\(file): \(why)."
    case .diskFull(let file):
      "\(file): the disk is full, the recording stops at its last whole line: make room."
    case .unwritable(let file, let code): "\(file): can't be written, \(words(code))."
    case .alreadyExists(let file): "\(file): exists already: choose another name."
    }
  }

  private func words(_ code: CInt) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    let words = unsafe String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
