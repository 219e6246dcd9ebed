import CZlib
import Glibc
import SinewRecording

/// A folder of its own for one test, removed with it.
final class Scratch {
  let folder: String

  init() {
    folder = "/tmp/sinew-recording-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    _ = unsafe mkdir(folder, 0o700)
  }

  deinit {
    for name in names { _ = unsafe unlink("\(folder)/\(name)") }
    _ = unsafe rmdir(folder)
  }

  private var names: [String] = []

  /// A path in the folder.
  func path(_ name: String) -> String {
    names.append(name)
    return "\(folder)/\(name)"
  }

  /// A file with this content.
  func file(_ name: String, _ bytes: [UInt8]) -> String {
    let path = path(name)
    let raw = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let count = unsafe bytes.withUnsafeBytes { unsafe write(raw, $0.baseAddress, $0.count) }
    _ = close(raw)
    precondition(count == bytes.count)
    return path
  }

  func file(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }

  /// A gzip file with this content.
  func gzip(_ name: String, _ text: String) -> String {
    let path = path(name)
    let target = unsafe gzopen(path, "wb")
    var text = Array(text.utf8)
    _ = unsafe text.withUnsafeMutableBytes {
      unsafe gzwrite(target, $0.baseAddress, UInt32($0.count))
    }
    _ = unsafe gzclose(target)
    return path
  }

  /// The bytes of a file, up to 4 MiB.
  func contents(_ path: String) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4 << 20)
    let raw = unsafe open(path, O_RDONLY)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(raw, $0.baseAddress, $0.count) }
    _ = close(raw)
    return Array(bytes.prefix(max(0, count)))
  }

  func text(_ path: String) -> String { String(decoding: contents(path), as: UTF8.self) }
}

/// SplitMix64: the same draws in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Every row of a table.
func rows(
  _ path: String, _ selection: CSVSelection = .firstData
) throws(RecordingError) -> [(seconds: Double, values: [Float])] {
  var reader = try CSVReader(path: path, selecting: selection)
  var row = CSVRow()
  var rows: [(Double, [Float])] = []
  while try reader.next(&row) { rows.append((row.seconds, row.values)) }
  return rows
}

/// The error a closure throws, nil when it throws none.
func recordingError(_ body: () throws(RecordingError) -> Void) -> RecordingError? {
  do throws(RecordingError) {
    try body()
    return nil
  } catch {
    return error
  }
}

/// Every line of a session behind its header.
func sessionLines(_ path: String) throws(RecordingError) -> [SessionLine] {
  var reader = try SessionReader(path: path)
  var lines: [SessionLine] = []
  while let line = try reader.next() { lines.append(line) }
  return lines
}
