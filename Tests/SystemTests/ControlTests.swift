import Foundation
import Testing

/// Every request of the control socket, and every way to get one wrong.
@Suite(.roomForFew) struct ControlTests {
  @Test func lookingShowsTheWholeFloor() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()

    let status = try await coach.ok("status")
    #expect(status.text("boot") == screen.messages.first?.text("boot"))
    #expect(status.text("version") != nil)
    #expect(status.int("listeners") == 1)
    let box = try #require(status.list("devices").first)
    #expect(box.text("device") == "box")
    #expect(box.text("model") == "openbci-cyton")
    #expect(box.text("state") == "streaming")
    #expect(box.text("station") == "rack-1")
    #expect(try #require(box.int("frames")) > 0)
    let streams = box.list("streams")
    #expect(streams.first?.text("kind") == "emg")
    #expect(streams.first?.number("nominal_hz") == 250)
    #expect(streams.allSatisfy { $0.number("typical_delay_ms") != nil })
    #expect(
      try await coach.ok("devices").list("devices").map { $0.text("device") } == ["box"])
    let stations = try await coach.ok("stations").list("stations")
    #expect(stations.map { $0.text("station") } == ["rack-1", "rack-2"])
    #expect(stations[0].texts("devices") == ["box"])
    #expect(stations[0].text("exercise") == "biceps_curl")
    #expect(try await coach.ok("athletes").list("athletes").isEmpty)
  }

  @Test func setsStartAndEndByRequest() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()

    let first = try await coach.ok(
      "set.start",
      #""station":"rack-1","exercise":"biceps_curl","load_kg":12.5,"focus":"internal""#)
    let started = try await screen.next("set.started")
    #expect(started.set == first.int("set"))
    #expect(started.text("started_by") == "request")
    #expect(started.number("load_kg") == 12.5)
    #expect(started.text("focus") == "internal")
    #expect(started.text("exercise") == "biceps_curl")
    #expect(started.list("muscles").map { $0.text("muscle") } == ["biceps", "deltoid_anterior"])
    let level = try await screen.next("a level of the set") {
      $0.kind == "activation" && $0.set == started.set
    }
    #expect(level.station == "rack-1")
    #expect(try await coach.ok("stations").list("stations")[0].int("set") == started.set)

    let second = try await coach.ok("set.start", #""station":"rack-1","exercise":"fly""#)
    let ended = try await screen.next("set.ended")
    #expect(ended.set == first.int("set"))
    #expect(ended.text("why") == "coach")
    let other = try await screen.next("set.started")
    #expect(other.set == second.int("set"))
    #expect(other.text("exercise") == "fly")
    #expect(try #require(second.int("set")) > (try #require(first.int("set"))))
    #expect(try await coach.ok("set.end", #""station":"rack-1""#).int("set") == other.set)
    #expect(try await screen.next("set.ended").set == other.set)
    #expect(
      try await coach.refusal(of: "set.end", #""station":"rack-1""#).code == "wrong_state")
  }

  @Test func anAssignedSensorTakesItsFindingsAlong() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    #expect(try await screen.next("activation").station == "rack-1")
    let coach = try gym.ask()

    let moved = try await coach.ok("assign", #""device":"box","station":"rack-2""#)
    #expect(moved.text("station") == "rack-2")
    _ = try await screen.next("the box at rack-2") {
      $0.kind == "device" && $0.station == "rack-2"
    }
    let mark = screen.messages.last?.seq ?? 0
    for _ in 0..<5 {
      _ = try await screen.next("a level at rack-2") {
        $0.kind == "activation" && $0.station == "rack-2"
      }
    }
    // What the engine had found a moment before may still be on its way.
    let late = screen.messages.filter {
      $0.kind == "activation" && $0.station == "rack-1" && $0.seq > mark + 10
    }
    #expect(late.isEmpty)
    let stations = try await coach.ok("stations").list("stations")
    #expect(stations.map { $0.texts("devices") } == [[], ["box"]])

    _ = try await coach.ok("unassign", #""device":"box""#)
    try await coach.frames(of: "box", more: 250)
    screen.read()
    let count = screen.messages.count
    try await coach.frames(of: "box", more: 250)
    screen.read()
    #expect(screen.messages[count...].allSatisfy { $0.kind != "activation" })
  }

  @Test(arguments: [
    ("statsu", "", "unknown_request", "status"),
    ("qqqqqqqqqqqqqqqqqqqq", "", "unknown_request", "qqqq"),
    ("assign", "", "missing_argument", "device"),
    ("assign", #""device":"box""#, "missing_argument", "station"),
    ("assign", #""device":7,"station":"rack-1""#, "bad_argument", "device"),
    ("assign", #""device":"bax","station":"rack-1""#, "unknown_device", "box"),
    ("assign", #""device":"box","station":"rack-11""#, "unknown_station", "rack-1"),
    ("unassign", #""device":null"#, "missing_argument", "device"),
    ("set.start", "", "missing_argument", "station"),
    (
      "set.start", #""station":"rack-1","exercise":"biceps_curls""#, "unknown_exercise",
      "biceps_curl"
    ),
    ("set.start", #""station":"rack-1","load_kg":"heavy""#, "bad_argument", "load_kg"),
    ("set.start", #""station":"rack-1","focus":"nowhere""#, "bad_argument", "focus"),
    ("set.start", #""station":["rack-1"]"#, "bad_argument", "station"),
    ("set.end", #""station":"rack-2""#, "wrong_state", "rack-2"),
    ("set.end", #""station":"nirvana""#, "unknown_station", "nirvana"),
    ("record.start", "", "missing_argument", "device"),
    ("record.start", #""device":"bix""#, "unknown_device", "box"),
    ("record.stop", #""device":"box""#, "wrong_state", "box"),
    ("history", #""athlete":"p-1""#, "unknown_athlete", "p-1"),
    ("history", #""athlete":"p-1","from":"yesterday""#, "bad_argument", "from"),
    ("report", #""set":7"#, "unknown_set", "7"),
    ("athlete.import", #""data":{}"#, "bad_argument", "sinew_archive"),
    ("set.amend", #""set":7,"load_kg":-1"#, "bad_argument", "load_kg"),
    ("athlete.create", #""nickname":"Kim","pin":"1""#, "bad_argument", "PIN"),
    ("scan.start", #""seconds":0"#, "bad_argument", "seconds"),
    ("calibrate.start", #""station":"rack-1","what":"mvc""#, "screening_required", "chest pain"),
    (
      "calibrate.start",
      #""station":"rack-1","what":"mvc","screening":{"chest_pain":false}"#,
      "screening_required", "blood pressure"
    ),
    (
      "calibrate.start",
      #""station":"rack-1","what":"mvc","screening":{"chest_pain":false,"blood_pressure":true,"#
        + #""surgery":false,"pregnancy":false,"acute_pain":false}"#,
      "not_advised", "refset"
    ),
    ("calibrate.start", #""station":"rack-1","what":"magic""#, "bad_argument", "placement"),
    ("calibrate.start", #""station":"rack-2","what":"rest""#, "wrong_state", "rack-2"),
    (
      "calibrate.start", #""station":"rack-1","what":"taskmax","muscle":"bicep""#,
      "unknown_muscle", "biceps"
    ),
    (
      "calibrate.start", #""station":"rack-1","what":"placement","exchange":true"#,
      "wrong_state", "nothing"
    ),
    ("calibrate.cancel", #""station":"rack-1""#, "wrong_state", "rack-1"),
    ("set.start", #""station":"rack-1","load_kg":-5"#, "bad_argument", "0...1000"),
    ("set.start", #""station":"rack-1","reps":[12,8]"#, "bad_argument", "reps"),
    ("set.start", #""station":"rack-1","side":"up""#, "bad_argument", "alternating"),
    ("set.start", #""station":"rack-1","load_kind":"feather""#, "bad_argument", "per_hand"),
    (
      "set.start", #""station":"rack-1","tempo":{"down_s":3}"#, "bad_argument", "eccentric_s"
    ),
    ("set.start", #""station":"rack-1","athlete":"nobody""#, "unknown_athlete", "sign in"),
    ("exercise", #""station":"rack-1""#, "missing_argument", "exercise"),
    ("pain", #""station":"rack-1","level":11"#, "bad_argument", "0 to 10"),
    ("coach.mark", #""station":"rack-1","mark":"pain""#, "bad_argument", "tactile"),
    ("silence", #""station":"rack-1""#, "missing_argument", "on"),
    ("sync.mark", #""station":"nirvana""#, "unknown_station", "nirvana"),
    ("station.enter", #""station":"rack-1","athlete":"nobody""#, "unknown_athlete", "create"),
    ("station.leave", #""station":"rack-1""#, "wrong_state", "rack-1"),
    ("assign", #""device":"box","athlete":"nobody""#, "unknown_athlete", "athlete"),
  ])
  func aRefusalSaysWhatIsWrong(
    request: String, members: String, code: String, hint: String
  ) async throws {
    let gym = try await Self.shared.gym()
    let refusal = try await gym.ask().refusal(of: request, members)
    #expect(refusal.code == code)
    #expect(refusal.text.contains(hint), "\(refusal.text)")
    #expect(refusal.text.hasSuffix("."))
  }

  @Test func answersKeepTheOrderAndTheIdsOfTheQuestions() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let coach = try gym.ask()
    let lines = [
      #"{"id":7,"request":"status"}"#, #"{"request":"stations"}"#,
      #"{"id":-3,"request":"nonsense"}"#, #"{"id":9007199254740993,"request":"devices","x":{}}"#,
    ]
    coach.socket.send(Array((lines.joined(separator: "\r\n") + "\n").utf8))
    var ids: [Int?] = []
    for _ in lines { ids.append(try await coach.answer().int("id")) }
    #expect(ids == [7, nil, -3, 9_007_199_254_740_993])
  }

  @Test func whoAsksAndHangsUpItsSendingSideStillGetsItsAnswers() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let coach = try gym.ask()
    coach.socket.send(line: #"{"id":1,"request":"status"}"#)
    coach.socket.send(line: #"{"id":2,"request":"reload"}"#)
    coach.socket.endSending()
    #expect(try await coach.answer().int("id") == 1)
    #expect(try await coach.answer().object("ok")?.flag("reloaded") == true)
    try await eventually("the end") {
      coach.socket.read()
      return coach.socket.isEnded
    }
  }

  @Test func aListenerMayCloseItsSendingSide() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    screen.socket.send(line: #"{"subscribe":["set.started"]}"#)
    screen.socket.endSending()
    _ = try await screen.next("subscribed")
    let coach = try gym.ask()
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    _ = try await screen.next("set.started")
    screen.socket.hangUp()
    try await eventually("nobody listens") { try await coach.ok("status").int("listeners") == 0 }
  }

  @Test func aThousandQuestionsAtOnceAreAllAnswered() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let coach = try gym.ask()
    let lines = (1...1000).map { #"{"id":\#($0),"request":"athletes"}"# + "\n" }.joined()
    var rest = Array(lines.utf8)[...]
    try await eventually("all is sent") {
      rest = rest.dropFirst(coach.socket.send(rest))
      coach.socket.read()
      return rest.isEmpty
    }
    for id in 1...1000 { #expect(try await coach.answer().int("id") == id) }
  }

  private static let shared = SharedGym { gym in
    try gym.configure(Gym.box())
  }
}
