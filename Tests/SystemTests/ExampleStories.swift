import Foundation
import Glibc
import Testing

/// The examples of Docs/Examples, run as they stand there.
@Suite(.roomForFew) struct ExampleStories {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Docs/Examples").path

  @Test(.enabled("needs python3") { Self.hasPython })
  func aPythonLoopIsASensorThroughAPipe() async throws {
    let gym = try Gym()
    let pipe = "\(gym.folder)/pipe"
    let isMade = unsafe mkfifo(pipe, 0o660) == 0
    #expect(isMade)
    let words = ["/bin/sh", "-c", #"exec python3 -B "$0"/loop_sensor.py > "$1""#]
    let loop = try Program(words + [Self.folder, pipe], output: "\(gym.folder)/loop")
    // The settings that the page of the examples gives.
    try gym.configure(
      """
      stations: {rack-1: {}}
      sensors:
        my-sensor:
          match: {driver: generic-lines, port: "fifo:DIR/pipe"}
          station: rack-1
          settings: {lines: {kind: emg, columns: [us, {name: emg, unit: uV}]}}
          channels: {1: {muscle: biceps, side: left}}

      """)
    try await gym.start()
    let screen = try gym.listen()
    // It works for two seconds with 300 uV and rests for two with 5.
    _ = try await screen.next("work") { level($0) > 100 }
    _ = try await screen.next("rest") { level($0) > 0 && level($0) < 20 }
    let coach = try gym.ask()
    // The clock tells of a rate once it knows one.
    let rate = try await eventually("a rate") { () -> Double? in
      let devices = try await coach.ok("devices").list("devices")
      let rate = devices.first?.list("streams").first?.number("rate_hz") ?? 0
      return rate > 0 ? rate : nil
    }
    #expect(abs(rate - 500) < 5)
    #expect(!loop.hasEnded)
  }

  @Test func thePageShowsTheSettingsThatTheStoryUses() throws {
    let page = try String(contentsOfFile: "\(Self.folder)/README.md", encoding: .utf8)
    #expect(page.contains("columns: [us, {name: emg, unit: uV}]"))
    for file in ["loop_sensor.py", "brainflow_sensor.py", "lsl_sensor.py", "MyoWare/MyoWare.ino"] {
      #expect(page.contains(file))
      #expect(FileManager.default.fileExists(atPath: "\(Self.folder)/\(file)"))
    }
  }

  private func level(_ message: Message) -> Double {
    guard message.kind == "activation" else { return 0 }
    return message.list("muscles").first?.number("level_uv") ?? 0
  }

  private static var hasPython: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/python3")
    }
  }
}
