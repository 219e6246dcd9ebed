internal import SinewCoaching
internal import SinewDaemon
internal import SinewRecording
internal import SinewSignal

private let lineEnd = UInt8(ascii: "\n")

/// A `.session` file: reading ends, and lines that were read are written and read back the same.
func checkSession(_ bytes: [UInt8]) throws {
  guard var reader = try? SessionReader(path: NamelessFile.input.holding(bytes)) else { return }
  var lines: [SessionLine] = []
  var faults = 0
  let isPlain = bytes.first != 0x1F
  let most = isPlain ? bytes.count { $0 == lineEnd } + 1 : 100_000
  while true {
    try PropertyFault.unless(lines.count + faults <= most, "more lines than the file has")
    do {
      guard let line = try reader.next() else { break }
      lines.append(line)
    } catch {
      faults += 1
    }
  }
  let path = NamelessFile.output.holding([])
  var writer = try SessionWriter(path: path, header: reader.header, replacing: true)
  for line in lines { try writer.write(line) }
  try writer.flush()
  var again = try SessionReader(path: path)
  try PropertyFault.unless(again.header == reader.header, "the header changes in writing")
  for line in lines {
    guard let read = try again.next() else { throw PropertyFault("lines are lost in writing") }
    try PropertyFault.unless(isSame(read, line), "\(line) reads back as \(read)")
  }
}

/// Equal, where not-a-number equals itself; a comment may lose what a line can't hold.
private func isSame(_ one: SessionLine, _ other: SessionLine) -> Bool {
  switch (one, other) {
  case (.expected(let one), .expected(let other)):
    one.stream == other.stream && one.counter == other.counter
      && one.values.map(\.bitPattern) == other.values.map(\.bitPattern)
  case (.comment, .comment): true
  default: one == other
  }
}

/// A table: reading ends, rows have all their values, time never goes backwards.
func checkTable(_ bytes: [UInt8]) throws {
  let path = NamelessFile.input.holding(bytes)
  for selection in [CSVSelection.all, .firstData, .motion, .named("emg_uV")] {
    guard var reader = try? CSVReader(path: path, selecting: selection) else { continue }
    _ = reader.stream(name: "table")
    var row = CSVRow()
    var before = -Double.infinity
    var rows = 0
    while (try? reader.next(&row)) == true {
      rows += 1
      try PropertyFault.unless(rows <= 1_000_000, "rows without end")
      try PropertyFault.unless(row.values.count == reader.columns.count, "a row lacks values")
      try PropertyFault.unless(row.values.allSatisfy { !$0.isInfinite }, "an infinite value")
      try PropertyFault.unless(row.seconds.isFinite && row.seconds >= before, "time runs backwards")
      before = row.seconds
    }
  }
}

/// An exercise of the house: read or refused, never half taken over.
func checkExercise(_ bytes: [UInt8]) throws {
  var catalogue = Catalogue()
  do {
    try catalogue.add(String(decoding: bytes, as: UTF8.self), file: "fuzz.yaml")
  } catch {
    try PropertyFault.unless(catalogue.ids.isEmpty, "a refused exercise was taken over")
    try PropertyFault.unless(!error.message.isEmpty, "refused without a word")
  }
}

/// The daemon's configuration.
func checkConfiguration(_ bytes: [UInt8]) throws {
  do {
    let configuration = try Configuration.read(path: NamelessFile.input.holding(bytes))
    let names = configuration.stations.map(\.name)
    try PropertyFault.unless(Set(names).count == names.count, "two stations of one name")
  } catch let error as DaemonError {
    try PropertyFault.unless(!error.description.isEmpty, "refused without a word")
  }
}
