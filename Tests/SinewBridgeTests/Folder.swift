import Foundation

/// A folder for one test, gone with it.
final class Folder {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("sinew-bridge-\(UUID().uuidString)").path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var segments: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(".seg") }.sorted().map { "\(path)/\($0)" }
  }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Lines that are told apart by their number.
func lines(_ range: Range<Int>) -> [[UInt8]] {
  range.map { bytes(#"{"kind":"rep","seq":\#($0),"station":"rack-1","rep":\#($0)}"#) }
}
