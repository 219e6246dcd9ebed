import Foundation
import Testing

/// What is 100 %, found by itself and by asking.
@Suite(.roomForFew) struct CalibrationTests {
  @Test func barsComeWithNothingToPress() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(repetitions: 6, sets: 2))
    try gym.configure(Self.withoutReference)
    try await gym.start()
    let screen = try gym.listen()

    let first = try await screen.next("activation")
    #expect(first.list("muscles").allSatisfy { $0.number("level_uv") != nil })
    let bar = try await screen.next("a bar of the biceps") {
      $0.kind == "activation" && $0.list("muscles").first?.number("level") != nil
    }
    // From the sensor's first sample to a fraction, by the athlete's own clock.
    let began = try #require(first.number("t_signal"))
    let came = try #require(bar.number("t_signal"))
    #expect(came - began <= 60)
    let told = try #require(screen.messages.first { $0.kind == "calibration" })
    #expect(told.text("what") == "taskmax")
    #expect(told.text("step") == "done")
    #expect(told.object("result")?.text("reference") == "taskmax")

    // A screen that comes late knows what the bars of the running set are fractions of.
    let late = try await gym.listen().presentState()
    #expect(late.contains { $0.kind == "calibration" && $0.text("muscle") == "biceps" })

    let ended = try await screen.next("set.ended")
    #expect(
      ended.object("summary")?.object("share")?.text("why") == "submaximal_reference")
    let usual = try await screen.next("the usual of the biceps") {
      $0.kind == "calibration" && $0.text("what") == "refset" && $0.text("muscle") == "biceps"
    }
    #expect(try #require(usual.object("result")?.number("level_uv")) > 50)
    let second = try await screen.next("set.started")
    let target = try #require(second.list("muscles").first)
    #expect(target.text("reference") == "refset")
  }

  @Test func aCalibrationIsGuidedAndCanBeCancelled() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()

    _ = try await coach.ok("calibrate.start", #""station":"rack-1","what":"taskmax""#)
    let step = try await screen.next("calibration")
    #expect(step.text("step") == "get_ready")
    #expect(step.text("muscle") == "biceps")
    #expect(try #require(step.number("remaining_s")) <= 5)
    let state = try await screen.next("the station calibrates") {
      $0.kind == "station" && $0.text("state") == "calibrating"
    }
    #expect(state.station == "rack-1")
    #expect(
      try await coach.refusal(
        of: "calibrate.start", #""station":"rack-1","what":"rest""#
      ).code == "busy")
    let late = try await gym.listen().presentState()
    #expect(late.contains { $0.kind == "calibration" })
    _ = try await coach.ok("calibrate.cancel", #""station":"rack-1""#)
    let refused = try await screen.next("it is cancelled") {
      $0.kind == "calibration" && $0.text("step") == "refused"
    }
    #expect(refused.text("why") == "cancelled")
    let after = try await gym.listen().presentState()
    #expect(!after.contains { $0.kind == "calibration" })

    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    #expect(
      try await coach.refusal(
        of: "calibrate.start", #""station":"rack-1","what":"rest""#
      ).code == "wrong_state")
  }

  @Test func everythingSaidOfASetReachesTheScreens() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    _ = try await coach.ok(
      "exercise",
      #""station":"rack-1","exercise":"biceps_curl","side":"left","load_kg":12.5,"#
        + #""load_kind":"per_hand","focus":"external","warm_up":true,"set_of":[1,3],"reps":[8,12],"#
        + #""hold_s":5,"tempo":{"eccentric_s":3,"concentric_s":1,"contracted_s":1}"#)
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    let started = try await screen.next("set.started")
    #expect(started.text("side") == "left")
    #expect(started.number("load_kg") == 12.5)
    #expect(started.text("load_kind") == "per_hand")
    #expect(started.text("focus") == "external")
    #expect(started.flag("warm_up") == true)
    #expect(started.numbers("set_of") == [1, 3])
    #expect(started.object("target")?.numbers("reps") == [8, 12])
    #expect(started.object("target")?.number("hold_s") == 5)
    #expect(started.object("target")?.object("tempo")?.number("eccentric_s") == 3)
    _ = try await coach.ok("set.end", #""station":"rack-1""#)
    // Warm-up was said of one set; the plan goes on.
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    _ = try await screen.next("set.ended")
    let next = try await screen.next("set.started")
    #expect(next.flag("warm_up") == nil)
    #expect(next.numbers("set_of") == [2, 3])
    #expect(next.number("load_kg") == 12.5)
  }

  @Test func painEndsTheSetAndStaysPrivate() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let coachScreen = try gym.listen()
    let lobby = try gym.listen()
    lobby.socket.send(line: #"{"scope":"screen"}"#)
    _ = try await lobby.next("subscribed")
    _ = try await coachScreen.next("activation")
    let coach = try gym.ask()
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    _ = try await coach.ok("pain", #""station":"rack-1","level":2"#)
    let mild = try await coachScreen.next("mark")
    #expect(mild.text("mark") == "pain")
    #expect(mild.int("level") == 2)
    #expect(try await coach.ok("stations").list("stations")[0].int("set") != nil)
    let stopped = try await coach.ok("pain", #""station":"rack-1","level":6,"text":"elbow""#)
    #expect(stopped.flag("stopped") == true)
    let ended = try await lobby.next("set.ended")
    #expect(ended.text("why") == "athlete")
    #expect(!lobby.messages.contains { $0.kind == "mark" })
    #expect(!lobby.socket.lines.contains { String(decoding: $0, as: UTF8.self).contains("elbow") })

    _ = try await coach.ok("sync.mark")
    let flash = try await lobby.next("sync.mark")
    #expect(flash.int("number") == 1)
    #expect(flash.text("utc") != nil)
    _ = try await coach.ok(
      "coach.mark", #""station":"rack-1","mark":"tactile","muscle":"biceps","text":"left""#)
    let touch = try await lobby.next("mark")
    #expect(touch.text("mark") == "tactile")
    #expect(touch.text("text") == nil)
  }

  @Test func theCataloguesCanBeChosenFrom() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let coach = try gym.ask()
    let exercises = try await coach.ok("exercises").list("exercises")
    let curl = try #require(exercises.first { $0.text("exercise") == "biceps_curl" })
    #expect(curl.texts("targets").contains("biceps"))
    #expect(curl.object("names")?.text("de") != nil)
    let muscles = try await coach.ok("muscles").list("muscles")
    #expect(muscles.contains { $0.text("muscle") == "gluteus_maximus" && $0.text("site") != nil })
  }

  private static let withoutReference: String = QuickCurl.configuration
    .split(separator: "\n", omittingEmptySubsequences: false)
    .map { line in
      guard let place = line.range(of: ", mvc:") else { return String(line) }
      return line[..<place.lowerBound] + "}"
    }.joined(separator: "\n")
}
