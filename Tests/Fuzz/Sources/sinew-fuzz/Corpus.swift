internal import Foundation
internal import SinewRecording

/// The inputs a target starts from: those kept for it, and what the project has anyway - recordings
/// of each device family, exercises, the commented configuration.
struct Corpus {
  /// Bytes taken of each file: more only slows the search down.
  private static let longest = 4096
  private(set) var files: [(name: String, bytes: [UInt8])] = []

  /// - Parameter root: the checkout.
  init(of target: String, root: String) {
    add(folder: "\(root)/Tests/Fuzz/corpus/\(target)")
    let recordings = "\(root)/Tests/SinewDevicesTests/Recordings"
    switch target {
    case "session": add(folder: recordings)
    case "exercise": add(folder: "\(root)/Sources/SinewCoaching/Exercises")
    case "edf", "xdf": add(folder: "\(root)/Tests/Fuzz/corpus/table")
    case "configuration": add(path: "\(root)/Docs/sinew.yaml")
    default: add(recordings: recordings, of: target)
    }
  }

  private mutating func add(folder: String) {
    for name in Self.names(folder) { add(path: "\(folder)/\(name)") }
  }

  private mutating func add(path: String) {
    guard let bytes = FileManager.default.contents(atPath: path) else { return }
    files.append((path, Array(bytes.prefix(Self.longest))))
  }

  /// The bytes that came from a device of the family.
  private mutating func add(recordings folder: String, of family: String) {
    for name in Self.names(folder) where name.hasPrefix(family) {
      guard var reader = try? SessionReader(path: "\(folder)/\(name)") else { continue }
      var heard: [UInt8] = []
      while heard.count < Self.longest, let line = try? reader.next() {
        if case .received(_, let bytes) = line { heard += bytes }
      }
      if !heard.isEmpty { files.append((name, Array(heard.prefix(Self.longest)))) }
    }
  }

  private static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
