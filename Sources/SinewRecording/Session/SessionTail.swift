internal import Glibc

/// Follows a `.session` file that is still being written: whole lines as they come.
package final class SessionTail {
  package let file: String
  /// Complete once the first line behind it has come.
  package private(set) var header = SessionHeader()
  private let descriptor: CInt
  private var waiting: [UInt8] = []
  private var line = 0
  private var isInHeader = true

  /// Bytes that are taken from the file at once.
  private static let block = 64 * 1024

  /// Opens the file. Throws `unreadable`.
  package init(path: String) throws(RecordingError) {
    file = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: path, code: errno) }
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// The lines that were written since; none where nothing was. Throws `unreadable` or `malformed`.
  package func next() throws(RecordingError) -> [SessionLine] {
    var bytes = [UInt8](repeating: 0, count: Self.block)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else { throw .unreadable(file: file, code: errno) }
    waiting += bytes[..<count]
    var lines: [SessionLine] = []
    while let end = waiting.firstIndex(of: 0x0A) {
      let text = Array(waiting[..<end])
      waiting.removeFirst(end + 1)
      line += 1
      if let made = try take(text) { lines.append(made) }
    }
    guard waiting.count <= LineReader.longestLine else {
      throw .malformed(
        file: file, line: line + 1, why: "the line is longer than \(LineReader.longestLine) bytes")
    }
    return lines
  }

  private func take(_ text: [UInt8]) throws(RecordingError) -> SessionLine? {
    guard line > 1 else {
      guard text == Array(SessionReader.signature.utf8) else {
        throw .malformed(file: file, line: 1, why: "this is no session that can be followed")
      }
      return nil
    }
    if isInHeader, let first = text.first, first >= 0x61, first <= 0x7A {
      let field = String(decoding: text, as: UTF8.self)
        .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if field.count == 2 { header.set(String(field[0]), String(field[1])) }
      return nil
    }
    isInHeader = false
    do throws(SessionFault) {
      return try SessionLineParser.parse(text.span)
    } catch {
      throw .malformed(file: file, line: line, why: error.why)
    }
  }
}
