import SinewRecording

/// Rows of one recording, which can be gone over as often as a format needs.
protocol ExportSource: AnyObject {
  /// The tables, surveyed.
  var tables: [SampledTable] { get }
  var facts: RecordingFacts { get }
  /// What the person should know about the recording; sentences.
  var remarks: [String] { get }
  /// Goes over all rows in the order of the file; `body` gets the table's index too.
  func play(
    _ body: (Int, SampledRow) throws -> Void, progress: (Double) -> Void
  ) throws
}

/// Why nothing was exported; a sentence.
struct ExportProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What the command line says beside the files.
struct ExportChoices {
  /// What EMG channels lie on, by number from 1: over what the recording says.
  var channels: [Int: (muscle: String, side: String?)] = [:]
  /// Where an IMU sat.
  var place: String?
  /// Seconds of the recording that are wanted.
  var window: ClosedRange<Double>?
  /// UTC at second 0, where the recording was made before the machine knew the time.
  var startUTC: Double?

  /// Reads `1=biceps.left`.
  mutating func add(channel word: String) throws {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let number = Int(parts[0]), number > 0,
      let place = Self.place(parts[1])
    else { throw ExportProblem("--channel takes NUMBER=MUSCLE[.left|.right], not '\(word)'") }
    channels[number] = place
  }

  /// `biceps.left` as muscle and side; nil where it is neither.
  static func place(_ text: String) -> (muscle: String, side: String?)? {
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    guard let muscle = parts.first, AnalysisInput.isIdentifier(muscle) else { return nil }
    guard parts.count == 2 else { return (muscle, nil) }
    return ["left", "right"].contains(parts[1]) ? (muscle, parts[1]) : nil
  }

  func contains(_ seconds: Double) -> Bool { window?.contains(seconds) ?? true }
}
