import SinewRecording

/// Several recordings in one file: those of the sensors of a set. Second 0 is that of the first.
final class JoinedSource: ExportSource {
  let tables: [SampledTable]
  let facts: RecordingFacts
  let remarks: [String]
  private let sources: [any ExportSource]
  /// To add to the seconds of each.
  private let shifts: [Double]

  init(_ sources: [any ExportSource]) throws {
    self.sources = sources
    let first = sources.first?.facts ?? RecordingFacts()
    facts = first
    remarks = sources.flatMap(\.remarks)
    tables = sources.flatMap(\.tables)
    shifts = try sources.map { try Self.shift($0.facts, from: first, sources.count) }
  }

  func play(
    _ body: (Int, SampledRow) throws -> Void, progress: (Double) -> Void
  ) throws {
    var before = 0
    for (index, source) in sources.enumerated() {
      let shift = shifts[index]
      try source.play(
        { table, row in
          guard shift != 0 else { return try body(before + table, row) }
          var moved = row
          moved.seconds += shift
          try body(before + table, moved)
        },
        progress: { progress((Double(index) + $0) / Double(self.sources.count)) })
      before += source.tables.count
    }
  }

  private static func shift(
    _ facts: RecordingFacts, from first: RecordingFacts, _ count: Int
  ) throws -> Double {
    guard count > 1 else { return 0 }
    if let here = facts.startMonotonic, let zero = first.startMonotonic { return here - zero }
    if let here = facts.startUTC, let zero = first.startUTC { return here - zero }
    throw ExportProblem(
      "the recordings do not say when they were made: export them one by one")
  }
}
