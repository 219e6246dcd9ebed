import SinewFeedback
import SinewPipeline
import SinewRecording
import SinewSignal

/// The tables of one analysis, merged in the order of time.
struct AnalysisInput {
  /// What is wrong with the command line, one sentence.
  struct Problem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  private(set) var tracks: [Analysis.Track] = []
  private var tables: [TableFrames] = []

  init(emg: [String], imu: [String], choices: AnalysisChoices) throws {
    guard emg.count <= Analysis.mostMuscles else {
      throw Problem(
        "\(Analysis.mostMuscles) --emg files can be analysed together, not \(emg.count)")
    }
    guard imu.count <= 1 else { throw Problem("one --imu file can be followed at a time") }
    for word in emg { try addMuscle(word, choices: choices) }
    for word in imu { try addMotion(word) }
    align()
  }

  /// Everything to the end of the last table; `progress` is told the part that is done.
  mutating func feed(_ analysis: Analysis, progress: (Double) -> Void) throws {
    var batch: [Frame] = []
    batch.reserveCapacity(Analysis.batch)
    for index in tables.indices { try tables[index].advance() }
    while let next = tables.indices.filter({ tables[$0].pending != nil }).min(by: {
      tables[$0].nextTime < tables[$1].nextTime
    }) {
      if let frame = tables[next].pending { batch.append(frame) }
      try tables[next].advance()
      if batch.count == Analysis.batch {
        unsafe batch.withUnsafeBufferPointer { unsafe analysis.feed($0) }
        batch.removeAll(keepingCapacity: true)
        progress(tables.map(\.readFraction).min() ?? 1)
      }
    }
    unsafe batch.withUnsafeBufferPointer { unsafe analysis.feed($0) }
  }

  /// Files that say when they were made are put to one clock, that of the earliest.
  private func align() {
    let starts = tables.compactMap(\.startUTC)
    guard starts.count == tables.count, let first = starts.min() else { return }
    for (table, start) in zip(tables, starts) { table.shift = start - first }
  }

  static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
      }
  }

  private mutating func addMuscle(_ word: String, choices: AnalysisChoices) throws {
    let (name, file) = try split(word, option: "--emg", example: "biceps.left=emg.csv.gz")
    let (path, column) = Self.fileAndColumn(file)
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let side = parts.count == 2 ? Side(rawValue: parts[1]) : nil
    guard let muscle = parts.first, Self.isIdentifier(muscle), parts.count == 1 || side != nil
    else {
      throw Problem("--emg names a muscle, with .left or .right where it matters, not '\(name)'")
    }
    let selection = column.map(CSVSelection.named) ?? .firstData
    let rate = try TableFrames.rate(path: path, selecting: selection)
    let table = try TableFrames(path: path, selecting: selection, device: tracks.count)
    let profile = table.profile(name: name, rateHz: rate)
    guard profile.kind == .emg || profile.kind == .envelope else {
      throw Problem("\(path) holds no EMG column (found: \(profile.channels.map(\.name)))")
    }
    tracks.append(
      Analysis.Track(
        profile: profile, role: .muscle(muscle, side: side, reference: choices.mvc[muscle])))
    tables.append(table)
  }

  private mutating func addMotion(_ word: String) throws {
    let (place, file) = try split(word, option: "--imu", example: "forearm=imu.csv.gz")
    guard Self.isIdentifier(place) else {
      throw Problem("--imu names a place such as forearm, not '\(place)'")
    }
    let table = try TableFrames(path: file, selecting: .motion, device: tracks.count)
    tracks.append(
      Analysis.Track(profile: table.profile(name: place, rateHz: nil), role: .motion))
    tables.append(table)
  }

  private func split(
    _ word: String, option: String, example: String
  ) throws -> (name: String, file: String) {
    guard let equals = word.firstIndex(of: "="), equals != word.startIndex,
      word.index(after: equals) != word.endIndex
    else { throw Problem("\(option) takes NAME=FILE, such as \(example), not '\(word)'") }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  /// `FILE:COLUMN`; a colon counts only in the last part of the path.
  private static func fileAndColumn(_ word: String) -> (path: String, column: String?) {
    guard let colon = word.lastIndex(of: ":"), !word[colon...].contains("/"),
      word.index(after: colon) != word.endIndex
    else { return (word, nil) }
    return (String(word[..<colon]), String(word[word.index(after: colon)...]))
  }
}
