import SinewSignal
import Testing

@testable import SinewRecording

/// EDF+ and BDF+ as they are written and read back.
@Suite struct EDFTests {
  private let scratch = Scratch()

  /// A table of sine-like numbers at `rate`, without the rows in `lost`.
  private struct Made {
    var table: SampledTable
    var rows: [SampledRow]
  }

  private func make(
    _ count: Int, rate: Double = 250, lost: Set<Int> = [], resolution: Double = 0.5,
    scale: Double = 0.5
  ) -> Made {
    var channels = [
      SampledTable.Channel("ch1", .microvolts, resolution: resolution),
      SampledTable.Channel("ch2", .microvolts, resolution: resolution),
    ]
    channels[0].muscle = "biceps"
    channels[0].side = "left"
    var table = SampledTable(name: "emg", kind: .emg, channels: channels)
    table.nominalRateHz = rate
    var random = SeededGenerator(state: 7)
    var rows: [SampledRow] = []
    var missing = 0
    for index in 0..<count {
      let values = (0..<2).map { _ in
        Float(scale * Double(Int.random(in: -30_000...30_000, using: &random)))
      }
      guard !lost.contains(index) else {
        missing += 1
        continue
      }
      var row = SampledRow()
      row.seconds = 0.125 + Double(index) / rate
      row.lostBefore = missing
      row.values = values
      missing = 0
      rows.append(row)
    }
    var survey = TableSurvey(table)
    for row in rows { survey.add(row) }
    table = survey.described(table)
    return Made(table: table, rows: rows)
  }

  private func facts(_ notes: [TimedNote] = []) -> RecordingFacts {
    var facts = RecordingFacts()
    facts.startUTC = CivilTime.seconds(ofISO: "2026-12-01T10:00:00.25Z")
    facts.isSynchronised = true
    facts.version = "1"
    facts.notes = notes
    return facts
  }

  private func write(
    _ made: Made, _ format: EDFFormat, notes: [TimedNote] = [], fillsGaps: Bool = false
  ) throws -> (path: String, outcome: EDFWriter.Outcome) {
    let path = scratch.path("made-\(notes.count)-\(fillsGaps).\(format == .edf ? "edf" : "bdf")")
    let writer = try EDFWriter(
      path: path, format: format, table: made.table, facts: facts(notes), fillsGaps: fillsGaps,
      replacing: true)
    for row in made.rows { try writer.write(row) }
    return (path, try writer.finish())
  }

  private func read(
    _ path: String, _ selection: CSVSelection = .all
  ) throws -> [(seconds: Double, values: [Float])] {
    let reader = try openTable(path: path, selecting: selection)
    var row = CSVRow()
    var rows: [(Double, [Float])] = []
    while try reader.next(&row) { rows.append((row.seconds, row.values)) }
    return rows
  }

  @Test(arguments: [EDFFormat.edf, .bdf]) func aConvertersCountsComeBackAsTheyWere(
    _ format: EDFFormat
  ) throws {
    let made = make(2000)
    let (path, outcome) = try write(made, format)
    #expect(outcome.steps.allSatisfy { $0.isExact })
    let rows = try read(path).filter { $0.values.contains { !$0.isNaN } }
    #expect(rows.count == made.rows.count)
    for (row, wanted) in zip(rows, made.rows) {
      for (value, truth) in zip(row.values, wanted.values) { #expect(abs(value - truth) < 0.01) }
    }
  }

  @Test func valuesWithoutStepsAreSpreadAndNothingIsClipped() throws {
    var made = make(1000, resolution: 0, scale: 0.123_456)
    made.rows[500].values[1] = 98_765.4
    made.rows[501].values[1] = -1.5
    var survey = TableSurvey(made.table)
    for row in made.rows { survey.add(row) }
    made.table = survey.described(made.table)
    let (path, outcome) = try write(made, .edf)
    let rows = try read(path)
    for (row, wanted) in zip(rows, made.rows) {
      for channel in 0..<2 {
        #expect(
          abs(Double(row.values[channel] - wanted.values[channel]))
            <= outcome.steps[channel].size * 0.51 + 0.01)
      }
    }
    #expect(!outcome.steps[1].isExact)
  }

  @Test func secondsOfSilenceLeaveRecordsOutAndTimesStayTrue() throws {
    let lost = Set(300..<1200).union([50])
    let made = make(2500, lost: lost)
    let (path, outcome) = try write(made, .bdf)
    #expect(outcome.isDiscontinuous)
    #expect(String(decoding: scratch.contents(path)[192..<197], as: UTF8.self) == "BDF+D")
    let rows = try read(path).filter { $0.values.contains { !$0.isNaN } }
    #expect(rows.count == made.rows.count)
    let shift = rows[0].seconds - made.rows[0].seconds
    for (row, wanted) in zip(rows, made.rows) {
      #expect(abs(row.seconds - wanted.seconds - shift) < 1e-4)
      #expect(abs(row.values[0] - wanted.values[0]) < 0.01)
    }
  }

