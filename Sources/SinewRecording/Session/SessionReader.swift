/// Reads a `.session` file line by line in constant memory, plain or gzip.
package struct SessionReader: ~Copyable {
  /// The first line of every file of this version.
  package static let signature = "sinew-session 1"

  /// The header, complete from the start.
  package let header: SessionHeader
  private var lines: LineReader
  /// True while the present line of `lines` ended the header and was not given out yet.
  private var isPending: Bool

  /// Opens the file and reads its header. Throws `unreadable`, or `malformed` when it is no
  /// session or of a later version.
  package init(path: String) throws(RecordingError) {
    var lines = try LineReader(path: path)
    guard try lines.advance() else { throw lines.malformed("the file is empty") }
    if let why = Self.fault(ofSignature: lines.text) { throw lines.malformed(why) }
    var header = SessionHeader()
    var pending = false
    while !pending, try lines.advance() {
      let kind = lines.withLine { Self.kind($0) }
      guard kind == .field else {
        pending = true
        continue
      }
      try Self.add(lines.text, to: &header, lines)
    }
    self.header = header
    self.lines = lines
    isPending = pending
  }

  package var file: String { lines.file }
  /// The line read last, counted from 1.
  package var line: Int { lines.line }
  /// The part of the file that was read, 0...1; 1 for a pipe.
  package var readFraction: Double { lines.readFraction }
  /// The line read last as it stands in the file, for programs that copy what they do not change.
  package var text: String { lines.text }

  /// The next line, nil at the end. Throws `malformed` with the line, after which reading may go
  /// on with the line behind it; or `truncated`, `corrupt`, `unreadable`.
  package mutating func next() throws(RecordingError) -> SessionLine? {
    if isPending {
      isPending = false
    } else {
      guard try lines.advance() else { return nil }
    }
    do throws(SessionFault) {
      return try lines.withLine { (text) throws(SessionFault) in
        try SessionLineParser.parse(text)
      }
    } catch {
      throw lines.malformed(error.why)
    }
  }

  private enum Kind { case field, other }

  /// A header line begins with a small letter; no other line does.
  private static func kind(_ text: Span<UInt8>) -> Kind {
    text.count > 0 && text[0] >= 0x61 && text[0] <= 0x7A ? .field : .other
  }

  private static func add(
    _ text: String, to header: inout SessionHeader, _ lines: borrowing LineReader
  ) throws(RecordingError) {
    guard let colon = text.firstIndex(of: ":") else {
      throw lines.malformed("a header line is written key: value")
    }
    guard text[..<colon].utf8.allSatisfy({ SessionHeader.isKeyByte($0) }) else {
      throw lines.malformed("a header key has small letters, digits, -, _ and . only")
    }
    guard header.fields.count < SessionHeader.mostFields else {
      throw lines.malformed("the header has more than \(SessionHeader.mostFields) lines")
    }
    header.set(String(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  private static func fault(ofSignature text: String) -> String? {
    let words = text.split(separator: " ")
    guard words.first == "sinew-session" else {
      return "this is no session, its first line must be \(signature)"
    }
    guard words.count == 2, words[1] == "1" else {
      return "this session has another format than 1, a newer Sinew may read it"
    }
    return nil
  }
}
