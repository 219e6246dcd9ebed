internal import SinewSignal

/// Reads signals of an EDF, EDF+, BDF or BDF+ file row by row in constant memory.
package final class EDFReader: SampleTable {
  package let columns: [CSVColumn]
  package let startUTC: Double?
  private let source: ByteSource
  private let header: EDFHeader
  /// Of each column: its signal, where its samples begin in a record, and the factor of its unit.
  private let picks: [(signal: Int, offset: Int, factor: Double)]
  private let rowsOfRecord: Int
  /// Where the annotations of a record begin; nil where there are none.
  private let annotations: Range<Int>?
  private var record: [UInt8] = []
  private var recordStart = 0.0
  private var records = 0
  private var row = 0
  private var latest = -Double.infinity

  /// Opens the file and reads its header. Throws `unreadable`, or `damaged` with the offset.
  package init(path: String, selecting selection: CSVSelection) throws(RecordingError) {
    let source = try ByteSource(path: path)
    let header = try EDFHeader(source)
    let signals = header.signals
    let offsets = signals.indices.map { index in
      signals[..<index].reduce(0) { $0 + $1.samples } * header.format.bytesPerSample
    }
    let foreign = signals.map { ForeignChannel(label: $0.label, unit: $0.dimension) }
    let data = signals.indices.filter { !signals[$0].isAnnotations }
    let chosen: [Int]
    do throws(MissingColumn) {
      chosen = try Self.choose(selection, data, foreign, signals)
    } catch {
      throw source.damaged(error.why, at: 256)
    }
    guard let rows = chosen.first.map({ signals[$0].samples }) else {
      throw source.damaged("the file has no signal beside its annotations", at: 252)
    }
    guard chosen.allSatisfy({ signals[$0].samples == rows }) else {
      throw source.damaged("the chosen signals have different rates", at: 256)
    }
    guard header.recordSeconds > 0 else {
      throw source.damaged("a record has no duration, so its samples have no times", at: 244)
    }
    self.source = source
    self.header = header
    columns = chosen.map { foreign[$0].column }
    picks = chosen.map { ($0, offsets[$0], foreign[$0].factor) }
    rowsOfRecord = rows
    let lists = header.isPlus ? signals.firstIndex(where: \.isAnnotations) : nil
    annotations = lists.map {
      offsets[$0]..<offsets[$0] + signals[$0].samples * header.format.bytesPerSample
    }
    startUTC = header.start
    row = rows
  }

  package var readFraction: Double { source.readFraction }

  /// Reads the next row into `row`; false at the end.
  package func next(_ row: inout CSVRow) throws(RecordingError) -> Bool {
    if self.row >= rowsOfRecord {
      guard try advance() else { return false }
    }
    if row.values.count != picks.count {
      row.values = [Float](repeating: .nan, count: picks.count)
    }
    row.seconds =
      recordStart + Double(self.row) * header.recordSeconds / Double(rowsOfRecord)
    let width = header.format.bytesPerSample
    for (index, pick) in picks.enumerated() {
      let signal = header.signals[pick.signal]
      let digital = number(at: pick.offset + self.row * width)
      let value =
        (signal.physicalMinimum + Double(digital - signal.digitalMinimum) * signal.step)
        * pick.factor
      let isMissing = header.hasNoSamples && digital == signal.digitalMinimum
      let single = Float(value)
      row.values[index] = isMissing || !single.isFinite ? .nan : single
    }
    self.row += 1
    return true
  }

  private func number(at offset: Int) -> Int {
    guard offset + header.format.bytesPerSample <= record.count else { return 0 }
    let low = UInt32(record[offset]) | UInt32(record[offset + 1]) << 8
    guard header.format == .bdf else { return Int(Int16(truncatingIfNeeded: low)) }
    let word = low << 8 | UInt32(record[offset + 2]) << 24
    return Int(Int32(bitPattern: word) >> 8)
  }

  /// Goes to the next record; false at the end.
  private func advance() throws(RecordingError) -> Bool {
    if let count = header.records, records >= count { return false }
    let place = source.offset
    try source.read(header.recordBytes, into: &record)
    if record.isEmpty {
      guard let count = header.records, records < count else {
        guard records > 0 else { throw source.damaged("no records follow the header") }
        return false
      }
      throw source.damaged(
        "the file ends after \(records) of the \(count) records that its header tells of: copy it"
          + " again")
    }
    guard record.count == header.recordBytes else {
      throw source.damaged(
        "the file ends in the middle of record \(records + 1), which begins at byte \(place)")
    }
    let start = try onset(at: place) ?? Double(records) * header.recordSeconds
    guard start >= latest - 1e-6 else {
      throw source.damaged(
        "record \(records + 1) begins at \(start) s, before the end of the one before it", at: place
      )
    }
    recordStart = start
    latest = start + header.recordSeconds
    records += 1
    row = 0
    return true
  }

  /// When a record begins, as its first annotation says.
  private func onset(at place: Int) throws(RecordingError) -> Double? {
    guard let annotations else { return nil }
    let list = record[annotations]
    let text = list.prefix { $0 != 0x14 && $0 != 0x15 && $0 != 0 }
    guard let seconds = Double(String(decoding: text.prefix(40), as: UTF8.self)),
      abs(seconds) < 1e9, text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-")
    else {
      guard header.isDiscontinuous else { return nil }
      throw source.damaged(
        "record \(records + 1) of a discontinuous file does not say when it begins",
        at: place + annotations.lowerBound)
    }
    return seconds
  }

  private static func choose(
    _ selection: CSVSelection, _ data: [Int], _ foreign: [ForeignChannel],
    _ signals: [EDFHeader.Signal]
  ) throws(MissingColumn) -> [Int] {
    let names = data.map { foreign[$0].column.name }
    if case .named(let name) = selection {
      // The label as the file has it, or its name here.
      if let hit = data.first(where: { signals[$0].label == name }) { return [hit] }
    }
    // Those of another rate than the first can't stand in the same rows.
    let first = selection == .firstData ? data.first { foreign[$0].column.kind == .emg } : nil
    if let first { return [first] }
    let wanted = try selection.pick(from: names)
    let chosen = wanted.compactMap { name in data.first { foreign[$0].column.name == name } }
    guard selection == .all, let one = data.first else { return chosen }
    return data.filter { signals[$0].samples == signals[one].samples }
  }
}
