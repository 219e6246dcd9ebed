import SinewSignal

/// The numbers of a board's lines by column, to find out what the columns are.
///
/// Reads what `GenericLines` reads, but keeps what no driver keeps: where a column stands, what it
/// is called on the wire, its unit, and each number with all its digits.
struct PrintedTable {
  /// One column.
  struct Column {
    /// The label on the wire or in the header line; nil where the board prints none.
    let label: String?
    /// Teleplot's unit, as printed.
    var unit: String?
    var values: [Double] = []
  }

  private(set) var columns: [Column] = []
  /// Lines of numbers.
  private(set) var lineCount = 0
  /// True where Teleplot's points bring their own time.
  private(set) var hasPointTimes = false
  /// In which the numbers came, by arrival: from the first read, whose own lines waited for nobody
  /// knows how long and do not count, to the last.
  var seconds: Double { (first.map { last.seconds(since: $0) }) ?? 0 }
  private let first: MonotonicTime?
  private var last = MonotonicTime.zero
  private var header: [String] = []

  /// Reads the lines; the first, which may be cut, does not count, nor does one that is not plain text:
  /// labels go to a terminal later.
  init(_ heard: [HeardBytes]) {
    first = heard.first?.arrival
    var line: [UInt8] = []
    var isFirst = true
    for piece in heard {
      for byte in piece.bytes {
        guard byte == 0x0A || byte == 0x0D else {
          // The longest line that the driver takes.
          if line.count < 512 { line.append(byte) }
          continue
        }
        if let text = String(validating: line, as: UTF8.self), Self.isPlain(text) {
          take(text, piece.arrival, counts: !isFirst && piece.arrival != first)
        }
        if !line.isEmpty { isFirst = false }
        line.removeAll(keepingCapacity: true)
      }
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0 == "\t" || $0.properties.generalCategory != .control
      }
  }

  /// A line of words names the columns whenever it comes; numbers must count.
  private mutating func take(_ text: String, _ arrival: MonotonicTime, counts: Bool) {
    if text.hasPrefix(">") {
      if counts { takePoint(text.dropFirst(), arrival) }
      return
    }
    let items = Self.items(text)
    guard !items.isEmpty else { return }
    let pairs = items.map { item -> (label: String?, value: Double?) in
      guard let colon = item.lastIndex(of: ":") else { return (nil, Self.number(item)) }
      let label = String(item[..<colon]).trimmed
      return (label, Self.number(item[item.index(after: colon)...]))
    }
    if pairs.allSatisfy({ $0.value != nil }) {
      guard counts else { return }
      note(arrival)
      for (place, pair) in pairs.enumerated() {
        add(pair.value ?? 0, label: pair.label, place: place, count: pairs.count)
      }
    } else if pairs.allSatisfy({ $0.value == nil && $0.label == nil }) {
      header = items.map(\.trimmed)
    }
  }

  /// `name:value`, `name:milliseconds:value`, more points after `;`, `§unit` and `|flags` at the end.
  private mutating func takePoint(_ text: Substring, _ arrival: MonotonicTime) {
    let parts = (text.split(separator: "|", maxSplits: 1).first ?? "").split(
      separator: "§", maxSplits: 1)
    guard let points = parts.first, let colon = points.firstIndex(of: ":") else { return }
    let label = String(points[..<colon])
    for point in points[points.index(after: colon)...].split(separator: ";") {
      let fields = point.split(separator: ":")
      guard let value = fields.last.flatMap({ Self.number($0) }) else { continue }
      note(arrival)
      hasPointTimes = hasPointTimes || fields.count == 2
      add(value, label: label, place: 0, count: 0)
    }
    guard parts.count == 2, let index = columns.firstIndex(where: { $0.label == label }) else {
      return
    }
    columns[index].unit = String(parts[1]).trimmed
  }

  private mutating func note(_ arrival: MonotonicTime) {
    lineCount += 1
    last = arrival
  }

  private mutating func add(_ value: Double, label: String?, place: Int, count: Int) {
    if let label {
      if let index = columns.firstIndex(where: { $0.label == label }) {
        columns[index].values.append(value)
      } else if columns.count < 16 {
        columns.append(Column(label: label, values: [value]))
      }
      return
    }
    if columns.count != count {
      let names = header.count == count ? header.map(Optional.some) : []
      columns = (0..<min(count, 16)).map { Column(label: names.isEmpty ? nil : names[$0]) }
      lineCount = 1
    }
    if columns.indices.contains(place) { columns[place].values.append(value) }
  }

  /// Tabs and commas part items where there are any, else blanks do: labels may hold blanks.
  private static func items(_ text: String) -> [Substring] {
    let hard = text.split { ",\t;".contains($0) }
    return hard.count > 1 || text.contains(":") ? hard : text.split(separator: " ")
  }

  private static func number(_ text: some StringProtocol) -> Double? {
    let plain = String(text).trimmed
    // `Double` would take hexadecimal, which no board prints.
    return plain.contains("x") || plain.contains("X") ? nil : Double(plain)
  }
}

extension StringProtocol {
  /// Without blanks at the ends.
  fileprivate var trimmed: String {
    var rest = Substring(self)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
