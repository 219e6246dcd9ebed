/// Writes a table as EDF+ or BDF+, row by row in constant memory.
///
/// Rows stand on an even grid of the true rate. Where one is missing its signals hold their least
/// digital number, which no sample has, and an annotation `BAD_gap` says how long. Where whole
/// records are missing they are left out and the file is discontinuous (EDF+D, BDF+D), unless gaps
/// are to be filled.
package final class EDFWriter {
  /// What came of a file.
  package struct Outcome: Sendable {
    package let file: String
    package let records: Int
    package let isDiscontinuous: Bool
    /// For each channel: the size of a step in its unit, and whether steps are the converter's own.
    package let steps: [(size: Double, isExact: Bool)]
  }

  private let format: EDFFormat
  private let sink: ByteSink
  private let scales: [EDFScale]
  private let timing: EDFTiming
  private var grid: SampleGrid
  private let fillsGaps: Bool
  private var annotations: EDFAnnotations
  /// Microseconds from the second of the header to place 0.
  private let origin: Int
  /// Seconds to add to those of the recording for those of the header.
  private let shift: Double
  /// The record being filled, and the first place of it; -1 before the first row.
  private var record: [Int]
  private var recordStart = -1
  private var newestPlace = -1
  private var records = 0
  private var isDiscontinuous = false

  /// Makes the file and writes its header.
  ///
  /// - Parameter table: as `TableSurvey` described it.
  package init(
    path: String, format: EDFFormat, table: SampledTable, facts: RecordingFacts,
    fillsGaps: Bool = false, replacing: Bool = false
  ) throws(RecordingError) {
    var scales: [EDFScale] = []
    for channel in table.channels {
      guard let scale = EDFScale(channel, format) else {
        throw .unfit(
          file: path,
          why: "values of \(channel.name) from \(channel.lowest) to \(channel.highest) do not fit"
            + " the header of an EDF file; use csv or xdf")
      }
      scales.append(scale)
    }
    guard table.channels.count < 4095, table.rows > 0 else {
      throw .unfit(file: path, why: "a table without rows can't be an EDF file")
    }
    self.format = format
    self.scales = scales
    self.fillsGaps = fillsGaps
    timing = EDFTiming(
      rateHz: table.clock.rateHz, channels: table.channels.count, format: format)
    grid = SampleGrid(rateHz: timing.rateHz, start: table.clock.first)
    let first = (facts.startUTC ?? 0) + table.clock.first
    let start = facts.startUTC.map { _ in first.rounded(.down) }
    shift = (facts.startUTC ?? 0) - (start ?? table.clock.first)
    origin = EDFAnnotations.micros(table.clock.first + shift)
    annotations = EDFAnnotations(
      notes: facts.notes, gaps: table.clock.gaps, records: table.rows / timing.rows,
      multiple: format.bytesPerSample)
    sink = try ByteSink(path: path, replacing: replacing)
    record = [Int](repeating: 0, count: timing.rows * scales.count)
    for note in facts.notes {
      var note = note
      note.onset += shift
      annotations.add(note)
    }
    try sink.append(
      EDFHeaderText.bytes(
        format, table: table, facts: facts, start: start, scales: scales, timing: timing,
        annotationSamples: annotations.size / format.bytesPerSample))
  }

  /// Takes the next row.
  package func write(_ row: SampledRow) throws(RecordingError) {
    let place = grid.place(of: row)
    if newestPlace >= 0, place > newestPlace + 1 { noteGap(from: newestPlace + 1, to: place) }
    if recordStart < 0 { begin(at: place) }
    while place >= recordStart + timing.rows {
      let following = recordStart + timing.rows
      try flush()
      let skipped = (place - following) / timing.rows
      // Nobody wants a day of empty slots.
      let isFilled = fillsGaps && Double(skipped) * timing.seconds < 86_400
      if skipped > 0, !isFilled { isDiscontinuous = true }
      begin(at: isFilled ? following : following + skipped * timing.rows)
    }
    let slot = place - recordStart
    for channel in scales.indices where channel < row.values.count {
      record[channel * timing.rows + slot] = scales[channel].digital(row.values[channel])
    }
    newestPlace = place
  }

  /// Writes the rest, and into the header what is only known now.
  package func finish() throws(RecordingError) -> Outcome {
    if recordStart >= 0 {
      let end = recordStart + timing.rows
      if newestPlace + 1 < end { noteGap(from: newestPlace + 1, to: end) }
      try flush()
      var following = end
      // Cannot happen while the share of each record was reckoned right; words are never lost.
      while !annotations.isEmpty {
        begin(at: following)
        try flush()
        following += timing.rows
      }
    }
    try sink.replace(
      at: EDFHeaderText.recordsOffset, with: Array("\(records)".utf8) + padding(for: records))
    if isDiscontinuous {
      try sink.replace(
        at: EDFHeaderText.reservedOffset,
        with: Array(format.reserved(isDiscontinuous: true).utf8))
    }
    try sink.finish()
    return Outcome(
      file: sink.file, records: records, isDiscontinuous: isDiscontinuous,
      steps: scales.map { ($0.step, $0.isExact) })
  }

  private func padding(for records: Int) -> [UInt8] {
    [UInt8](repeating: 0x20, count: max(0, 8 - "\(records)".utf8.count))
  }

  private func begin(at place: Int) {
    recordStart = place
    for channel in scales.indices {
      for slot in 0..<timing.rows {
        record[channel * timing.rows + slot] = scales[channel].noSample
      }
    }
  }

  private func noteGap(from place: Int, to end: Int) {
    let start = Double(origin) * 1e-6 + Double(place) / timing.rateHz
    annotations.add(
      TimedNote(
        onset: start, duration: Double(end - place) / timing.rateHz, kind: "gap", text: "BAD_gap"))
  }

  private func flush() throws(RecordingError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(record.count * format.bytesPerSample + annotations.size)
    for value in record {
      let word = UInt32(truncatingIfNeeded: value)
      bytes.append(UInt8(truncatingIfNeeded: word))
      bytes.append(UInt8(truncatingIfNeeded: word >> 8))
      if format == .bdf { bytes.append(UInt8(truncatingIfNeeded: word >> 16)) }
    }
    let onset = origin + (recordStart / timing.rows) &* timing.microseconds
    bytes += annotations.record(at: onset)
    try sink.append(bytes)
    records += 1
  }
}
