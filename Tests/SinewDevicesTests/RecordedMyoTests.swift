import Foundation
import SinewDevices
import SinewSignal
import Testing

/// Notifications of real armbands during reaching, beside the checkout or in the folder that
/// SINEW_DATASETS names.
@Suite(
  .enabled(
    if: RecordedMyo.isHere,
    "the development recordings are not here; SINEW_DATASETS names their folder")
)
struct RecordedMyoTests {
  @Test(arguments: RecordedMyo.files)
  func realNotificationsAreAUnitQuaternionAndAboutOneG(file: String) throws {
    let notifications = try RecordedMyo.notifications(file)
    #expect(notifications.count > 100, "\(file)")
    var driver = ThalmicMyo()
    let result = decode(&driver, notifications.flatMap { notification($0, $1) })
    #expect(result.faultTotal == 0)
    let turned = result.frames(of: 2).map { frame in
      frame.numbers(4).map { $0 * $0 }.reduce(0, +).squareRoot()
    }
    #expect(turned.count > 100 && turned.allSatisfy { abs($0 - 1) < 0.01 })
    let weights = result.frames(of: 1).map { frame in
      frame.numbers(3).map { $0 * $0 }.reduce(0, +).squareRoot()
    }.sorted()
    let usual = try #require(weights.dropFirst(weights.count / 2).first)
    #expect(abs(usual - 1) < 0.1, "\(usual) g")
    // Only one of the four EMG characteristics was logged.
    let muscle = result.frames(of: 0)
    #expect(muscle.count > 50 && Set(muscle.map(\.counter)).count == 2)
  }
}

/// The folder of the recordings, and a file of it as the driver's characteristics.
enum RecordedMyo {
  private static let folder =
    (ProcessInfo.processInfo.environment["SINEW_DATASETS"] ?? "../shared/datasets") + "/myo_reach"

  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix("_ble.csv.gz") }.sorted()

  static var isHere: Bool { !files.isEmpty }

  /// Places of the characteristics in the driver's profile, by the short number in their names.
  private static let places: [Substring: UInt8] = [
    "0402": 2, "0105": 3, "0205": 4, "0305": 5, "0405": 6,
  ]

  static func notifications(_ file: String) throws -> [(UInt8, String)] {
    let unzip = Process()
    let pipe = Pipe()
    unzip.executableURL = URL(filePath: "/usr/bin/env")
    unzip.arguments = ["gzip", "-dc", "\(folder)/\(file)"]
    unzip.standardOutput = pipe
    try unzip.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    unzip.waitUntilExit()
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let columns = line.split(separator: ",")
      guard columns.count == 3, let place = places[columns[1].dropFirst(4).prefix(4)] else {
        return nil
      }
      return (place, String(columns[2]))
    }
  }
}
