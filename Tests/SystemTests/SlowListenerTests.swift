import Foundation
import Testing

/// A listener that does not read slows nobody and is told what it missed.
@Suite(.roomForFew) struct SlowListenerTests {
  @Test func levelsAreDroppedFirstAndCounted() async throws {
    let gym = try Gym()
    try gym.furnishBox(activationHz: 125)
    try await gym.start()
    let fast = try gym.listen()
    fast.socket.readAlways()
    let slow = try gym.listen()
    let coach = try gym.ask()
    _ = try await slow.next("activation")
    _ = try await coach.ok("set.start", #""station":"rack-2""#)
    // The socket takes some 300 lines, the queue some 700.
    let before = fast.messages.filter { $0.kind == "activation" }.count
    while fast.messages.filter({ $0.kind == "activation" }).count < before + 1500 {
      _ = try await fast.next("activation")
    }
    _ = try await coach.ok("set.end", #""station":"rack-2""#)
    let mark = try await fast.next("set.ended").seq
    expectNothingMissing(fast)

    let missed = try await slow.next("missed")
    #expect(try #require(missed.int("count")) > 0)
    let byKind = try #require(missed.object("by_kind"))
    #expect(Set(byKind.fields.keys).isSubset(of: ["activation", "signal"]))
    #expect(byKind.int("activation") ?? 0 > 0)
    #expect(
      byKind.fields.keys.reduce(0) { $0 + (byKind.int($1) ?? 0) } == missed.int("count"))
    #expect(slow.messages.contains { $0.kind == "set.started" })
    #expect(slow.messages.contains { $0.kind == "set.ended" && $0.seq == mark })
    _ = try await slow.next("activation")
    #expect(!slow.messages.contains { $0.isState && $0.seq > mark })
    #expect(slow.broken.isEmpty)
  }

  @Test func whoLostMoreThanLevelsIsToldThePresentStateAgain() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let fast = try gym.listen()
    fast.socket.readAlways()
    let slow = try gym.listen()
    _ = try await slow.presentState()
    let coach = try gym.ask()
    var set = 0
    for _ in 0..<1500 {
      set = try await coach.ok("set.start", #""station":"rack-1""#).int("set") ?? 0
      fast.read()
    }
    _ = try await fast.next("the last set") { $0.kind == "set.started" && $0.set == set }
    expectNothingMissing(fast)

    let missed = try await slow.next("missed")
    let byKind = try #require(missed.object("by_kind"))
    #expect(byKind.int("set.ended") ?? 0 > 0)
    let state = try await slow.presentState()
    #expect(state.contains { $0.kind == "set.started" && $0.set == set })
    let told = slow.messages.filter { $0.kind == "set.started" && !$0.isState }.count
    #expect(told + (byKind.int("set.started") ?? 0) == 1500)
    #expect(slow.broken.isEmpty)
  }

  @Test func aHundredListenersHearTheSame() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let listeners = try (0..<100).map { _ in try gym.listen() }
    let coach = try gym.ask()
    for listener in listeners { _ = try await listener.presentState() }
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    let set = try await coach.ok("set.end", #""station":"rack-1""#).int("set")
    var heard: Set<String> = []
    for listener in listeners {
      let ended = try await listener.next("set.ended")
      #expect(ended.set == set)
      heard.insert(ended.description)
      _ = try await listener.next("activation")
    }
    #expect(heard.count == 1)
    #expect(try await coach.ok("status").int("listeners") == 100)
    for listener in listeners[1...] { listener.socket.hangUp() }
    for _ in 0..<5 { _ = try await listeners[0].next("activation") }
    expectNothingMissing(listeners[0])
  }

  @Test func whoComesWhenNoDescriptorIsLeftIsTurnedAwayAndTheRestGoesOn() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    let words = try gym.words()
    gym.adopt(
      try Program(
        ["/bin/sh", "-c", #"ulimit -n 50; exec "$0" "$@""#] + words,
        output: "\(gym.folder)/output"))
    try await gym.listening()
    let coach = try gym.ask()
    let first = try gym.listen()
    _ = try await first.next("activation")
    let crowd = try (0..<60).map { _ in try gym.listen() }
    var welcomed = 0
    for listener in crowd {
      // Each is either welcomed or turned away.
      try await eventually("a word or the end") {
        listener.read()
        return listener.socket.isEnded || !listener.messages.isEmpty
      }
      welcomed += listener.messages.isEmpty ? 0 : 1
    }
    #expect((1..<60).contains(welcomed))
    #expect(try await coach.ok("status").int("listeners") == welcomed + 1)
    for listener in crowd { listener.socket.hangUp() }
    try await eventually("the crowd is gone") {
      try await coach.ok("status").int("listeners") == 1
    }
    let late = try gym.listen()
    _ = try await late.next("activation")
    _ = try await first.next("the present") { $0.seq >= late.messages.last?.seq ?? 0 }
    expectNothingMissing(first)
  }

  /// Every number in turn, but those of lines for one connection alone.
  private func expectNothingMissing(_ listener: Listener) {
    let own: Set<String> = ["hello", "state.end", "subscribed", "heartbeat"]
    let news = listener.messages.filter { !own.contains($0.kind) && !$0.isState }.map(\.seq)
    #expect(zip(news, news.dropFirst()).allSatisfy { $0 + 1 == $1 })
    #expect(!listener.messages.contains { $0.kind == "missed" })
    #expect(listener.broken.isEmpty)
  }
}
