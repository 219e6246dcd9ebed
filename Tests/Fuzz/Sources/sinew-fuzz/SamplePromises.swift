internal import SinewRecording
internal import SinewSignal

/// An EDF, BDF or XDF file of somebody: reading ends, rows have all their values, a refusal names the
/// place; and what was read can be written in either format.
func checkSampleFile(_ bytes: [UInt8]) throws {
  let path = NamelessFile.input.holding(bytes)
  for selection in [CSVSelection.all, .firstData, .motion, .named("EMG biceps L")] {
    let table: any SampleTable
    do {
      table = try openTable(path: path, selecting: selection)
    } catch {
      try checkRefusal(error)
      continue
    }
    let rows = try readRows(table)
    if selection == .all { try writeBack(rows, columns: table.columns) }
  }
}

private func checkRefusal(_ error: RecordingError) throws {
  try PropertyFault.unless(!error.description.isEmpty, "refused without a word")
  try PropertyFault.unless(!error.description.contains("\n"), "more than one line of refusal")
}

private func readRows(_ table: any SampleTable) throws -> [CSVRow] {
  var row = CSVRow()
  var kept: [CSVRow] = []
  var rows = 0
  while rows < 1_000_000 {
    do {
      guard try table.next(&row) else { break }
    } catch {
      try checkRefusal(error)
      break
    }
    rows += 1
    try PropertyFault.unless(row.values.count == table.columns.count, "a row lacks values")
    try PropertyFault.unless(row.values.allSatisfy { !$0.isInfinite }, "an infinite value")
    try PropertyFault.unless(row.seconds.isFinite, "a row without a time")
    if kept.count < 2000 { kept.append(row) }
  }
  return kept
}

/// Values and times that somebody's file holds make no writer stumble.
private func writeBack(_ rows: [CSVRow], columns: [CSVColumn]) throws {
  guard !rows.isEmpty else { return }
  var table = SampledTable(
    name: "read", kind: .auxiliary,
    channels: columns.map { SampledTable.Channel($0.name, $0.unit) })
  let sampled = rows.map { row in
    var made = SampledRow()
    made.seconds = row.seconds
    made.values = row.values
    return made
  }
  var survey = TableSurvey(table)
  for row in sampled { survey.add(row) }
  table = survey.described(table)
  var facts = RecordingFacts()
  facts.notes = [TimedNote(onset: 0, duration: 1, kind: "mark", text: columns[0].name)]
  let path = NamelessFile.output.holding([])
  for format in [EDFFormat.edf, .bdf] {
    do {
      let writer = try EDFWriter(
        path: path, format: format, table: table, facts: facts, replacing: true)
      for row in sampled { try writer.write(row) }
      _ = try writer.finish()
    } catch {
      try checkRefusal(error)
      continue
    }
    do {
      let again = try openTable(path: path, selecting: .all)
      var row = CSVRow()
      while try again.next(&row) {}
    } catch {
      throw PropertyFault("what was written is refused: \(error.description)")
    }
  }
  let writer = try XDFWriter(path: path, tables: [table], facts: facts, replacing: true)
  for row in sampled { try writer.write(row, table: 0) }
  try writer.finish()
}
