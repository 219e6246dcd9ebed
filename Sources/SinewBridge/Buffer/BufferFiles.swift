internal import Glibc

/// What is wrong with the buffer's folder, in one sentence.
package struct BufferFault: Error, Equatable, CustomStringConvertible {
  package let description: String
}

/// The files of the buffer: segments by number, and the position. Every call is one thing asked of
/// the system; what to do next is decided in `DiskBuffer`.
struct BufferFiles {
  let folder: String
  /// The position's file, open and locked for as long as the bridge runs.
  private let positionFile: CInt

  private static let ending = ".seg"

  /// Opens the folder, making it where it is missing.
  ///
  /// - Throws: when it can't be had, or another bridge has it.
  init(folder: String) throws(BufferFault) {
    self.folder = folder
    _ = unsafe mkdir(folder, 0o700)
    let path = "\(folder)/position"
    positionFile = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard positionFile >= 0 else {
      throw BufferFault(description: "\(path) can't be opened: \(systemReason())")
    }
    guard flock(positionFile, LOCK_EX | LOCK_NB) == 0 else {
      close(positionFile)
      throw BufferFault(description: "\(folder) is in use by another bridge")
    }
  }

  func closeAll() { close(positionFile) }

  func path(_ number: UInt64) -> String {
    let digits = String(number)
    return "\(folder)/\(String(repeating: "0", count: max(0, 10 - digits.utf8.count)))\(digits)"
      + Self.ending
  }

  /// Numbers of the segments that lie there, oldest first.
  func numbers() -> [UInt64] {
    guard let listing = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(listing) }
    var numbers: [UInt64] = []
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { place in
        unsafe place.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard name.hasSuffix(Self.ending), let number = UInt64(name.dropLast(Self.ending.count)),
        number < UInt64.max, path(number).hasSuffix("/" + name)
      else { continue }
      numbers.append(number)
    }
    return numbers.sorted()
  }

  func remove(_ number: UInt64) { _ = unsafe unlink(path(number)) }

  /// The bytes of a segment; empty when it can't be read.
  func contents(_ number: UInt64, limit: Int) -> [UInt8] {
    let file = unsafe open(path(number), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return Self.read(file, limit: limit)
  }

  /// Bytes and lines of a segment, by its headers alone.
  func size(_ number: UInt64, from start: Int) -> (bytes: Int, lines: Int) {
    let file = unsafe open(path(number), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return (0, 0) }
    defer { close(file) }
    let end = Int(lseek(file, 0, SEEK_END))
    var lines = 0
    var offset = start
    var header = [UInt8](repeating: 0, count: Block.headerBytes)
    while offset < end {
      let count = unsafe header.withUnsafeMutableBytes {
        unsafe pread(file, $0.baseAddress, $0.count, off_t(offset))
      }
      // Where the headers end, a reader may find more; it counts no line.
      guard count == header.count, let found = Block.Header(header[...]) else { break }
      lines += found.lines
      offset += Block.headerBytes + found.packed
    }
    return (end, lines)
  }

  /// A new segment, open for writing; nil when the system refuses.
  func create(_ number: UInt64) -> CInt? {
    let file = unsafe open(path(number), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    return file >= 0 ? file : nil
  }

  /// Writes all of it at `offset` and makes it last, or leaves the file as it was.
  func write(_ bytes: [UInt8], to file: CInt, at offset: Int) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          file, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done,
          off_t(offset + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      done += count
    }
    if done == bytes.count, fdatasync(file) == 0 { return true }
    _ = ftruncate(file, off_t(offset))
    return false
  }

  func readPosition() -> [UInt8] { Self.read(positionFile, limit: 2 * Position.slotBytes) }

  /// - Parameter isLasting: waits for the disk.
  func write(_ position: Position, generation: UInt64, isLasting: Bool) {
    let bytes = position.encoded(generation: generation)
    let place = off_t(generation % 2) * off_t(Position.slotBytes)
    _ = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(positionFile, $0.baseAddress, $0.count, place)
    }
    if isLasting { _ = fdatasync(positionFile) }
  }

  private static func read(_ file: CInt, limit: Int) -> [UInt8] {
    let end = min(limit, max(0, Int(lseek(file, 0, SEEK_END))))
    var bytes = [UInt8](repeating: 0, count: end)
    var done = 0
    while done < end {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          file, buffer.baseAddress.map { unsafe $0 + done }, end - done, off_t(done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      done += count
    }
    bytes.removeSubrange(done...)
    return bytes
  }
}

/// What the system said last, in its words.
func systemReason(_ code: CInt = errno) -> String {
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
