internal import Glibc
internal import SinewFeedback

/// What is wrong with the bridge's configuration: where, and one sentence.
package struct OptionsFault: Error, Equatable, CustomStringConvertible {
  package let file: String
  /// From 1; 0 when it is the file as a whole.
  package let line: Int
  package let message: String

  /// `file:line: message`, the form that editors understand.
  package var description: String {
    line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
  }
}

/// Reads the bridge's configuration: YAML, of which it takes keys with a word or a list of words,
/// `key: value` and `key: [one, two]`. All it needs is flat, and a full reader of YAML would bring
/// Foundation into the program.
package enum OptionsFile {
  /// Bytes of a file at most.
  private static let longest = 65_536

  /// - Throws: with file, line and what is wrong.
  package static func read(
    path: String, into options: inout BridgeOptions
  ) throws(OptionsFault) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw OptionsFault(file: path, line: 0, message: "can't be read: \(systemReason())")
    }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: longest + 1)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
      }
      guard count > 0 else { break }
      done += count
    }
    guard done <= longest else {
      throw OptionsFault(file: path, line: 0, message: "has more than \(longest) bytes")
    }
    try parse(Array(bytes[..<done]), file: path, into: &options)
  }

  /// The same of text that is already read.
  package static func parse(
    _ bytes: [UInt8], file: String, into options: inout BridgeOptions
  ) throws(OptionsFault) {
    var seen: Set<String> = []
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      do throws(OptionFault) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw OptionFault("is not UTF-8")
        }
        guard let entry = try OptionEntry(text) else { continue }
        guard seen.insert(entry.key).inserted else {
          throw OptionFault("key '\(entry.key)' stands here a second time")
        }
        try options.take(entry)
      } catch {
        throw OptionsFault(file: file, line: index + 1, message: error.message)
      }
    }
  }
}

/// What is wrong with one line.
struct OptionFault: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

/// `key: value`, taken apart.
struct OptionEntry {
  let key: String
  /// One word, or those of a list.
  let words: [String]
  let isList: Bool

  /// Nil for a line without content.
  init?(_ line: String) throws(OptionFault) {
    var rest = Array(line.unicodeScalars)[...]
    while rest.last == "\r" || rest.last == " " { rest.removeLast() }
    if rest.isEmpty || rest.first == "#" || String(line) == "---" { return nil }
    guard rest.first != " ", rest.first != "\t", rest.first != "-" else {
      guard let content = rest.first(where: { $0 != " " && $0 != "\t" }), content != "#" else {
        return nil
      }
      throw OptionFault("is indented or begins with '-': here a list is written [one, two]")
    }
    guard let colon = rest.firstIndex(of: ":") else {
      throw OptionFault("has no ':': expected 'key: value'")
    }
    key = String(String.UnicodeScalarView(rest[..<colon]))
    rest = rest[(colon + 1)...]
    guard rest.first == nil || rest.first == " " else {
      throw OptionFault("needs a blank after '\(key):'")
    }
    Self.skipBlanks(&rest)
    if rest.first == "[" {
      isList = true
      words = try Self.list(&rest)
    } else {
      isList = false
      words = [try Self.word(&rest, endingAt: [])]
    }
    Self.skipBlanks(&rest)
    guard rest.isEmpty || rest.first == "#" else {
      throw OptionFault("key '\(key)' has something after its value")
    }
  }

  private typealias Scalars = ArraySlice<Unicode.Scalar>

  private static func skipBlanks(_ rest: inout Scalars) {
    rest = rest.drop { $0 == " " || $0 == "\t" }
  }

  private static func list(_ rest: inout Scalars) throws(OptionFault) -> [String] {
    rest.removeFirst()
    var words: [String] = []
    skipBlanks(&rest)
    while let next = rest.first, next != "]" {
      words.append(try word(&rest, endingAt: [",", "]"]))
      skipBlanks(&rest)
      guard let mark = rest.first, mark == "," || mark == "]" else {
        throw OptionFault("a list has commas between its words and ends with ']'")
      }
      if mark == "," { rest.removeFirst() }
      skipBlanks(&rest)
    }
    guard rest.first == "]" else { throw OptionFault("a list ends with ']'") }
    rest.removeFirst()
    return words
  }

  /// A plain or quoted word; a plain one ends at a mark, at ` #` or with the line.
  private static func word(
    _ rest: inout Scalars, endingAt marks: [Unicode.Scalar]
  ) throws(OptionFault) -> String {
    if let quote = rest.first, quote == "\"" || quote == "'" {
      return try quoted(&rest, quote)
    }
    var scalars: [Unicode.Scalar] = []
    while let next = rest.first, !marks.contains(next) {
      if next == "#", scalars.isEmpty || scalars.last == " " { break }
      guard next.value >= 0x20 else { throw OptionFault("has a control character") }
      scalars.append(next)
      rest.removeFirst()
    }
    while scalars.last == " " { scalars.removeLast() }
    // What YAML reads as something else than the word that is meant.
    if let first = scalars.first, "&*!|>%@`{".unicodeScalars.contains(first) {
      throw OptionFault("a value that begins with '\(first)' must be quoted")
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func quoted(
    _ rest: inout Scalars, _ quote: Unicode.Scalar
  ) throws(OptionFault) -> String {
    rest.removeFirst()
    var scalars = String.UnicodeScalarView()
    while let next = rest.popFirst() {
      if next == quote {
        // Two single quotes are one.
        guard quote == "'", rest.first == "'" else { return String(scalars) }
        rest.removeFirst()
        scalars.append("'")
      } else if next == "\\", quote == "\"" {
        guard let escaped = rest.popFirst(), escaped == "\\" || escaped == "\"" else {
          throw OptionFault("only \\\\ and \\\" can stand after '\\' here")
        }
        scalars.append(escaped)
      } else {
        guard next.value >= 0x20 else { throw OptionFault("has a control character") }
        scalars.append(next)
      }
    }
    throw OptionFault("the quote is not closed")
  }
}
