internal import CZlib
internal import Glibc

/// Reads a binary file from its beginning to its end, plain or gzip, and knows where it is.
@safe
final class ByteSource {
  private static let capacity = 256 * 1024

  let file: String
  /// Where the next byte stands, in the file as it is when it is not compressed.
  private(set) var offset = 0
  private let source: gzFile?
  private let size: Int
  private var buffer = [UInt8](repeating: 0, count: ByteSource.capacity)
  private var next = 0
  private var filled = 0
  private var ended = false

  init(path: String) throws(RecordingError) {
    file = path
    let raw = unsafe open(path, O_RDONLY | O_CLOEXEC)
    let code = errno
    var status = stat()
    let known = unsafe raw >= 0 && fstat(raw, &status) == 0
    let isFolder = known && status.st_mode & S_IFMT == S_IFDIR
    size = known ? Int(status.st_size) : 0
    unsafe source = known && !isFolder ? gzdopen(raw, "rb") : nil
    guard unsafe source != nil else {
      if raw >= 0 { _ = close(raw) }
      throw .unreadable(file: path, code: raw < 0 ? code : isFolder ? EISDIR : EIO)
    }
    _ = unsafe gzbuffer(source, UInt32(Self.capacity / 2))
  }

  deinit { if let source = unsafe source { _ = unsafe gzclose_r(source) } }

  /// The part of the file that was read, 0...1; 1 where its size is unknown.
  var readFraction: Double {
    let place = unsafe gzoffset(source)
    return size > 0 && place >= 0 ? min(1, Double(place) / Double(size)) : 1
  }

  /// True when no byte follows.
  func isAtEnd() throws(RecordingError) -> Bool {
    if next < filled { return false }
    try fill()
    return next >= filled
  }

  /// The next byte; nil at the end.
  func byte() throws(RecordingError) -> UInt8? {
    guard try !isAtEnd() else { return nil }
    defer {
      next += 1
      offset += 1
    }
    return buffer[next]
  }

  /// Takes up to `count` bytes into `bytes`, in the place of what it held; less only at the end.
  func read(_ count: Int, into bytes: inout [UInt8]) throws(RecordingError) {
    bytes.removeAll(keepingCapacity: true)
    while bytes.count < count, try !isAtEnd() {
      let taken = min(count - bytes.count, filled - next)
      bytes.append(contentsOf: buffer[next..<next + taken])
      next += taken
      offset += taken
    }
  }

  /// Goes over `count` bytes; returns how many there were.
  func skip(_ count: Int) throws(RecordingError) -> Int {
    var left = count
    while left > 0, try !isAtEnd() {
      let taken = min(left, filled - next)
      next += taken
      offset += taken
      left -= taken
    }
    return count - left
  }

  func damaged(_ why: String, at place: Int? = nil) -> RecordingError {
    .damaged(file: file, offset: place ?? offset, why: why)
  }

  private func fill() throws(RecordingError) {
    guard !ended else { return }
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe gzread(source, bytes.baseAddress, UInt32(bytes.count))
    }
    let code = errno
    next = 0
    filled = max(0, Int(count))
    guard count < Self.capacity else { return }
    var state: CInt = 0
    _ = unsafe gzerror(source, &state)
    switch state {
    case Z_OK, Z_STREAM_END: ended = count <= 0
    case Z_BUF_ERROR:
      ended = true
      if filled == 0 { throw damaged("the compressed file ends in the middle: copy it again") }
    case Z_ERRNO:
      ended = true
      throw .unreadable(file: file, code: code)
    default:
      ended = true
      filled = 0
      throw damaged("the compressed file is damaged: copy it again")
    }
  }
}
