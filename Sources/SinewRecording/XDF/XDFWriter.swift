/// Writes tables and what happened as an XDF file in constant memory: a stream of numbers a table,
/// each sample with its own time stamp, and a stream of string markers.
///
/// Time stamps are CLOCK_MONOTONIC where the recording knows it, else seconds since its start. They
/// are on the clock of the host already, so the clock offsets are zero and say so.
package final class XDFWriter {
  private struct Stream {
    let id: UInt32
    let channels: Int
    var pending: [UInt8] = []
    var pendingRows = 0
    var rows = 0
    var first = 0.0
    var last = 0.0
    var offsetDue = -Double.infinity
  }

  /// Samples a chunk holds at most, and seconds between clock offsets and between boundaries.
  private static let chunkRows = 512
  private static let offsetInterval = 5.0
  private static let boundaryInterval = 10.0

  private let sink: ByteSink
  private let base: Double
  private var streams: [Stream] = []
  private var boundaryDue = -Double.infinity

  /// Makes the file and writes the headers and markers.
  package init(
    path: String, tables: [SampledTable], facts: RecordingFacts, replacing: Bool = false
  ) throws(RecordingError) {
    base = facts.startMonotonic ?? 0
    sink = try ByteSink(path: path, replacing: replacing)
    try sink.append("XDF:")
    try sink.append(XDFChunk.bytes(.fileHeader, Array(XDFHeaderText.file(facts).utf8)))
    for (index, table) in tables.enumerated() {
      let stream = Stream(id: UInt32(index + 1), channels: table.channels.count)
      let header = XDFHeaderText.stream(table, facts, id: stream.id)
      try sink.append(XDFChunk.bytes(.streamHeader, stream: stream.id, Array(header.utf8)))
      streams.append(stream)
    }
    try writeMarkers(facts, id: UInt32(tables.count + 1))
  }

  /// Takes the next row of a table.
  package func write(_ row: SampledRow, table: Int) throws(RecordingError) {
    guard streams.indices.contains(table) else { return }
    let time = base + row.seconds
    if time >= streams[table].offsetDue {
      try flush(table)
      try sink.append(offset(streams[table].id, at: time))
      streams[table].offsetDue = time + Self.offsetInterval
    }
    if streams[table].rows == 0 { streams[table].first = time }
    streams[table].last = time
    streams[table].rows += 1
    streams[table].pending.append(8)
    XDFChunk.append(time, to: &streams[table].pending)
    for channel in 0..<streams[table].channels {
      let value = channel < row.values.count ? row.values[channel] : .nan
      XDFChunk.append(value.bitPattern, to: &streams[table].pending)
    }
    streams[table].pendingRows += 1
    if streams[table].pendingRows >= Self.chunkRows { try flush(table) }
    if time >= boundaryDue {
      try sink.append(XDFChunk.bytes(.boundary, XDFChunk.boundary))
      boundaryDue = time + Self.boundaryInterval
    }
  }

  /// Writes the rest and the footers.
  package func finish() throws(RecordingError) {
    for index in streams.indices {
      try flush(index)
      let stream = streams[index]
      if stream.rows > 0 { try sink.append(offset(stream.id, at: stream.last)) }
      try sink.append(footer(stream.id, first: stream.first, last: stream.last, stream.rows))
    }
    try sink.finish()
  }

  private func writeMarkers(_ facts: RecordingFacts, id: UInt32) throws(RecordingError) {
    try sink.append(
      XDFChunk.bytes(.streamHeader, stream: id, Array(XDFHeaderText.markers(facts).utf8)))
    let notes = facts.notes
    for note in notes {
      var content: [UInt8] = XDFChunk.length(1)
      content.append(8)
      XDFChunk.append(base + note.onset, to: &content)
      let text = Array(Self.marker(note).utf8)
      content += XDFChunk.length(text.count) + text
      try sink.append(XDFChunk.bytes(.samples, stream: id, content))
    }
    let first = base + (notes.first?.onset ?? 0)
    let last = base + (notes.last?.onset ?? 0)
    if !notes.isEmpty {
      try sink.append(offset(id, at: first))
      try sink.append(offset(id, at: last))
    }
    try sink.append(footer(id, first: first, last: last, notes.count))
  }

  /// A marker is an instant: what lasts says for how long.
  private static func marker(_ note: TimedNote) -> String {
    guard let duration = note.duration else { return note.text }
    return "\(note.text) duration_s=\((duration * 1e6).rounded() / 1e6)"
  }

  private func flush(_ index: Int) throws(RecordingError) {
    guard streams[index].pendingRows > 0 else { return }
    let content = XDFChunk.length(streams[index].pendingRows) + streams[index].pending
    try sink.append(XDFChunk.bytes(.samples, stream: streams[index].id, content))
    streams[index].pending.removeAll(keepingCapacity: true)
    streams[index].pendingRows = 0
  }

  private func offset(_ id: UInt32, at time: Double) -> [UInt8] {
    var content: [UInt8] = []
    XDFChunk.append(time, to: &content)
    XDFChunk.append(0.0, to: &content)
    return XDFChunk.bytes(.clockOffset, stream: id, content)
  }

  private func footer(_ id: UInt32, first: Double, last: Double, _ rows: Int) -> [UInt8] {
    let text =
      "<?xml version=\"1.0\"?><info><first_timestamp>\(first)</first_timestamp>"
      + "<last_timestamp>\(last)</last_timestamp><sample_count>\(rows)</sample_count></info>"
    return XDFChunk.bytes(.streamFooter, stream: id, Array(text.utf8))
  }
}
