import SinewRecording
import SinewSignal

/// A table of samples as a sensor would have sent it: a board that prints numbers.
struct ReplayedTable {
  /// The sensor's `settings` in the daemon's words.
  let settings: String
  private let folder: TemporaryFolder
  let session: String

  /// Writes the rows as a recording of `generic-lines`; columns are those of the first stream that
  /// fits the daemon: a motion sensor's six or three, else all EMG columns, at most 11.
  init(path: String) throws {
    folder = try TemporaryFolder()
    session = folder.file("table.session")
    let table = try Self.open(path)
    let profile = table.stream(name: "table")
    let columns = table.columns.prefix(Frame.capacity - 1)
    let words = columns.enumerated().map { index, column in
      "{name: c\(index), unit: \(column.unit.rawValue)}"
    }
    settings =
      "lines: {kind: \(profile.kind.rawValue), columns: [us, "
      + words.joined(separator: ", ") + "]}"
    var writer = try SessionWriter(
      path: session, header: SessionHeader(["device": "generic-lines"]))
    var row = CSVRow()
    var zero: Double?
    // A slot without a sample repeats the one before: lines have no empty slots.
    var values = [Float](repeating: .nan, count: columns.count)
    while try table.next(&row) {
      let seconds = row.seconds - (zero ?? row.seconds)
      zero = zero ?? row.seconds
      for index in values.indices where row.values[index].isFinite {
        values[index] = row.values[index]
      }
      guard seconds >= 0, values.allSatisfy({ $0.isFinite }) else { continue }
      let micros = UInt64(seconds * 1e6) & 0xFFFF_FFFF
      let text = "\(micros)," + values.map { "\($0)" }.joined(separator: ",") + "\n"
      try writer.write(
        .received(at: MonotonicTime(seconds: seconds), bytes: Array(text.utf8)))
    }
    try writer.finish()
  }

  /// A motion sensor where the file has one and no muscle's signal before it.
  private static func open(_ path: String) throws -> any SampleTable {
    let all = try openTable(path: path, selecting: .all)
    let isMuscle = all.columns.contains { $0.kind == .emg || $0.kind == .envelope }
    guard !isMuscle, let motion = try? openTable(path: path, selecting: .motion) else {
      return all
    }
    return motion
  }
}
