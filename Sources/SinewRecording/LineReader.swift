internal import CZlib
internal import Glibc

/// Reads a text file line by line in constant memory, plain or gzip (told by its first bytes, not
/// by its name). Drops a byte order mark and the CR of CRLF; the last line needs no line end.
@safe
struct LineReader: ~Copyable {
  /// Bytes a line may have; a longer one is no recording but something else.
  static let longestLine = 64 * 1024
  private static let capacity = 4 * longestLine

  let file: String
  /// The number of the present line, counted from 1; 0 before the first.
  private(set) var line = 0

  private let source: gzFile
  /// Bytes of the file, compressed where it is.
  private let size: Int
  private let buffer: UnsafeMutablePointer<UInt8>
  /// Bytes in the buffer that belong to lines to come.
  private var next = 0
  private var filled = 0
  private var ended = false
  /// What zlib found wrong, told once the whole lines before it are read.
  private var fault: RecordingError?
  /// The present line in the buffer.
  private var start = 0
  private var end = 0

  init(path: String) throws(RecordingError) {
    // Delegates: Swift 6.2 fails on an initialiser that throws before the stored values are there.
    let opened = unsafe try Self.open(path)
    unsafe self.init(file: path, size: opened.size, source: opened.source)
  }

  private init(file: String, size: Int, source: gzFile) {
    self.file = file
    self.size = size
    unsafe self.source = source
    _ = unsafe gzbuffer(source, UInt32(Self.longestLine))
    unsafe buffer = UnsafeMutablePointer.allocate(capacity: Self.capacity)
  }

  private static func open(_ path: String) throws(RecordingError) -> (source: gzFile, size: Int) {
    let raw = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { throw .unreadable(file: path, code: errno) }
    var status = stat()
    let known = unsafe fstat(raw, &status) == 0
    guard known, status.st_mode & S_IFMT != S_IFDIR, let opened = unsafe gzdopen(raw, "rb") else {
      _ = close(raw)
      throw .unreadable(file: path, code: known ? EISDIR : EIO)
    }
    return unsafe (opened, Int(status.st_size))
  }

  deinit {
    _ = unsafe gzclose_r(source)
    unsafe buffer.deallocate()
  }

  /// Goes to the next line; false at the end of the file. After an error the file is at its end, so
  /// that a caller who goes on comes to an end too.
  mutating func advance() throws(RecordingError) -> Bool {
    while true {
      let found = newline()
      guard (found ?? filled) - next <= Self.longestLine else {
        throw stop(
          .malformed(
            file: file, line: line + 1, why: "the line is longer than \(Self.longestLine) bytes"))
      }
      if let found {
        take(upTo: found, nextAt: found + 1)
        return true
      }
      if ended {
        if let fault { throw stop(located(fault)) }
        guard next < filled else { return false }
        take(upTo: filled, nextAt: filled)
        return true
      }
      fill()
    }
  }

  /// Calls `body` with the present line, without its line end.
  func withLine<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = unsafe UnsafeBufferPointer(start: buffer + start, count: end - start)
    return try unsafe body(bytes.span)
  }

  /// The present line as text; invalid UTF-8 is replaced.
  var text: String {
    withLine { Characters.text($0, 0..<$0.count) }
  }

  /// The part of the file's bytes that were read, 0...1; 1 where the size is unknown, of a pipe.
  var readFraction: Double {
    let offset = unsafe gzoffset(source)
    return size > 0 && offset >= 0 ? min(1, Double(offset) / Double(size)) : 1
  }

  /// An error about the present line.
  func malformed(_ why: String) -> RecordingError {
    .malformed(file: file, line: max(1, line), why: why)
  }

  private func newline() -> Int? {
    guard next < filled, let found = unsafe memchr(buffer + next, 0x0A, filled - next) else {
      return nil
    }
    return unsafe found - UnsafeMutableRawPointer(buffer)
  }

  private mutating func take(upTo stop: Int, nextAt following: Int) {
    start = next
    end = stop
    next = following
    if end > start, unsafe buffer[end - 1] == 0x0D { end -= 1 }
    line += 1
    if line == 1, end - start >= 3, unsafe buffer[start] == 0xEF, unsafe buffer[start + 1] == 0xBB,
      unsafe buffer[start + 2] == 0xBF
    {
      start += 3
    }
  }

  /// Moves the unfinished line to the front and reads behind it.
  private mutating func fill() {
    let kept = filled - next
    if next > 0 {
      _ = unsafe memmove(buffer, buffer + next, kept)
      next = 0
      filled = kept
    }
    let count = unsafe gzread(source, buffer + filled, UInt32(Self.capacity - filled))
    if count > 0 { filled += Int(count) }
    if count < Self.capacity - kept { judgeEnd(count) }
  }

  /// A short read is the end of the file or a fault in it.
  private mutating func judgeEnd(_ count: CInt) {
    let code = errno
    var state: CInt = 0
    _ = unsafe gzerror(source, &state)
    switch state {
    case Z_OK, Z_STREAM_END: ended = count <= 0
    case Z_BUF_ERROR: end(with: .truncated(file: file, line: 0))
    case Z_ERRNO: end(with: .unreadable(file: file, code: code))
    default: end(with: .corrupt(file: file, line: 0))
    }
  }

  private mutating func end(with error: RecordingError) {
    ended = true
    fault = error
  }

  private mutating func stop(_ error: RecordingError) -> RecordingError {
    ended = true
    fault = nil
    next = filled
    return error
  }

  private func located(_ fault: RecordingError) -> RecordingError {
    switch fault {
    case .truncated: .truncated(file: file, line: line + 1)
    case .corrupt: .corrupt(file: file, line: line + 1)
    default: fault
    }
  }
}
