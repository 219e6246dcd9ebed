internal import Glibc

/// A file that is written from its beginning to its end in blocks, with a few places that are only
/// known at the end.
final class ByteSink {
  private static let block = 256 * 1024

  let file: String
  private let descriptor: CInt
  private var pending: [UInt8] = []
  /// Bytes before `pending`.
  private var flushed = 0

  /// Makes the file, readable by its owner and group: what it holds is health data.
  init(path: String, replacing: Bool) throws(RecordingError) {
    let choice = replacing ? O_TRUNC : O_EXCL
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | choice, 0o640)
    let code = errno
    file = path
    descriptor = opened
    guard opened >= 0 else {
      throw code == EEXIST
        ? .alreadyExists(file: path)
        : code == ENOSPC || code == EDQUOT
          ? .diskFull(file: path) : .unwritable(file: path, code: code)
    }
    pending.reserveCapacity(Self.block + 64 * 1024)
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// Bytes written so far.
  var count: Int { flushed + pending.count }

  func append(_ bytes: [UInt8]) throws(RecordingError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.block { try flush() }
  }

  func append(_ text: String) throws(RecordingError) {
    pending.append(contentsOf: text.utf8)
    if pending.count >= Self.block { try flush() }
  }

  /// Writes over what stands at `offset`.
  func replace(at offset: Int, with bytes: [UInt8]) throws(RecordingError) {
    try flush()
    try put(bytes, at: offset)
  }

  /// Hands all to the kernel, and to the disk where there is one.
  func finish() throws(RecordingError) {
    try flush()
    guard fsync(descriptor) != 0, errno != EINVAL, errno != EROFS else { return }
    throw failure(errno)
  }

  private func flush() throws(RecordingError) {
    guard !pending.isEmpty else { return }
    try put(pending, at: flushed)
    flushed += pending.count
    pending.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8], at offset: Int) throws(RecordingError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done,
          off_t(offset + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(count < 0 ? errno : ENOSPC) }
      done += count
    }
  }

  private func failure(_ code: CInt) -> RecordingError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: .diskFull(file: file)
    default: .unwritable(file: file, code: code)
    }
  }
}
