import Foundation
import Testing

/// Bytes that no client should send.
private struct Nonsense {
  let what: String
  let bytes: [UInt8]
  let code: String

  static let all = [
    Nonsense(what: "words", bytes: Array("hello there\n".utf8), code: "not_json"),
    Nonsense(
      what: "half an object", bytes: Array(#"{"subscribe":["rep"]"#.utf8) + [10], code: "not_json"),
    Nonsense(what: "an empty line, then words", bytes: [10, 10, 0x78, 10], code: "not_json"),
    Nonsense(what: "a list", bytes: Array("[1,2]\n".utf8), code: "bad_request"),
    Nonsense(
      what: "brackets without end", bytes: [UInt8](repeating: 0x5B, count: 30_000) + [10],
      code: "not_json"),
    Nonsense(
      what: "no UTF-8",
      bytes: Array(#"{"subscribe":[""#.utf8) + [0xC3, 0x28, 0xFF]
        + Array(#""]}"#.utf8) + [10], code: "not_utf8"),
    Nonsense(
      what: "70 KB without an end", bytes: [UInt8](repeating: 0x61, count: 70_000),
      code: "too_long"),
    Nonsense(
      what: "a line of 70 KB",
      bytes: Array(#"{"subscribe":["rep"],"pad":""#.utf8) + [UInt8](repeating: 0x61, count: 70_000)
        + Array("\"}\n".utf8), code: "too_long"),
  ]
}

/// A line that can't be used gets one `error`, and its sender alone is let go.
@Suite(.roomForFew) struct MalformedLineTests {
  @Test func onTheFeedbackSocketOneErrorComesAndTheConnectionCloses() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let other = try gym.listen()
    _ = try await other.next("activation")
    for nonsense in Nonsense.all {
      let screen = try gym.listen()
      screen.socket.send(nonsense.bytes)
      try await screen.end()
      let errors = screen.messages.filter { $0.kind == "error" }
      #expect(errors.map { $0.text("code") } == [nonsense.code], "\(nonsense.what)")
      #expect(screen.messages.last?.kind == "error", "\(nonsense.what)")
    }
    try await expectUndisturbed(other)
  }

  @Test func onTheControlSocketOneErrorComesAndTheConnectionCloses() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let other = try gym.ask()
    for nonsense in Nonsense.all where nonsense.code != "bad_request" {
      let coach = try gym.ask()
      coach.socket.send(nonsense.bytes)
      let answer = try await coach.answer()
      #expect(answer.object("error")?.text("code") == nonsense.code, "\(nonsense.what)")
      #expect(answer.has("id") && answer.int("id") == nil, "\(nonsense.what)")
      try await eventually("the end") {
        coach.socket.read()
        return coach.socket.isEnded
      }
      #expect(coach.socket.lines.count == 1, "\(nonsense.what)")
    }
    #expect(try await other.ok("status").text("version") != nil)
  }

  @Test func binaryGarbageHarmsNobody() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let other = try gym.listen()
    _ = try await other.next("activation")
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
      let screen = try gym.listen()
      let coach = try gym.ask()
      screen.socket.send(bytes)
      coach.socket.send(bytes)
      try await screen.end()
      try await eventually("the end") {
        coach.socket.read()
        return coach.socket.isEnded
      }
      #expect(screen.messages.filter { $0.kind == "error" }.count == 1)
      // Chance may write a line such as `7`, which is JSON and no request.
      let answers = coach.socket.lines.compactMap(Message.init(line:))
      #expect(!answers.isEmpty && answers.allSatisfy { $0.has("error") })
    }
    try await expectUndisturbed(other)
  }

  @Test func aLineOfNearly64KiBIsTaken() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    let pad = String(repeating: "x", count: 65_000)
    let answer = try await screen.subscribe(#"{"subscribe":["rep"],"pad":"\#(pad)"}"#)
    #expect(answer.texts("subscribe") == ["rep"])
  }

  @Test func aClientThatDiesInMidLineHarmsNobody() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let other = try gym.listen()
    _ = try await other.next("activation")
    for _ in 0..<10 {
      let screen = try gym.listen()
      screen.socket.send(Array(#"{"subscribe":["re"#.utf8))
      screen.socket.hangUp()
      let coach = try gym.ask()
      coach.socket.send(Array(#"{"id":1,"request":"sta"#.utf8))
      coach.socket.hangUp()
    }
    try await expectUndisturbed(other)
    let coach = try gym.ask()
    #expect(try await coach.ok("status").int("listeners") == 1)
  }

  /// It goes on to get every message.
  private func expectUndisturbed(_ listener: Listener) async throws {
    for _ in 0..<10 { _ = try await listener.next("activation") }
    let numbers = listener.messages.filter { $0.kind == "activation" }.map(\.seq)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
    #expect(!listener.messages.contains { $0.kind == "missed" || $0.kind == "error" })
    #expect(listener.broken.isEmpty)
  }
}
