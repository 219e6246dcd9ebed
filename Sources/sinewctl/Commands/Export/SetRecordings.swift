import FoundationEssentials
import SinewFeedback
import SinewRecording

/// The recordings of the daemon's state directory.
struct SetRecordings {
  let folder: String

  /// Those that were made at the set's station while it lasted, oldest first.
  func covering(_ set: JSONValue) throws -> [String] {
    guard let started = set["started"]?.number else { return [] }
    let ended = set["ended"]?.number ?? started
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw ExportProblem("\(folder) can't be read; try again with sudo, or with --recordings")
    }
    let station = set["station"]?.string
    return names.sorted().filter { $0.hasSuffix(".session") }.map { "\(folder)/\($0)" }
      .filter { file in
        guard let header = try? SessionReader(path: file).header,
          let start = RecordingStart.utc(of: header), start <= ended,
          station == nil || header["station"] == nil || header["station"] == station
        else { return false }
        return Self.end(file).map { $0 + 2 >= started } ?? true
      }
  }

  /// When the file was written last, seconds of UTC.
  private static func end(_ file: String) -> Double? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    return (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970
  }
}

/// When second 0 of a recording was.
enum RecordingStart {
  static func utc(of header: SessionHeader) -> Double? {
    header["recorded"].flatMap { CivilTime.seconds(ofISO: $0) }
  }

  static func utc(of file: String) throws -> Double? {
    guard try SampleFormat(path: file) == .session else {
      return try openTable(path: file, selecting: .all).startUTC
    }
    return try utc(of: SessionReader(path: file).header)
  }
}
