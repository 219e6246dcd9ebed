internal import SinewSignal

/// Writes a table as the CSV that `CSVReader` reads: `t_s` and one column a channel with its unit in
/// its name. What CSV can't say of itself stands beside it as JSON (`TableSheet`).
package final class CSVWriter {
  private let sink: ByteSink
  private let channels: Int
  private var line: [UInt8] = []

  /// Makes the file and writes the names of its columns.
  package init(
    path: String, table: SampledTable, replacing: Bool = false
  ) throws(RecordingError) {
    channels = table.channels.count
    sink = try ByteSink(path: path, replacing: replacing)
    try sink.append(([CSVReader.timeColumn] + Self.columns(table)).joined(separator: ",") + "\n")
  }

  /// Takes the next row.
  package func write(_ row: SampledRow) throws(RecordingError) {
    line.removeAll(keepingCapacity: true)
    append(nanoseconds: (row.seconds * 1e9).rounded())
    for channel in 0..<channels {
      line.append(UInt8(ascii: ","))
      guard channel < row.values.count, row.values[channel].isFinite else { continue }
      line.append(contentsOf: SessionFormat.number(row.values[channel]).utf8)
    }
    line.append(0x0A)
    try sink.append(line)
  }

  /// Writes the rest.
  package func finish() throws(RecordingError) { try sink.finish() }

  /// Seconds with nine decimals.
  private func append(nanoseconds: Double) {
    let whole = abs(nanoseconds) < 9e18 ? Int64(nanoseconds) : 0
    if whole < 0 { line.append(UInt8(ascii: "-")) }
    line.append(contentsOf: "\(whole.magnitude / 1_000_000_000).".utf8)
    line.append(
      contentsOf: String(1_000_000_000 + whole.magnitude % 1_000_000_000).utf8.dropFirst())
  }

  /// `biceps_left_uV`, `ch2_uV`, `ax_g`: each once.
  package static func columns(_ table: SampledTable) -> [String] {
    var taken: Set<String> = []
    return table.channels.map { channel in
      let unit = suffix(channel)
      var stem = stem(channel, table.kind)
      if stem.hasSuffix(unit) { stem.removeLast(unit.count) }
      if table.kind == .envelope, !stem.hasSuffix("_rms"), !stem.hasSuffix("_env") {
        stem += "_env"
      }
      stem = String(stem.map { ",\"\n\r ".contains($0) ? "_" : $0 })
      var name = stem + unit
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(stem)_\(number)\(unit)"
        number += 1
      }
      return name
    }
  }

  /// The muscle of an EMG channel; `ax` and `gx` of a motion sensor's axes, wherever it sits.
  private static func stem(_ channel: SampledTable.Channel, _ kind: StreamKind) -> String {
    if kind == .emg || kind == .envelope, let muscle = channel.muscle {
      return [muscle, channel.side].compactMap(\.self).joined(separator: "_")
    }
    guard ["x", "y", "z"].contains(channel.name) else { return channel.name }
    switch channel.unit {
    case .gravities: return "a\(channel.name)"
    case .degreesPerSecond: return "g\(channel.name)"
    default: return channel.name
    }
  }

  private static func suffix(_ channel: SampledTable.Channel) -> String {
    switch channel.unit {
    case .microvolts: "_uV"
    case .gravities: "_g"
    case .degreesPerSecond: "_dps"
    case .counts: "_counts"
    case .degrees: "_deg"
    case .celsius: "_degC"
    case .quaternion, .unitless: ""
    }
  }
}
