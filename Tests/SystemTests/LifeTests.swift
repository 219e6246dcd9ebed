import Foundation
import Glibc
import Testing

/// How the daemon begins and ends.
@Suite(.roomForFew) struct LifeTests {
  @Test func aServedSocketIsNotTakenOver() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    let second = try await gym.run(gym.words())
    #expect(second.code == 2)
    #expect(second.output.contains(gym.feedbackPath), "\(second.output)")
    #expect(second.output.contains("another daemon is listening there"), "\(second.output)")
    // Only the control socket is contested: the other must not be left behind.
    var words = try gym.words()
    let other = "\(gym.folder)/other.sock"
    words = words.map { $0 == gym.feedbackPath ? other : $0 }
    let third = try await gym.run(words)
    #expect(third.code == 2)
    #expect(third.output.contains(gym.controlPath), "\(third.output)")
    #expect(!FileManager.default.fileExists(atPath: other))
    let coach = try gym.ask()
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    _ = try await screen.next("set.started")
  }

  @Test func somethingElseAtTheSocketsPathIsLeftAlone() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try gym.write("precious", to: "feedback.sock")
    let started = try await gym.run(gym.words())
    #expect(started.code == 2)
    #expect(started.output.contains(gym.feedbackPath), "\(started.output)")
    #expect(try String(contentsOfFile: gym.feedbackPath, encoding: .utf8) == "precious")
  }

  @Test func aStateFolderThatCanNotBeMadeIsTold() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try gym.write("a file", to: "state")
    let started = try await gym.run(gym.words())
    #expect(started.code == 2)
    #expect(started.output.contains(gym.statePath), "\(started.output)")
    #expect(started.output.contains("--state-directory"), "\(started.output)")
  }

  @Test func socketsAreForTheOwnerAndTheGroupAlone() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    for path in [gym.feedbackPath, gym.controlPath] {
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect((mode as? NSNumber)?.intValue == 0o660)
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalDrainsAndEndsIt(number: CInt) async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    let idle = try gym.listen()
    let coach = try gym.ask()
    _ = try await screen.next("activation")
    let set = try await coach.ok("set.start", #""station":"rack-1""#).int("set")
    let file = try #require(try await coach.ok("record.start", #""device":"box""#).text("file"))
    try await coach.frames(of: "box", more: 100)
    gym.daemon?.signal(number)
    let ended = try await screen.next("set.ended")
    #expect(ended.set == set)
    #expect(ended.text("why") == "restart")
    try await screen.end()
    try await idle.end()
    #expect(try await gym.daemon?.end() == 0)
    #expect(!FileManager.default.fileExists(atPath: gym.feedbackPath))
    #expect(!FileManager.default.fileExists(atPath: gym.controlPath))
    #expect(try Session(path: file).received.reduce(0) { $0 + $1.bytes.count } > 33 * 50)
    #expect(screen.broken.isEmpty)
    #expect(!gym.output.contains("error"), "\(gym.output)")
  }

  @Test func aListenerThatDoesNotReadDelaysNoEnd() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let stuck = try gym.listen()
    let coach = try gym.ask()
    for _ in 0..<600 { _ = try await coach.ok("set.start", #""station":"rack-1""#) }
    gym.daemon?.signal(SIGTERM)
    #expect(try await gym.daemon?.end() == 0)
    try await stuck.end()
    #expect(stuck.messages.contains { $0.kind == "set.started" })
  }

  @Test func setNumbersNeverComeBackAfterACrash() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    var last = 0
    var boots: Set<String> = []
    for _ in 0..<3 {
      try await gym.start()
      let screen = try gym.listen()
      boots.insert(try #require(try await screen.next("hello").text("boot")))
      #expect(try await screen.presentState().allSatisfy { $0.kind != "set.started" })
      let coach = try gym.ask()
      for _ in 0..<3 {
        let answer = try await coach.ok("set.start", #""station":"rack-1""#)
        let set = try #require(answer.int("set"))
        #expect(set > last)
        last = set
      }
      gym.daemon?.signal(SIGKILL)
      #expect(try await gym.daemon?.end() == Int(-SIGKILL))
      // The sockets of the dead lie about and are replaced.
      #expect(FileManager.default.fileExists(atPath: gym.feedbackPath))
    }
    #expect(boots.count == 3)
  }

  @Test func withoutAServiceManagerItRunsAsWell() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    gym.adopt(try Program(gym.words(), output: "\(gym.folder)/output"))
    try await gym.listening()
    #expect(try await gym.listen().presentState().map(\.station) == ["rack-1", "rack-2"])
  }
}
