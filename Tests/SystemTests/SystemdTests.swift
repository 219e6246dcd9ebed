import Foundation
import Glibc
import Testing

/// What systemd hands over and wants to hear.
@Suite(.roomForFew) struct SystemdTests {
  @Test(arguments: [["feedback", "control"], ["control", "feedback"]])
  func inheritedSocketsAreServedByTheirNames(names: [String]) async throws {
    let gym = try Gym()
    try gym.furnishStations()
    let paths = ["feedback": "\(gym.folder)/f", "control": "\(gym.folder)/c"]
    let sockets = try names.map { try ListeningSocket(path: paths[$0] ?? "") }
    // Whoever connects before the start is served after it.
    let early = try Listener(path: "\(gym.folder)/f")
    let readiness = try Readiness(path: "\(gym.folder)/notify")
    gym.adopt(
      try Program(
        ["/bin/sh", "-c", #"LISTEN_PID=$$ exec "$0" "$@""#] + gym.words(),
        environment: [
          "LISTEN_FDS": "2", "LISTEN_FDNAMES": names.joined(separator: ":"),
          "NOTIFY_SOCKET": readiness.path,
        ],
        descriptors: sockets.map(\.descriptor), output: "\(gym.folder)/output"))
    #expect(try await early.presentState().map(\.station) == ["rack-1", "rack-2"])
    let coach = try Asker(path: "\(gym.folder)/c")
    #expect(try await coach.ok("stations").list("stations").count == 2)
    #expect(!FileManager.default.fileExists(atPath: gym.feedbackPath))
    #expect(!FileManager.default.fileExists(atPath: gym.controlPath))
    try await eventually("READY=1") { readiness.heard().contains("READY=1") }
    gym.daemon?.signal(SIGTERM)
    #expect(try await gym.daemon?.end() == 0)
    // They belong to systemd and stay.
    #expect(FileManager.default.fileExists(atPath: "\(gym.folder)/f"))
    #expect(FileManager.default.fileExists(atPath: "\(gym.folder)/c"))
  }

  @Test func socketsForAnotherProcessAreNotTaken() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    let sockets = try ["f", "c"].map { try ListeningSocket(path: "\(gym.folder)/\($0)") }
    gym.adopt(
      try Program(
        gym.words(),
        environment: [
          "LISTEN_FDS": "2", "LISTEN_FDNAMES": "feedback:control", "LISTEN_PID": "1",
        ], descriptors: sockets.map(\.descriptor), output: "\(gym.folder)/output"))
    try await gym.listening()
    #expect(try await gym.ask().ok("stations").list("stations").count == 2)
  }

  @Test func itSaysWhenItIsReadyAndWhenItStops() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    let readiness = try Readiness(path: "\(gym.folder)/notify")
    gym.adopt(
      try Program(
        gym.words(), environment: ["NOTIFY_SOCKET": readiness.path],
        output: "\(gym.folder)/output"))
    try await eventually("READY=1") { readiness.heard() == ["READY=1"] }
    // Ready means that both sockets are served and both signals are heard.
    _ = try await gym.listen().presentState()
    gym.daemon?.signal(SIGHUP)
    gym.daemon?.signal(SIGTERM)
    #expect(try await gym.daemon?.end() == 0)
    #expect(readiness.heard() == ["READY=1", "STOPPING=1"])
  }
}
