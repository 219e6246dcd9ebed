import SinewPipeline
import SinewRecording
import SinewSignal

/// A `.session` recording as tables: one a stream, or one for streams that count the same samples
/// (boards with more channels than a frame holds).
final class SessionSource: ExportSource {
  private(set) var tables: [SampledTable] = []
  private(set) var facts = RecordingFacts()
  private(set) var remarks: [String] = []
  private let decoder: SessionDecoder
  private let choices: ExportChoices
  /// For each stream: its table and the first of its channels there; nil without rows.
  private var places: [(table: Int, channel: Int)?] = []
  private var streams: [StreamProfile] = []

  /// Goes over the recording once. `progress` is told the part that is done.
  init(
    file: String, choices: ExportChoices, version: String, progress: (Double) -> Void
  ) throws {
    decoder = try SessionDecoder(file: file)
    self.choices = choices
    readHeader(version)
    try survey(progress)
    guard !tables.isEmpty else {
      throw ExportProblem(
        remarks.first ?? "\(file): no sample comes of its bytes"
          + (choices.window == nil ? "" : " in the wanted time"))
    }
  }

  func play(
    _ body: (Int, SampledRow) throws -> Void, progress: (Double) -> Void
  ) throws {
    var clocks = streams.map { SampleClock($0) }
    // Rows of streams that stand in one table wait for each other.
    var waiting = [[SampledRow]](repeating: [], count: streams.count)
    let members = tables.indices.map { table in
      places.indices.filter { places[$0]?.table == table }
    }
    var row = SampledRow()
    try decoder.play(
      { event in
        guard case .frame(let frame) = event,
          let place = places.indices.contains(Int(frame.stream)) ? places[Int(frame.stream)] : nil
        else { return }
        let stream = Int(frame.stream)
        fill(&row, from: frame, streams[stream].channels.count, &clocks[stream])
        guard choices.contains(row.seconds) || members[place.table].count > 1 else { return }
        guard members[place.table].count > 1 else { return try body(place.table, row) }
        waiting[stream].append(row)
        while members[place.table].allSatisfy({ !waiting[$0].isEmpty }) {
          var whole = SampledRow()
          for (index, member) in members[place.table].enumerated() {
            let part = waiting[member].removeFirst()
            if index == 0 { whole = part } else { whole.values += part.values }
          }
          if choices.contains(whole.seconds) { try body(place.table, whole) }
        }
      }, progress: progress)
  }

  private func fill(
    _ row: inout SampledRow, from frame: Frame, _ channels: Int, _ clock: inout SampleClock
  ) {
    let timing = clock.time(of: frame)
    row.seconds = timing.time.seconds
    row.lostBefore = timing.lostBefore
    row.isRestarted = timing.isRestarted
    row.values.removeAll(keepingCapacity: true)
    for channel in 0..<min(channels, Frame.capacity) { row.values.append(frame.values[channel]) }
  }

  private func readHeader(_ version: String) {
    let header = decoder.header
    facts.version = version
    facts.athlete = header["athlete"]
    facts.consent = header["consent"]
    facts.licence = header["licence"]
    facts.startMonotonic = header["monotonic"].flatMap { Double($0) }.flatMap {
      $0.isFinite && abs($0) < 1e9 ? $0 : nil
    }
    facts.startUTC = header["recorded"].flatMap { CivilTime.seconds(ofISO: $0) }
    switch header["utc"] {
    case "synchronised": facts.isSynchronised = true
    case "unsynchronised": facts.isSynchronised = false
    default: break
    }
  }

  // MARK: The first pass

  /// What is found of a stream.
  private struct Finding {
    var survey: TableSurvey
    var table: SampledTable
    var clock: SampleClock
    var rows = 0
    /// Of all counters: streams with the same ones count the same samples.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  }

  private func survey(_ progress: (Double) -> Void) throws {
    var findings: [Finding] = []
    var row = SampledRow()
    try decoder.play(
      { event in
        switch event {
        case .streams(let profiles):
          streams = profiles
          findings = SessionTables(header: decoder.header, choices: choices).tables(of: profiles)
            .enumerated().map { index, table in
              Finding(
                survey: TableSurvey(table), table: table, clock: SampleClock(profiles[index]))
            }
        case .frame(let frame):
          let stream = Int(frame.stream)
          guard findings.indices.contains(stream) else { return }
          fill(&row, from: frame, streams[stream].channels.count, &findings[stream].clock)
          guard choices.contains(row.seconds) else { return }
          findings[stream].survey.add(row)
          findings[stream].rows += 1
          findings[stream].hash = (findings[stream].hash ^ UInt64(frame.counter)) &* 0x100_0000_01B3
        case .comment(let text): note(text)
        case .cut(let fault): remarks.append("exported up to here: \(fault)")
        }
      }, progress: progress)
    if let start = choices.startUTC {
      facts.startUTC = start
      facts.isSynchronised = true
    }
    gather(findings)
  }

  /// `# utc 63.000000 2026-12-01T10:00:00.123Z synchronised`: the machine was told the time.
  private func note(_ comment: String) {
    let words = comment.split(separator: " ")
    guard words.count == 5, words[0] == "#", words[1] == "utc", words[4] == "synchronised",
      let seconds = Double(words[2]), abs(seconds) < 1e9,
      let utc = CivilTime.seconds(ofISO: String(words[3])), facts.isSynchronised != true
    else { return }
    facts.startUTC = utc - seconds
    facts.isSynchronised = true
    remarks.append("UTC was set \(Figures.fixed(seconds, 0)) s into the recording and is mended")
  }

  /// Puts streams that count the same samples into one table.
  private func gather(_ findings: [Finding]) {
    places = [(table: Int, channel: Int)?](repeating: nil, count: findings.count)
    for (index, finding) in findings.enumerated() where finding.rows > 0 {
      let described = finding.survey.described(finding.table)
      let twin = findings[..<index].indices.first {
        findings[$0].rows == finding.rows && findings[$0].hash == finding.hash
          && streams[$0].kind == streams[index].kind
          && streams[$0].rateHz == streams[index].rateHz
          && streams[$0].counter == streams[index].counter
      }
      if let twin, let place = places[twin] {
        places[index] = (place.table, tables[place.table].channels.count)
        tables[place.table].channels += described.channels
        // `emg-1` and its like are one again.
        if tables[place.table].name.hasSuffix("-1") { tables[place.table].name.removeLast(2) }
      } else {
        places[index] = (tables.count, 0)
        tables.append(described)
      }
    }
  }
}
