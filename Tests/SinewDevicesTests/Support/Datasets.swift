import Foundation

/// Development recordings beside the checkout, or in the folder that SINEW_DATASETS names.
enum Datasets {
  static let folder =
    ProcessInfo.processInfo.environment["SINEW_DATASETS"] ?? "../shared/datasets"

  static let arePresent = FileManager.default.fileExists(atPath: folder + "/manifest.json")

  /// The rows of a compressed table, without its header.
  static func rows(_ file: String) throws -> [[String]] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", folder + "/" + file]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }
}
