import Foundation
import SinewSignal

@testable import SinewEngine

/// The development recordings of motion sensors, read where they lie; they are not part of the
/// project.
struct MotionRecordings {
  struct Phase: Decodable {
    var start_s: Double
    var turn_s: Double
    var end_s: Double
  }

  struct Entry: Decodable {
    var file: String
    var modality: String
    var participant: String?
    var exercise: String?
    var reps_nominal: Int?
    var reps_seen: Int?
    var scoreable: Bool?
    var rep_phases: [Phase]?

    var truth: Int? { reps_seen ?? reps_nominal }

    var group: String {
      exercise == "rest" ? "rest" : String(file.split(separator: "/").first ?? "")
    }

    /// What the catalogue would say of the exercise.
    var motion: ExerciseMotion {
      switch exercise {
      case "bench", "squat": ExerciseMotion(firstDirection: .down)
      case "ohp", "dead", "row", "biceps_curl", "ROW", "ABD", "FEL":
        ExerciseMotion(firstDirection: .up)
      default: .unknown
      }
    }
  }

  private struct Manifest: Decodable { var recordings: [Entry] }

  /// `SINEW_DATASETS`, or beside the checkout.
  static var folder: URL {
    let path = ProcessInfo.processInfo.environment["SINEW_DATASETS"] ?? "../shared/datasets"
    return URL(filePath: path, directoryHint: .isDirectory)
  }

  static var areHere: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "manifest.json").path)
  }

  /// The motion recordings with a count to compare with.
  static func scoreable() throws -> [Entry] {
    let data = try Data(contentsOf: folder.appending(path: "manifest.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).recordings
      .filter { $0.modality == "imu" && $0.scoreable == true && $0.truth != nil }
  }

  /// Samples of a table `t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps` with empty fields.
  static func samples(_ entry: Entry) throws -> [MotionSample] {
    let bytes = try inflate(folder.appending(path: entry.file))
    var samples: [MotionSample] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { Double(String(decoding: $0, as: UTF8.self)) ?? .nan }
      guard fields.count >= 7 else { continue }
      samples.append(
        MotionSample(
          time: MonotonicTime(seconds: fields[0]),
          acceleration: SIMD3(Float(fields[1]), Float(fields[2]), Float(fields[3])),
          rotation: SIMD3(Float(fields[4]), Float(fields[5]), Float(fields[6]))))
    }
    return samples
  }

  private static func inflate(_ file: URL) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
