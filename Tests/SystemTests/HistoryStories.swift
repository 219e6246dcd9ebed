import Foundation
import Testing

/// What the daemon remembers, whatever happens to it.
@Suite(.roomForFew) struct HistoryStories {
  @Test func aKilledDaemonLosesAtMostTheRepetitionUnderWay() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(repetitions: 8))
    try await gym.start()
    let screen = try gym.listen()
    for number in 1...3 {
      _ = try await screen.next("repetition \(number)") {
        $0.kind == "rep" && $0.int("rep") == number
      }
    }
    let set = try #require(screen.messages.last { $0.kind == "rep" }?.set)
    // What was published is on its way to the file; a look at it comes after.
    _ = try await gym.ask().ok("history", #""athlete":"p-17""#)
    gym.daemon?.signal(SIGKILL)
    _ = try await gym.daemon?.end()

    try await gym.start()
    let coach = try gym.ask()
    let report = try await coach.ok("report", #""set":\#(set)"#).object("set")
    let cut = try #require(report)
    #expect(cut.text("why") == "restart")
    #expect(cut.list("repetitions").count >= 3)
    #expect(cut.object("closing")?.object("summary")?.object("reps")?.has("counted") == true)
    let later = try await coach.ok("set.start", #""station":"rack-1""#).int("set")
    #expect(try #require(later) > set)
  }

  @Test func peopleTravelAreCorrectedAndLeaveNoTrace() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let coach = try gym.ask()
    let screen = try gym.listen()
    let id = try #require(
      try await coach.ok("athlete.create", #""nickname":"Wilhelmine","pin":"48151623""#)
        .text("athlete"))
    #expect(
      try await coach.ok("athlete.import", #""data":\#(Self.archive(of: id))"#).int("sets") == 1)
    let set = try #require(
      try await coach.ok("history", #""athlete":"\#(id)""#).list("sets").first?.int("set"))
    _ = try await coach.ok("set.amend", #""set":\#(set),"load_kg":15,"rpe":8"#)
    let revised = try await screen.next("set.revised")
    #expect(revised.set == set && revised.number("load_kg") == 15)
    _ = try await coach.ok("set.discard", #""set":\#(set)"#)
    let sessions = try await coach.ok("report", #""athlete":"\#(id)""#).list("sessions")
    #expect(sessions.isEmpty)
    _ = try await coach.ok("set.reopen", #""set":\#(set)"#)
    let again = try await coach.ok("report", #""athlete":"\#(id)""#).list("sessions")
    #expect(again.first?.number("load_kg") == 15)

    let copy = "\(gym.folder)/copy.sqlite"
    let backup = try await gym.run([
      try Program.path("sinewctl"), "backup", copy, "--state-directory", gym.statePath,
    ])
    #expect(backup.code == 0, "\(backup.output)")
    let restore = try await gym.run([
      try Program.path("sinewctl"), "restore", copy, "--state-directory", gym.statePath,
    ])
    #expect(restore.code == 1 && restore.output.contains("stop it first"), "\(restore.output)")

    _ = try await coach.ok("athlete.erase", #""athlete":"\#(id)""#)
    let refusal = try await coach.ask("history", #""athlete":"\#(id)""#)
    #expect(refusal.object("error")?.text("code") == "unknown_athlete")
    gym.daemon?.signal(SIGTERM)
    #expect(try await gym.daemon?.end() == 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: gym.statePath) {
      let data = FileManager.default.contents(atPath: "\(gym.statePath)/\(name)") ?? Data()
      for word in [id, "Wilhelmine", "48151623"] {
        #expect(data.range(of: Data(word.utf8)) == nil, "\(word) in \(name)")
      }
    }
    for word in ["Wilhelmine", "48151623"] { #expect(!gym.output.contains(word)) }
    #expect(gym.output.contains("athlete.erase"))
  }

  @Test func aPlanThatIsSetSaysWhatComesNext() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl()
    try await gym.start()
    let screen = try gym.listen()
    let plan = #"{"exercises":[{"exercise":"quick_curl","sets":2,"rest_s":60}]}"#
    _ = try await gym.ask().ok("plan.set", #""athlete":"p-17","plan":\#(plan)"#)
    _ = try await screen.next("set.ended")
    let next = try await screen.next("next")
    #expect(next.text("exercise") == "quick_curl" && next.number("rest_s") == 60)
    #expect(next.text("why") == "plan")
  }

  @Test func aRecordingOfSomebodyNeedsTheirConsent() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let refusal = try await coach.ask("record.start", #""device":"cyton""#)
    #expect(refusal.object("error")?.text("code") == "consent_required")
    _ = try await coach.ok("athlete.update", #""athlete":"p-17","consent_raw":true"#)
    let file = try #require(try await coach.ok("record.start", #""device":"cyton""#).text("file"))
    // Consent that is taken back ends what was begun on it.
    _ = try await coach.ok("athlete.update", #""athlete":"p-17","consent_raw":false"#)
    #expect(try await coach.ok("status").fields["recording"] as? [String] == [])
    #expect(try Session(path: file).header["athlete"] == "p-17")
  }

  private static func archive(of id: String) -> String {
    let opening = #"{"kind":"set.started","load_kg":12.5,"muscles":[]}"#
    let rep = #"{"kind":"rep","rep":1,"partial":false,"incomplete":false,"score":80}"#
    return #"{"sinew_archive":1,"athlete":{"athlete":"\#(id)"},"sets":[{"box":"elsewhere","#
      + #""box_set":7,"started":1700000000,"exercise":"biceps_curl","load_kg":12.5,"#
      + #""opening":\#(opening),"repetitions":[\#(rep)]}]}"#
  }
}
