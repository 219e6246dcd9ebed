import SinewRecording
import SinewSignal

/// A CSV, EDF, BDF or XDF file as a table to export.
final class TableSource: ExportSource {
  private(set) var tables: [SampledTable] = []
  private(set) var facts = RecordingFacts()
  let remarks: [String] = []
  private let file: String
  private let choices: ExportChoices

  init(
    file: String, choices: ExportChoices, version: String, progress: (Double) -> Void
  ) throws {
    self.file = file
    self.choices = choices
    let source = try openTable(path: file, selecting: .all)
    var table = Self.table(source, choices)
    var survey = TableSurvey(table)
    try Self.rows(of: source, choices, { survey.add($0) }, progress: progress)
    table = survey.described(table)
    guard table.rows > 0 else {
      throw ExportProblem("\(file): no row lies in the wanted time")
    }
    tables = [table]
    facts.version = version
    facts.startUTC = choices.startUTC ?? source.startUTC
    facts.isSynchronised = choices.startUTC == nil ? nil : true
  }

  func play(
    _ body: (Int, SampledRow) throws -> Void, progress: (Double) -> Void
  ) throws {
    let source = try openTable(path: file, selecting: .all)
    try Self.rows(of: source, choices, { try body(0, $0) }, progress: progress)
  }

  /// Rows without any value are what other formats leave out.
  private static func rows(
    of source: any SampleTable, _ choices: ExportChoices, _ body: (SampledRow) throws -> Void,
    progress: (Double) -> Void
  ) throws {
    var row = CSVRow()
    var out = SampledRow()
    var step = 0.0
    var before: Double?
    var count = 0
    while try source.next(&row) {
      count += 1
      if count % 4096 == 0 { progress(source.readFraction) }
      guard choices.contains(row.seconds), row.values.contains(where: { $0.isFinite }) else {
        continue
      }
      out.seconds = row.seconds
      out.values = row.values
      out.lostBefore = lost(since: before, to: row.seconds, &step)
      before = row.seconds
      try body(out)
    }
  }

  /// Rows missing before one, by the usual step, which is followed slowly.
  private static func lost(since before: Double?, to seconds: Double, _ step: inout Double) -> Int {
    guard let before, seconds > before else { return 0 }
    let here = seconds - before
    if step == 0 || here < step / 2 { step = here }
    let steps = here / step
    if steps < 1.5 {
      step += (here - step) / 64
      return 0
    }
    return steps < 1e9 ? Int(steps.rounded()) - 1 : 1_000_000
  }

  private static func table(_ source: any SampleTable, _ choices: ExportChoices) -> SampledTable {
    var number = 0
    let channels = source.columns.map { column in
      var channel = SampledTable.Channel(column.name, column.unit)
      if column.kind == .emg || column.kind == .envelope {
        number += 1
        channel.muscle = choices.channels[number]?.muscle
        channel.side = choices.channels[number]?.side
      }
      return channel
    }
    let stream = source.stream(name: "table")
    let name = stream.kind == .auxiliary ? "samples" : stream.kind.rawValue
    var table = SampledTable(name: name, kind: stream.kind, channels: channels)
    table.filters = "as in the source"
    return table
  }
}
