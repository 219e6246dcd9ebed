internal import SinewSignal

/// Reads one stream of an XDF file row by row in constant memory. Second 0 is the earliest sample of
/// all its streams of numbers, on the clock that their clock offsets lead to.
package final class XDFReader: SampleTable {
  package let columns: [CSVColumn]
  package let startUTC: Double? = nil
  private let chunks: XDFChunkReader
  private let stream: XDFStreamInfo
  private let picks: [Int]
  private let offsets: XDFIndex.Offsets
  private let start: Double
  /// Samples of the present chunk that are still to come, and the chunk.
  private var left = 0
  private var chunk: XDFChunkReader.Chunk?
  private var stamp: Double?
  private var latest = -Double.infinity
  private var rows = 0
  private var bytes: [UInt8] = []

  /// Opens the file and finds the stream. `.named` takes a channel's label, or `STREAM/LABEL`.
  /// Throws `unreadable`, or `damaged` with the offset.
  package init(path: String, selecting selection: CSVSelection) throws(RecordingError) {
    let index = try XDFIndex(path: path)
    chunks = try XDFChunkReader(path: path)
    let numbers = index.streams.filter { $0.format != .string }
    var missing = MissingColumn(name: nil, present: [])
    var found: (XDFStreamInfo, [Int])?
    for stream in Self.ordered(numbers, selection) where found == nil {
      do throws(MissingColumn) {
        found = (stream, try Self.choose(selection, stream))
      } catch {
        missing = MissingColumn(name: error.name, present: missing.present + error.present)
      }
    }
    guard let found else { throw chunks.source.damaged(missing.why, at: 4) }
    stream = found.0
    picks = found.1
    columns = picks.map { found.0.columns[$0].column }
    offsets = index.offsets(of: stream.id)
    start = index.start
  }

  package var readFraction: Double { chunks.source.readFraction }

  /// Reads the next row into `row`; false at the end.
  package func next(_ row: inout CSVRow) throws(RecordingError) -> Bool {
    while left == 0 {
      if let chunk {
        guard chunks.source.offset == chunk.end else {
          throw chunks.source.damaged(
            "the samples of a chunk end here, the chunk at byte \(chunk.end)")
        }
      }
      chunk = nil
      guard let following = try chunks.next() else {
        guard rows > 0 else { throw chunks.source.damaged("stream \(stream.name) has no samples") }
        return false
      }
      if following.tag == .samples, following.stream == stream.id {
        left = try chunks.length()
        chunk = following
      } else {
        try chunks.leave(following)
      }
    }
    left -= 1
    try readTime()
    try readValues(into: &row)
    let seconds = offsets.common(stamp ?? 0) - start
    guard seconds.isFinite, abs(seconds) < 1e9 else {
      throw chunks.source.damaged("a sample has no time that can be")
    }
    // Receivers stamp what comes in pieces by arrival: a little backwards is no damage.
    latest = max(latest, seconds)
    row.seconds = latest
    rows += 1
    return true
  }

  private func readTime() throws(RecordingError) {
    let place = chunks.source.offset
    switch try chunks.word(1) {
    case 8: stamp = try chunks.double()
    case 0:
      guard stream.rateHz > 0, let previous = stamp else {
        throw chunks.source.damaged("a sample has no time stamp", at: place)
      }
      stamp = previous + 1 / stream.rateHz
    default:
      throw chunks.source.damaged("a time stamp has either 0 or 8 bytes", at: place)
    }
  }

  private func readValues(into row: inout CSVRow) throws(RecordingError) {
    let width = stream.format.width
    try chunks.read(width * stream.channels, into: &bytes)
    if row.values.count != picks.count {
      row.values = [Float](repeating: .nan, count: picks.count)
    }
    for (index, channel) in picks.enumerated() {
      let word = XDFChunkReader.word(bytes, channel * width, width)
      let value = Float(number(word) * stream.columns[channel].factor)
      row.values[index] = value.isFinite ? value : .nan
    }
  }

  private func number(_ word: UInt64) -> Double {
    switch stream.format {
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: word)))
    case .double64: Double(bitPattern: word)
    case .int8: Double(Int8(truncatingIfNeeded: word))
    case .int16: Double(Int16(truncatingIfNeeded: word))
    case .int32: Double(Int32(truncatingIfNeeded: word))
    case .int64: Double(Int64(truncatingIfNeeded: word))
    case .string: .nan
    }
  }

  /// EMG first where any column will do.
  private static func ordered(
    _ streams: [XDFStreamInfo], _ selection: CSVSelection
  ) -> [XDFStreamInfo] {
    func isMuscle(_ stream: XDFStreamInfo) -> Bool {
      stream.columns.contains { $0.column.kind == .emg || $0.column.kind == .envelope }
    }
    guard selection == .firstData || selection == .all else { return streams }
    return streams.filter(isMuscle) + streams.filter { !isMuscle($0) }
  }

  private static func choose(
    _ selection: CSVSelection, _ stream: XDFStreamInfo
  ) throws(MissingColumn) -> [Int] {
    let names = stream.columns.map(\.column.name)
    if case .named(let name) = selection, name.hasPrefix("\(stream.name)/") {
      let label = String(name.dropFirst(stream.name.count + 1))
      if let hit = names.firstIndex(of: label) { return [hit] }
    }
    return try selection.pick(from: names).compactMap { names.firstIndex(of: $0) }
  }
}
