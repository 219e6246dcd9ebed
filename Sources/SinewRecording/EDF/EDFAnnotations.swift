/// Time-stamped annotation lists: the signal of a record that says when it begins and what happened.
struct EDFAnnotations {
  /// Bytes of this signal in each record.
  let size: Int
  private var waiting: [[UInt8]] = []
  private var next = 0

  /// Bytes of text a note keeps.
  static let longestText = 200

  /// - Parameters:
  ///   - records: at least so many will be written.
  ///   - gaps: notes that are only made while writing.
  init(notes: [TimedNote], gaps: Int, records: Int, multiple: Int) {
    let sizes = notes.map { Self.list($0).count }
    // The end of the last record may be a gap.
    let longest = max(sizes.max() ?? 0, Self.longestGap)
    let total = sizes.reduce(0, +) + gaps * Self.longestGap
    let share = (total + max(1, records) - 1) / max(1, records)
    let wanted = Self.longestTimeKeeping + share + longest
    size = (max(wanted, 60) + multiple - 1) / multiple * multiple
  }

  /// `+359999999.999999\x14\x14\0`.
  private static let longestTimeKeeping = 24
  private static let longestGap = 56

  var isEmpty: Bool { next >= waiting.count }

  mutating func add(_ note: TimedNote) { waiting.append(Self.list(note)) }

  /// The signal of the record that begins at `microseconds`; notes that don't fit wait.
  mutating func record(at microseconds: Int) -> [UInt8] {
    var bytes = Array("\(Self.onset(microseconds))\u{14}\u{14}\0".utf8)
    while next < waiting.count, bytes.count + waiting[next].count <= size {
      bytes += waiting[next]
      next += 1
    }
    if next > 4096 {
      waiting.removeFirst(next)
      next = 0
    }
    return bytes + [UInt8](repeating: 0, count: max(0, size - bytes.count))
  }

  /// `+12.345\x15 1.5\x14text\x14\0`.
  static func list(_ note: TimedNote) -> [UInt8] {
    let start = onset(micros(note.onset))
    let length = note.duration.map { "\u{15}\(onset(micros(max(0, $0))).dropFirst())" } ?? ""
    return Array("\(start)\(length)\u{14}\(clean(note.text))\u{14}\0".utf8)
  }

  static func micros(_ seconds: Double) -> Int {
    seconds.isFinite && abs(seconds) < 1e9 ? Int((seconds * 1e6).rounded()) : 0
  }

  /// Seconds with a sign and no more decimals than they need.
  static func onset(_ microseconds: Int) -> String {
    let magnitude = microseconds.magnitude
    var text = "\(microseconds < 0 ? "-" : "+")\(magnitude / 1_000_000)"
    var fraction = String(1_000_000 + magnitude % 1_000_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    if !fraction.isEmpty { text += ".\(fraction)" }
    return text
  }

  /// One line, without what separates lists.
  private static func clean(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    var bytes = 0
    for scalar in text.unicodeScalars {
      let kept = scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar
      bytes += String(kept).utf8.count
      guard bytes <= longestText else { break }
      clean.append(kept)
    }
    return String(clean)
  }
}
