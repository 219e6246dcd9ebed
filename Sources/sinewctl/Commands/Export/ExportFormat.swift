import ArgumentParser
import SinewFeedback
import SinewRecording
import SinewSignal

/// What can be written.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  case edf, bdf, xdf, csv, vtt
}

/// A file that was written, for people and for programs.
struct ExportedFile {
  var path: String
  var table: String?
  var channels: Int?
  var rows: Int?
  var rateHz: Double?
  /// Words about what was lost or marked.
  var remarks: [String] = []
}

/// Files of one export under way.
protocol ExportSink {
  mutating func write(_ row: SampledRow, table: Int) throws
  mutating func finish() throws -> [ExportedFile]
}

/// A file a table, or one for all where there is but one.
struct ExportNames {
  let stem: String
  let tables: [SampledTable]

  func path(_ index: Int, _ ending: String) -> String {
    guard tables.count > 1 else { return "\(stem).\(ending)" }
    let name = tables[index].name
    let isTwin = tables.indices.contains { $0 != index && tables[$0].name == name }
    return "\(stem)-\(name)\(isTwin ? "-\(index + 1)" : "").\(ending)"
  }
}

/// EDF+ or BDF+: a file a table, for a file has one length of records and one rate is exact in it.
struct EDFSink: ExportSink {
  private let writers: [EDFWriter]
  private let tables: [SampledTable]

  init(
    _ format: EDFFormat, names: ExportNames, facts: RecordingFacts, fillsGaps: Bool,
    replacing: Bool
  ) throws {
    tables = names.tables
    let ending = format == .edf ? "edf" : "bdf"
    writers = try names.tables.indices.map { index in
      var facts = facts
      facts.notes.append(names.tables[index].clockNote(facts))
      facts.notes.sort { $0.onset < $1.onset }
      return try EDFWriter(
        path: names.path(index, ending), format: format, table: names.tables[index],
        facts: facts, fillsGaps: fillsGaps, replacing: replacing)
    }
  }

  mutating func write(_ row: SampledRow, table: Int) throws { try writers[table].write(row) }

  mutating func finish() throws -> [ExportedFile] {
    try writers.enumerated().map { index, writer in
      let outcome = try writer.finish()
      var file = ExportedFile(tables[index], path: outcome.file)
      let coarse = zip(tables[index].channels, outcome.steps).filter { channel, step in
        !step.isExact && channel.resolution > 0 && step.size > 2 * channel.resolution
      }
      if let (channel, step) = coarse.first {
        file.remarks.append(
          "\(channel.name) is kept in steps of \(Figures.fixed(step.size, 4))"
            + " \(channel.unit.rawValue), its converter's are"
            + " \(Figures.fixed(channel.resolution, 4)): bdf keeps them all")
      }
      if outcome.isDiscontinuous {
        file.remarks.append(
          "discontinuous (gaps left out); --fill-gaps makes it readable to what can't read that")
      }
      return file
    }
  }
}

/// One XDF file for all tables and markers.
struct XDFSink: ExportSink {
  private let writer: XDFWriter
  private let names: ExportNames

  init(names: ExportNames, facts: RecordingFacts, replacing: Bool) throws {
    self.names = names
    writer = try XDFWriter(
      path: "\(names.stem).xdf", tables: names.tables, facts: facts, replacing: replacing)
  }

  mutating func write(_ row: SampledRow, table: Int) throws {
    try writer.write(row, table: table)
  }

  mutating func finish() throws -> [ExportedFile] {
    try writer.finish()
    return names.tables.map { ExportedFile($0, path: "\(names.stem).xdf") }
  }
}

/// CSV with a JSON sheet beside each table, and the events as a table of their own.
struct CSVSink: ExportSink {
  private let writers: [CSVWriter]
  private let names: ExportNames
  private let facts: RecordingFacts

  init(names: ExportNames, facts: RecordingFacts, replacing: Bool) throws {
    self.names = names
    self.facts = facts
    writers = try names.tables.indices.map { index in
      try CSVWriter(
        path: names.path(index, "csv"), table: names.tables[index], replacing: replacing)
    }
  }

  mutating func write(_ row: SampledRow, table: Int) throws { try writers[table].write(row) }

  mutating func finish() throws -> [ExportedFile] {
    var files: [ExportedFile] = []
    for (index, table) in names.tables.enumerated() {
      try writers[index].finish()
      files.append(ExportedFile(table, path: names.path(index, "csv")))
      let sheet = names.path(index, "json")
      try AtomicFile.write(Array((table.sheet(facts).text + "\n").utf8), to: sheet, mode: 0o640)
      files.append(ExportedFile(path: sheet))
    }
    if !facts.notes.isEmpty {
      let path = "\(names.stem)-events.csv"
      try AtomicFile.write(Array(NotesTrack(facts.notes).csv.utf8), to: path, mode: 0o640)
      files.append(ExportedFile(path: path))
    }
    return files
  }
}

extension ExportedFile {
  init(_ table: SampledTable, path: String) {
    self.init(
      path: path, table: table.name, channels: table.channels.count, rows: table.rows,
      rateHz: table.clock.rateHz)
  }
}