  @Test func filledGapsAreOneContinuousFile() throws {
    let made = make(2500, lost: Set(300..<1200))
    let (path, outcome) = try write(made, .edf, fillsGaps: true)
    #expect(!outcome.isDiscontinuous)
    let rows = try read(path)
    #expect(rows.prefix(2500).count { $0.values[0].isNaN } == 900)
    #expect(rows[300..<1200].allSatisfy { $0.values[1].isNaN })
  }

  @Test func aTimeOfDayStandsInTheHeaderAndIsMarkedWhereItIsNotKnown() throws {
    let made = make(600)
    let (path, _) = try write(made, .edf)
    let header = String(decoding: scratch.contents(path)[..<256], as: UTF8.self)
    #expect(header.contains("01.12.2610.00.00"))
    #expect(header.contains("Startdate 01-DEC-2026 X X Sinew_1 utc=synchronised"))
    #expect(try openTable(path: path, selecting: .all).startUTC == 1_796_119_200)
    var unknown = facts()
    unknown.startUTC = nil
    let bare = scratch.path("bare.edf")
    let writer = try EDFWriter(path: bare, format: .edf, table: made.table, facts: unknown)
    for row in made.rows { try writer.write(row) }
    _ = try writer.finish()
    let text = String(decoding: scratch.contents(bare)[..<256], as: UTF8.self)
    #expect(text.contains("Startdate X X X Sinew_1 utc=unknown"))
    #expect(try openTable(path: bare, selecting: .all).startUTC == nil)
  }

  @Test func everyAnnotationIsKept() throws {
    let notes = (0..<500).map { index in
      TimedNote(
        onset: Double(index) * 0.01, duration: index % 2 == 0 ? 0.5 : nil, kind: "mark",
        text: "mark \(index) \(String(repeating: "ä", count: index % 90))")
    }
    let (path, _) = try write(make(1500), .edf, notes: notes)
    let text = String(decoding: scratch.contents(path), as: UTF8.self)
    for index in 0..<500 { #expect(text.contains("mark \(index) ")) }
  }

  @Test func labelsFindTheirColumnsAgain() throws {
    let (path, _) = try write(make(600), .edf)
    let table = try openTable(path: path, selecting: .named("EMG biceps L"))
    #expect(table.columns.map(\.unit) == [.microvolts])
    #expect(table.columns.map(\.kind) == [.emg])
    let missing = recordingError { () throws(RecordingError) in
      _ = try openTable(path: path, selecting: .named("EMG soleus"))
    }
    #expect(missing?.description.contains("the column EMG soleus is missing") == true)
  }

  @Test func numbersOfEightCharactersAreTheNearestThereAre() {
    #expect(EDFNumber(-187_500.022)?.text == "-187500")
    #expect(EDFNumber(0.022_351_744)?.text == "0.022352")
    #expect(EDFNumber(99_999_999)?.text == "99999999")
    #expect(EDFNumber(-12_345_678) == nil)
    #expect(EDFNumber(1.2345678, .up)?.text == "1.234568")
    #expect(EDFNumber(-1.2345678, .down)?.text == "-1.23457")
    #expect(EDFNumber(.nan) == nil)
  }

  @Test(arguments: [250.02, 999.98765, 52, 1, 0.2, 5025, 30_000]) func aRecordHasTheTrueRate(
    _ rate: Double
  ) {
    let timing = EDFTiming(rateHz: rate, channels: 8, format: .bdf)
    #expect(abs(timing.rateHz / rate - 1) < 1e-6)
    #expect(timing.text.utf8.count <= 8)
    #expect(Double(timing.text) == timing.seconds)
  }
}

/// Days and hours.
@Suite struct CivilTimeTests {
  @Test func secondsAndDaysAreTheSame() throws {
    for (text, seconds) in [
      ("1970-01-01T00:00:00Z", 0.0), ("2000-02-29T12:00:00Z", 951_825_600),
      ("2026-12-01T10:00:00.500Z", 1_796_119_200.5), ("1969-12-31T23:59:59Z", -1),
    ] {
      #expect(CivilTime.seconds(ofISO: text) == seconds)
      let civil = try #require(CivilTime(secondsSince1970: seconds))
      #expect(civil.secondsSince1970 == seconds.rounded(.down))
    }
    #expect(CivilTime.iso(951_825_600.25) == "2000-02-29T12:00:00.250000Z")
  }

  @Test(arguments: ["", "2026-13-01T10:00:00Z", "2026-12-01 10:00:00Z", "2026-12-01T10:00:00"])
  func whatIsNoInstantIsNone(_ text: String) {
    #expect(CivilTime.seconds(ofISO: text) == nil)
  }
}
