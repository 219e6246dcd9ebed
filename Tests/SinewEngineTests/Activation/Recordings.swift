import Foundation

/// Development recordings beside the checkout, or in the folder that SINEW_DATASETS names.
enum Recordings {
  static let folder =
    ProcessInfo.processInfo.environment["SINEW_DATASETS"] ?? "../shared/datasets"

  static let arePresent = FileManager.default.fileExists(atPath: folder + "/manifest.json")

  static let absence = "no recordings in \(folder); set SINEW_DATASETS"

  struct Column {
    var start: Double
    var rateHz: Double
    var values: [Float]
  }

  /// The first value column of a compressed table whose first column is time in seconds.
  static func column(_ file: String) throws -> Column {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", folder + "/" + file]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var times: [Double] = []
    var values: [Float] = []
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", maxSplits: 2)
      guard fields.count >= 2, let time = Double(fields[0]) else { continue }
      times.append(time)
      values.append(Float(fields[1]) ?? .nan)
    }
    let start = times.first ?? 0
    let length = (times.last ?? 1) - start
    return Column(start: start, rateHz: Double(times.count - 1) / length, values: values)
  }

  /// A document of the folder as dictionaries and arrays.
  static func document<Content: Decodable>(_ file: String, as type: Content.Type) throws -> Content
  {
    try JSONDecoder().decode(
      type, from: Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)))
  }
}
