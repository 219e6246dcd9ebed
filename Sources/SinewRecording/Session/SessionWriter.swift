internal import Glibc

/// Writes a `.session` file. Lines are gathered and written in blocks of 64 KiB; call `flush` when
/// they must be on disk sooner and `finish` at the end; a writer that is only dropped loses the lines
/// not yet flushed.
///
/// When the disk is full the file is cut at its last whole line, the error is thrown once, and all
/// further lines are ignored: a recorder must not disturb the training.
package struct SessionWriter: ~Copyable {
  private static let blockSize = 64 * 1024

  package let file: String
  /// Bytes on disk, whole lines only.
  package private(set) var bytesWritten = 0
  /// False after an error: nothing is written any more.
  package private(set) var isHealthy = true
  private let descriptor: CInt
  private var pending: [UInt8] = []

  /// Makes the file, readable by its owner and group, and notes the header. Throws `alreadyExists`
  /// unless `replacing`, `diskFull` or `unwritable`.
  package init(
    path: String, header: SessionHeader, replacing: Bool = false
  ) throws(RecordingError) {
    // Delegates: Swift 6.2 fails on an initialiser that throws before the stored values are there.
    let descriptor = try Self.create(path, replacing: replacing)
    self.init(file: path, descriptor: descriptor, header: header)
  }

  private init(file: String, descriptor: CInt, header: SessionHeader) {
    self.file = file
    self.descriptor = descriptor
    let lines = [SessionReader.signature] + header.fields.map { "\($0.key): \($0.value)" }
    pending = lines.flatMap { Array("\($0)\n".utf8) }
    pending.reserveCapacity(Self.blockSize + 4096)
  }

  private static func create(_ path: String, replacing: Bool) throws(RecordingError) -> CInt {
    let choice = replacing ? O_TRUNC : O_EXCL
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | choice, 0o640)
    guard descriptor >= 0 else {
      switch errno {
      case EEXIST: throw .alreadyExists(file: path)
      case ENOSPC, EDQUOT: throw .diskFull(file: path)
      default: throw .unwritable(file: path, code: errno)
      }
    }
    return descriptor
  }

  deinit { _ = close(descriptor) }

  /// Adds a line. Throws `diskFull` or `unwritable`, once.
  package mutating func write(_ line: SessionLine) throws(RecordingError) {
    guard isHealthy else { return }
    append(SessionFormat.line(line))
    if pending.count >= Self.blockSize { try flush() }
  }

  /// Hands everything to the kernel. Throws `diskFull` or `unwritable`, once.
  package mutating func flush() throws(RecordingError) {
    var done = 0
    while isHealthy, done < pending.count {
      let count = unsafe pending.withUnsafeBytes { bytes in
        unsafe Glibc.write(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if count > 0 {
        done += count
      } else if count < 0, errno == EINTR {
        continue
      } else {
        throw fail(code: count < 0 ? errno : ENOSPC, afterBytes: done)
      }
    }
    bytesWritten += done
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes the rest and puts it on the disk itself; the file is closed whatever happens. Throws
  /// `diskFull` or `unwritable` unless an error was thrown before.
  package consuming func finish() throws(RecordingError) {
    try flush()
    guard isHealthy, fsync(descriptor) != 0 else { return }
    // What is no plain file (a pipe, /dev/null) has no disk.
    guard errno != EINVAL, errno != EROFS else { return }
    throw fail(code: errno, afterBytes: 0)
  }

  private mutating func append(_ line: String) {
    pending.append(contentsOf: line.utf8)
    pending.append(0x0A)
  }

  private mutating func fail(code: CInt, afterBytes done: Int) -> RecordingError {
    isHealthy = false
    let wholeLines = pending[..<done].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    bytesWritten += wholeLines
    _ = ftruncate(descriptor, bytesWritten)
    pending = []
    switch code {
    case ENOSPC, EDQUOT, EFBIG: return .diskFull(file: file)
    default: return .unwritable(file: file, code: code)
    }
  }
}
