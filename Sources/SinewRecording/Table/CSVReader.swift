/// Reads a table of samples, plain or gzip, row by row in constant memory.
///
/// One header line with `t_s` (seconds, never going backwards) among its columns, then a line a
/// sample. Empty fields and `nan` are slots without a sample.
package struct CSVReader: ~Copyable {
  /// The name of the time column.
  package static let timeColumn = "t_s"
  private static let mostColumns = 1024

  /// The chosen columns, in the order of the values of a row.
  package let columns: [CSVColumn]
  private var lines: LineReader
  /// For each column of the file: the place of its value in a row, `timePlace` or `noPlace`.
  private let places: [Int]
  private var previousSeconds = -Double.infinity
  private var rows = 0

  /// The part of the file that was read, 0...1, to show how far it is; 1 for a pipe.
  package var readFraction: Double { lines.readFraction }

  private static let noPlace = -1
  private static let timePlace = -2

  /// Opens the file and reads its header. Throws `unreadable`, or `malformed` for a file without
  /// header or without the wanted columns.
  package init(path: String, selecting selection: CSVSelection) throws(RecordingError) {
    var lines = try LineReader(path: path)
    guard try lines.advance() else { throw lines.malformed("the file is empty") }
    let names = lines.withLine { Self.names($0) }
    guard names.count <= Self.mostColumns else {
      throw lines.malformed("the header names more than \(Self.mostColumns) columns")
    }
    guard names.contains(Self.timeColumn) else {
      throw lines.malformed(
        "the column \(Self.timeColumn) is missing: the first line must name the columns,"
          + " as in t_s,biceps_uV")
    }
    let wanted: [String]
    do throws(MissingColumn) {
      wanted = try selection.pick(from: names)
    } catch {
      throw lines.malformed(error.why)
    }
    columns = wanted.map { CSVColumn(name: $0) }
    places = Self.places(of: names, wanted: wanted)
    self.lines = lines
  }

  package var file: String { lines.file }
  /// The line of the row read last, counted from 1.
  package var line: Int { lines.line }

  /// Reads the next row into `row`, whose memory is used again; false at the end. Throws
  /// `malformed` with the line, `truncated`, `corrupt` or `unreadable`.
  package mutating func next(_ row: inout CSVRow) throws(RecordingError) -> Bool {
    while try lines.advance() {
      if lines.withLine({ Characters.trimmed($0, 0..<$0.count).isEmpty }) { continue }
      if row.values.count != columns.count {
        row.values = [Float](repeating: .nan, count: columns.count)
      }
      let places = places
      let fault = lines.withLine { Self.fill(&row, from: $0, places: places) }
      if let fault { throw lines.malformed(fault) }
      guard row.seconds >= previousSeconds else {
        throw lines.malformed(
          "the time goes backwards, from \(previousSeconds) s to \(row.seconds) s")
      }
      previousSeconds = row.seconds
      rows += 1
      return true
    }
    guard rows > 0 else { throw lines.malformed("no samples follow the header") }
    return false
  }

  /// What is wrong with the line, or nil when `row` has been filled.
  private static func fill(
    _ row: inout CSVRow, from text: Span<UInt8>, places: [Int]
  ) -> String? {
    var column = 0
    var start = 0
    while true {
      var stop = start
      while stop < text.count, text[stop] != UInt8(ascii: ",") { stop += 1 }
      guard column < places.count else {
        return "the line has more fields than the \(places.count) the header names"
      }
      let place = places[column]
      if place != noPlace, let why = put(&row, place, text, field(text, start..<stop)) {
        return why
      }
      column += 1
      guard stop < text.count else { break }
      start = stop + 1
    }
    guard column == places.count else {
      return "the line has \(column) fields where the header names \(places.count)"
    }
    return nil
  }

  private static func put(
    _ row: inout CSVRow, _ place: Int, _ text: Span<UInt8>, _ range: Range<Int>
  ) -> String? {
    if place == timePlace {
      guard let value = Decimal.parse(text, range), abs(value) < 1e9 else {
        return "\(Characters.excerpt(text, range)) is not a time in seconds"
      }
      row.seconds = value
      return nil
    }
    if isMissing(text, range) {
      row.values[place] = .nan
      return nil
    }
    guard let value = Decimal.parse(text, range) else {
      return "\(Characters.excerpt(text, range)) is not a number"
    }
    let single = Float(value)
    guard single.isFinite else { return "\(Characters.excerpt(text, range)) is too large" }
    row.values[place] = single
    return nil
  }

  private static func isMissing(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    guard range.count == 3 else { return false }
    let first = range.lowerBound
    return text[first] | 0x20 == UInt8(ascii: "n") && text[first + 1] | 0x20 == UInt8(ascii: "a")
      && text[first + 2] | 0x20 == UInt8(ascii: "n")
  }

  /// A field without blanks and quotes around it.
  private static func field(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    let inner = Characters.trimmed(text, range)
    let quote = UInt8(ascii: "\"")
    guard inner.count >= 2, text[inner.lowerBound] == quote, text[inner.upperBound - 1] == quote
    else { return inner }
    return inner.lowerBound + 1..<inner.upperBound - 1
  }

  private static func names(_ text: Span<UInt8>) -> [String] {
    var names: [String] = []
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: ",") {
      names.append(Characters.text(text, field(text, start..<index)))
      start = index + 1
    }
    return names
  }

  /// A name that appears twice means its first column.
  private static func places(of names: [String], wanted: [String]) -> [Int] {
    var taken: Set<String> = []
    return names.map { name in
      guard taken.insert(name).inserted else { return noPlace }
      return name == timeColumn ? timePlace : wanted.firstIndex(of: name) ?? noPlace
    }
  }
}
