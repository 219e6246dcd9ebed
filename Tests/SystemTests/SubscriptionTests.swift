import Foundation
import Testing

/// What a screen asks for is what it gets.
@Suite(.roomForFew) struct SubscriptionTests {
  @Test func onlyTheKindsAndStationsAskedForCome() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let all = try gym.listen()
    _ = try await all.next("activation")
    let screen = try gym.listen()
    _ = try await screen.presentState()

    let answer = try await screen.subscribe(
      #"{"subscribe":["set.*","station"],"station":["rack-2"]}"#)
    #expect(
      answer.texts("subscribe") == ["set.ended", "set.revised", "set.started", "station"])
    #expect(answer.texts("station") == ["rack-2"] || answer.texts("stations") == ["rack-2"])
    #expect(!answer.has("unknown"))
    let state = try await screen.presentState()
    #expect(state.map(\.kind) == ["station"])
    #expect(state.first?.station == "rack-2")

    let from = screen.messages.count
    let coach = try gym.ask()
    for station in ["rack-1", "rack-2"] {
      _ = try await coach.ok("set.start", #""station":"\#(station)""#)
      _ = try await coach.ok("set.end", #""station":"\#(station)""#)
    }
    _ = try await all.next("an end at rack-2") { $0.kind == "set.ended" && $0.station == "rack-2" }
    _ = try await all.next("activation")
    let ended = try await screen.next("set.ended")
    #expect(ended.station == "rack-2")
    let news = screen.messages[from...]
    #expect(Set(news.map(\.kind)).isSubset(of: ["set.started", "set.ended", "station"]))
    #expect(news.allSatisfy { $0.station == "rack-2" })
  }

  @Test func aScopeIsNarrowedByWishAndNeverWidened() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    let granted = try await screen.next("hello").text("scope")
    let narrow = try await screen.subscribe(#"{"scope":"screen"}"#)
    #expect(narrow.text("scope") == "screen")
    #expect(narrow.texts("subscribe").contains("cue"))
    #expect(!narrow.texts("subscribe").contains("symmetry"))
    #expect(try await screen.subscribe(#"{"scope":"raw"}"#).text("scope") == granted)
    #expect(granted != "raw", "the test would prove nothing")
  }

  @Test func unknownNamesAreToldWithTheNearest() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    let answer = try await screen.subscribe(
      #"{"subscribe":["repp","cue","qqqqqqqqqqqq"],"station":["rack-1","rack-22"]}"#)
    let unknown = answer.list("unknown")
    #expect(unknown.map { $0.text("name") } == ["repp", "qqqqqqqqqqqq", "rack-22"])
    #expect(unknown.map { $0.text("nearest") } == ["rep", nil, "rack-2"])
    #expect(answer.texts("subscribe") == ["cue"])
  }

  @Test func activationHzHalvesTheRate() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let full = try gym.listen()
    let half = try gym.listen()
    let answer = try await half.subscribe(#"{"subscribe":["activation"],"activation_hz":10}"#)
    #expect(answer.number("activation_hz") == 10)
    let first = try await half.next("activation")
    var last = first
    for _ in 0..<20 { last = try await half.next("activation") }
    _ = try await full.next("the same instant") { $0.seq >= last.seq }
    let between = full.messages.filter {
      $0.kind == "activation" && (first.seq...last.seq).contains($0.seq)
    }
    // 21 lines at half the rate span 41 at the full one; rates need not divide each other.
    #expect((34...50).contains(between.count))
  }

  @Test func heartbeatsComeWhenNothingElseDoes() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    let answer = try await screen.subscribe(#"{"subscribe":[],"heartbeat_s":0.1}"#)
    #expect(answer.number("heartbeat_s") == 0.1)
    #expect(answer.texts("subscribe").isEmpty)
    for _ in 0..<3 { _ = try await screen.next("heartbeat") }
  }

  @Test func aSecondSubscriptionReplacesTheFirst() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.subscribe(
      #"{"subscribe":["rep"],"station":["rack-1"],"heartbeat_s":0.1,"activation_hz":5}"#)
    let answer = try await screen.subscribe(#"{"subscribe":["set.started"]}"#)
    #expect(answer.texts("subscribe") == ["set.started"])
    for key in ["station", "stations", "heartbeat_s", "activation_hz"] {
      #expect(!answer.has(key), "\(key) is still in force")
    }
    let coach = try gym.ask()
    _ = try await coach.ok("set.start", #""station":"rack-2""#)
    let started = try await screen.next("set.started")
    #expect(started.station == "rack-2")
    let from = try #require(screen.messages.lastIndex { $0.kind == "subscribed" })
    #expect(!screen.messages[from...].contains { $0.kind == "heartbeat" })
  }
}
