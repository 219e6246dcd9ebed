/// The header of somebody's EDF or BDF file, every field checked.
struct EDFHeader {
  struct Signal {
    let label: String
    let dimension: String
    let physicalMinimum: Double
    let digitalMinimum: Int
    /// Physical size of a digital step; may be negative.
    let step: Double
    let samples: Int
    let isAnnotations: Bool
  }

  /// Signals a file may have, and bytes of a record: what a reader must hold.
  static let mostSignals = 2048
  static let mostRecordBytes = 16 << 20

  let format: EDFFormat
  let isPlus: Bool
  let isDiscontinuous: Bool
  /// Seconds of UTC, taking the header's time for UTC; nil where it has none.
  let start: Double?
  /// Nil while the file was being written.
  let records: Int?
  let recordSeconds: Double
  let signals: [Signal]
  /// A slot of the least digital number has no sample: Sinew's own files.
  let hasNoSamples: Bool

  var recordBytes: Int { signals.reduce(0) { $0 + $1.samples } * format.bytesPerSample }

  init(_ source: ByteSource) throws(RecordingError) {
    var fields = try EDFFields(source, count: 256)
    let signature = fields.bytes(8)
    guard let format = [EDFFormat.edf, .bdf].first(where: { $0.signature == signature }) else {
      throw source.damaged("this is no EDF or BDF file", at: 0)
    }
    self.format = format
    _ = fields.text(80)
    let recording = fields.text(80)
    hasNoSamples = recording.contains(" Sinew_")
    let date = fields.text(8)
    let time = fields.text(8)
    start = recording.hasPrefix("Startdate X") ? nil : Self.start(date, time)
    let size = try fields.integer(8, "size of the header", 512...(256 * (Self.mostSignals + 1)))
    let reserved = fields.text(44)
    isPlus = reserved.hasPrefix("EDF+") || reserved.hasPrefix("BDF+")
    isDiscontinuous = reserved.hasPrefix("EDF+D") || reserved.hasPrefix("BDF+D")
    let count = try fields.integer(8, "number of records", -1...99_999_999)
    records = count < 0 ? nil : count
    recordSeconds = try fields.number(8, "duration of a record", 0...1e7)
    let signalCount = try fields.integer(4, "number of signals", 1...Self.mostSignals)
    guard size == 256 * (signalCount + 1) else {
      throw source.damaged(
        "the header says it has \(size) bytes, but \(signalCount) signals need"
          + " \(256 * (signalCount + 1))", at: 184)
    }
    signals = try Self.signals(source, signalCount, format)
    guard recordBytes <= Self.mostRecordBytes else {
      throw source.damaged(
        "a record of \(recordBytes) bytes is more than the \(Self.mostRecordBytes) that are read",
        at: 256)
    }
  }

  private static func signals(
    _ source: ByteSource, _ count: Int, _ format: EDFFormat
  ) throws(RecordingError) -> [Signal] {
    var fields = try EDFFields(source, count: 256 * count)
    var labels: [String] = []
    for _ in 0..<count { labels.append(fields.text(16)) }
    fields.skip(80 * count)
    var dimensions: [String] = []
    for _ in 0..<count { dimensions.append(fields.text(8)) }
    let physical = -1e15...1e15
    let digital = format.lowestDigital...format.highestDigital
    var lows: [Double] = []
    for _ in 0..<count { lows.append(try fields.number(8, "physical minimum", physical)) }
    var highs: [Double] = []
    for _ in 0..<count { highs.append(try fields.number(8, "physical maximum", physical)) }
    var least: [Int] = []
    for _ in 0..<count { least.append(try fields.integer(8, "digital minimum", digital)) }
    var most: [Int] = []
    let placeOfMost = fields.place
    for _ in 0..<count { most.append(try fields.integer(8, "digital maximum", digital)) }
    fields.skip(80 * count)
    var signals: [Signal] = []
    for index in 0..<count {
      let samples = try fields.integer(8, "samples of a record", 1...mostRecordBytes)
      guard most[index] > least[index] else {
        throw source.damaged(
          "the digital maximum of signal \(index + 1) is not above its minimum",
          at: placeOfMost + 8 * index)
      }
      signals.append(
        Signal(
          label: labels[index], dimension: dimensions[index], physicalMinimum: lows[index],
          digitalMinimum: least[index],
          step: (highs[index] - lows[index]) / Double(most[index] - least[index]),
          samples: samples, isAnnotations: labels[index] == format.annotationLabel))
    }
    return signals
  }

  /// `01.12.26` and `17.05.09`.
  private static func start(_ date: String, _ time: String) -> Double? {
    let days = date.split(separator: ".").map { Int($0) }
    let hours = time.split(separator: ".").map { Int($0) }
    guard days.count == 3, hours.count == 3, let day = days[0], let month = days[1],
      let short = days[2], (0...99).contains(short), let hour = hours[0], let minute = hours[1],
      let second = hours[2]
    else { return nil }
    return CivilTime(short < 85 ? 2000 + short : 1900 + short, month, day, hour, minute, second)?
      .secondsSince1970
  }
}

/// Fields of fixed width, one after another.
struct EDFFields {
  private let source: ByteSource
  private let start: Int
  private let block: [UInt8]
  private var next = 0

  init(_ source: ByteSource, count: Int) throws(RecordingError) {
    self.source = source
    start = source.offset
    var block: [UInt8] = []
    try source.read(count, into: &block)
    guard block.count == count else { throw source.damaged("the file ends inside its header") }
    self.block = block
  }

  /// Where the next field stands in the file.
  var place: Int { start + next }

  mutating func bytes(_ width: Int) -> [UInt8] {
    defer { next += width }
    return Array(block[min(next, block.count)..<min(next + width, block.count)])
  }

  mutating func skip(_ width: Int) { next += width }

  /// Without the blanks at its end; what is no ASCII is Latin-1 in older files.
  mutating func text(_ width: Int) -> String {
    var field = bytes(width)
    while let last = field.last, last == 0x20 || last == 0 { field.removeLast() }
    var text = String.UnicodeScalarView()
    for byte in field { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }

  mutating func integer(
    _ width: Int, _ name: String, _ range: ClosedRange<Int>
  ) throws(RecordingError) -> Int {
    let place = place
    let text = text(width)
    guard let value = Int(trimmed(text)), range.contains(value) else {
      throw source.damaged(
        "the \(name) is \(quoted(text)), which is no whole number from \(range.lowerBound) to"
          + " \(range.upperBound)", at: place)
    }
    return value
  }

  mutating func number(
    _ width: Int, _ name: String, _ range: ClosedRange<Double>
  ) throws(RecordingError) -> Double {
    let place = place
    let text = text(width)
    guard let value = Double(trimmed(text)), range.contains(value) else {
      throw source.damaged(
        "the \(name) is \(quoted(text)), which is no number from \(range.lowerBound) to"
          + " \(range.upperBound)", at: place)
    }
    return value
  }

  private func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " })
  }

  private func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.map { $0.value >= 0x20 && $0.value < 0x7F ? $0 : "?" }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: shown)
    return "\"\(view)\""
  }
}
