import Testing

/// A set as a screen sees it.
@Suite(.roomForFew) struct SetTests {
  @Test func aSetIsFollowedFromTheFirstRepetitionToItsSummary() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl()
    try await gym.start()
    let screen = try gym.listen()

    let hello = try await screen.next("hello")
    #expect(screen.messages.first?.kind == "hello")
    #expect(hello.object("protocol")?.int("major") == 1)
    #expect(hello.text("boot")?.count == 36)
    #expect(hello.object("clock")?.number("monotonic") != nil)
    let state = try await screen.presentState()
    #expect(state.first?.kind == "station")
    #expect(
      Set(state.filter { $0.kind == "device" }.map { $0.text("device") }) == ["cyton", "imu"])

    let started = try await screen.next("set.started")
    #expect(started.station == "rack-1")
    #expect(started.text("athlete") == "p-17")
    #expect(started.text("exercise") == "quick_curl")
    #expect(started.text("started_by") == "movement")
    #expect(started.list("muscles").map { $0.text("role") } == ["target", "compensator"])
    let set = try #require(started.set)
    let first = try await screen.next("rep")
    let firstStart = try #require(first.number("t_start"))
    #expect(first.set == set)
    #expect(first.int("rep") == 1)
    // The first repetition opened the set, so the set began with it and not when it was seen.
    #expect(started.number("t_signal") == firstStart)
    #expect(try #require(started.number("t_emit")) > firstStart)
    #expect(first.list("phases").map { $0.text("phase") }.contains("concentric"))
    #expect(first.object("tempo")?.number("eccentric_s") != nil)

    let late = try gym.listen()
    let lateState = try await late.presentState()
    #expect(lateState.contains { $0.kind == "set.started" && $0.set == set })
    #expect(lateState.contains { $0.kind == "rep" && $0.int("rep") == 1 && $0.set == set })
    #expect(lateState.first { $0.kind == "station" }?.text("state") == "set")

    let ended = try await screen.next("set.ended")
    #expect(ended.set == set)
    #expect(ended.text("why") == "still")
    let reps = screen.messages.filter { $0.kind == "rep" && !$0.isState }
    #expect(reps.map { $0.int("rep") } == [1, 2, 3])
    #expect(ended.object("summary")?.object("reps")?.int("counted") == 3)
    let after = try await screen.next("the station rests") { $0.kind == "station" }
    #expect(after.text("state") != "set")

    let kinds = Set(screen.messages.map(\.kind))
    #expect(kinds.isSuperset(of: ["activation", "phase", "onset", "offset", "signal"]))
    let activation = try #require(screen.messages.last { $0.kind == "activation" })
    #expect(activation.list("muscles").map { $0.text("muscle") } == ["biceps", "deltoid_anterior"])
    #expect(activation.int("sample") != nil)
    let signal = try #require(screen.messages.last { $0.kind == "signal" })
    #expect(signal.text("device") == "cyton")
    #expect(signal.int("channel") != nil)
    #expect(screen.broken.isEmpty)
  }
}
