import Foundation
import Testing

/// What the coach says, and to whom, over the sockets of a real daemon.
@Suite(.roomForFew) struct CoachStories {
  @Test func withheldFeedbackIsHiddenFromScreensAndAthletesAndNotFromTheCoach() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(repetitions: 4, sets: 2))
    try await gym.start()
    let coach = try gym.listen()
    let screen = try gym.listen()
    let granted = try await coach.next("hello").text("scope")
    #expect(granted == "coach" || granted == "raw", "a screen here would prove nothing")
    #expect(try await screen.subscribe(#"{"scope":"screen"}"#).text("scope") == "screen")
    _ = try await screen.next("activation")
    let ask = try gym.ask()
    _ = try await ask.ok("silence", #""station":"rack-1","on":true"#)
    let hidden = try await coach.next("hidden") {
      $0.kind == "feedback" && $0.text("show") == "none"
    }
    let rep = try await coach.next("a repetition with its numbers") {
      $0.kind == "rep" && $0.seq > hidden.seq
    }
    #expect(!rep.list("muscles").isEmpty)
    let ended = try await coach.next("the end of that set") {
      $0.kind == "set.ended" && $0.set == rep.set
    }
    #expect(ended.object("summary")?.has("activation") == true)
    _ = try await ask.ok("silence", #""station":"rack-1","on":false"#)
    let shown = try await coach.next("shown again") {
      $0.kind == "feedback" && $0.text("show") != "none" && $0.seq > hidden.seq
    }
    _ = try await screen.next("a level again") { $0.kind == "activation" && $0.seq > shown.seq }

    func told(_ listener: Listener, _ kind: String) -> [Message] {
      listener.messages.filter {
        $0.kind == kind && $0.seq > hidden.seq && $0.seq < shown.seq
      }
    }
    #expect(told(coach, "activation").count > 20)
    #expect(told(screen, "activation").isEmpty)
    // Nobody loses count: repetitions and their tempo stay, what they were worth doesn't.
    let same = try #require(told(screen, "rep").first { $0.int("rep") == rep.int("rep") })
    #expect(same.has("tempo"))
    for field in ["muscles", "share", "score", "parts"] { #expect(!same.has(field), "\(field)") }
    let summary = try #require(told(screen, "set.ended").first?.object("summary"))
    #expect(summary.has("reps") && !summary.has("activation") && !summary.has("score"))
    #expect(told(screen, "cue").isEmpty)
  }

  @Test func aSetThatARestartCutOffIsToldToWhoeverComesBack() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(repetitions: 8))
    try await gym.start()
    let screen = try gym.listen()
    let rep = try await screen.next("rep")
    _ = try await gym.ask().ok("history", #""athlete":"p-17""#)
    gym.daemon?.signal(SIGKILL)
    _ = try await gym.daemon?.end()
    try await gym.start()
    let back = try gym.listen()
    let ended = try await back.next("the end of the set of before") {
      $0.kind == "set.ended" && $0.set == rep.set
    }
    #expect(ended.text("why") == "restart" && ended.text("athlete") == "p-17")
    #expect(try #require(ended.object("summary")?.object("reps")?.int("counted")) >= 1)
    // Whoever comes later hears it too, until another set begins.
    let later = try gym.listen()
    let state = try await later.presentState()
    #expect(state.contains { $0.kind == "set.ended" && $0.set == rep.set })
    _ = try await gym.ask().ok("set.start", #""station":"rack-1""#)
    _ = try await back.next("set.started")
    let last = try gym.listen()
    #expect(try await last.presentState().allSatisfy { $0.kind != "set.ended" })
  }

  @Test func aSetThatEndedTooEarlyGoesOn() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(repetitions: 3, restSeconds: 60))
    try await gym.start()
    let screen = try gym.listen()
    let first = try await screen.next("set.ended")
    let set = try #require(first.set)
    let counted = first.object("summary")?.object("reps")?.int("counted")
    let coach = try gym.ask()
    #expect(try await coach.ok("set.reopen", #""set":\#(set)"#).flag("running") == true)
    let resumed = try await screen.next("the set goes on") {
      $0.kind == "set.started" && $0.set == set
    }
    #expect(resumed.flag("resumed") == true)
    let late = try gym.listen()
    let state = try await late.presentState()
    #expect(state.contains { $0.kind == "rep" && $0.set == set })
    #expect(try await coach.refusal(of: "set.reopen", #""set":\#(set)"#).code == "wrong_state")
    let again = try await screen.next("its second end") { $0.kind == "set.ended" && $0.set == set }
    #expect(again.object("summary")?.object("reps")?.int("counted") == counted)
    let report = try await coach.ok("report", #""set":\#(set)"#).object("set")
    #expect(report?.text("why") == "still")
    #expect(report?.list("corrections").last?.text("what") == "reopened")
  }

  @Test func aRepetitionIsCorrectedWhileTheSetRunsAndAfter() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(repetitions: 5, restSeconds: 60))
    try await gym.start()
    let screen = try gym.listen()
    let rep = try await screen.next("the second repetition") {
      $0.kind == "rep" && $0.int("rep") == 2
    }
    let set = try #require(rep.set)
    let coach = try gym.ask()
    _ = try await coach.ok("rep.correct", #""set":\#(set),"rep":1,"removed":true"#)
    let revised = try await screen.next("rep.revised") {
      $0.kind == "rep.revised" && $0.text("why") == "coach"
    }
    #expect(revised.set == set && revised.int("rep") == 1 && revised.flag("removed") == true)
    let ended = try await screen.next("set.ended")
    let reps = try #require(ended.object("summary")?.object("reps"))
    let counted = try #require(reps.int("counted"))
    #expect(screen.messages.filter { $0.kind == "rep" && $0.set == set }.count == counted + 1)

    _ = try await coach.ok("rep.correct", #""set":\#(set),"rep":2,"partial":true"#)
    let after = try await screen.next("set.revised")
    let summary = try #require(after.object("summary"))
    #expect(summary.object("reps")?.int("counted") == counted - 1)
    #expect(summary.object("reps")?.int("partial") == 1)
    // Medians follow: they rest on one repetition less.
    #expect(summary.object("activation")?.int("n") == counted - 1)
    let stored = try await coach.ok("report", #""set":\#(set)"#).object("set")
    let kept = stored?.object("closing")?.object("summary")
    #expect(kept?.object("activation")?.int("n") == counted - 1)
    #expect(
      try await coach.refusal(of: "rep.correct", #""set":\#(set),"rep":99,"removed":true"#).code
        == "unknown_rep")
  }

  @Test func theCoachOverrulesTheProgrammeWithAReason() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("set.started")
    let coach = try gym.ask()
    let words = #""athlete":"p-17","phase":3,"state":"hold","why":"back from holidays""#
    _ = try await coach.ok("programme.override", words)
    let told = try await screen.next("the word of the coach") {
      $0.kind == "programme" && $0.text("overridden_by") == "coach"
    }
    #expect(told.int("phase") == 3 && told.text("state") == "hold")
    #expect(told.text("text")?.contains("back from holidays") == true)
    let refused = #""athlete":"p-17","phase":3,"state":"sideways""#
    #expect(try await coach.refusal(of: "programme.override", refused).code == "bad_argument")
  }

  @Test func anAssessmentSaysWhoDoesTheWorkAndWhenToLookAgain() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(repetitions: 6, sets: 2))
    try await gym.start()
    let screen = try gym.listen()
    for _ in 0..<2 { _ = try await screen.next("set.ended") }
    let (code, output) = try await gym.command(
      "assess", "p-17", "--socket", gym.controlPath)
    #expect(code == 0, "\(output)")
    #expect(output.contains("quick curl: 2 sets"))
    #expect(output.contains("share of biceps") && output.contains("re-test: 20"))
    #expect(output.contains("change: told after 12 sessions; 1 so far"))
    let answer = try await gym.ask().ok("assess", #""athlete":"p-17""#)
    let finding = try #require(answer.list("findings").first)
    #expect(finding.text("compensator") == "deltoid_anterior")
    #expect(finding.number("ratio") ?? 0 > 1)
    #expect(answer.flag("retest_due") == false)
    #expect(
      try await gym.ask().refusal(of: "assess", #""athlete":"nobody""#).code == "unknown_athlete")
  }

  @Test func anIntentBlockBeginsAtTheLoadOfTheLatestSetAndOnlyOnce() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("set.ended")
    let coach = try gym.ask()
    let block = #""athlete":"p-17","exercise":"quick_curl""#
    let begun = try await coach.ok("intent.start", block + #","load_kg":12.5"#)
    #expect(begun.number("load_kg") == 12.5 && begun.text("until") != nil)
    #expect(try await coach.refusal(of: "intent.start", block).text.contains("running already"))
    #expect(
      try await coach.refusal(of: "intent.start", #""athlete":"p-17","exercise":"x""#).code
        == "unknown_exercise")
  }

  @Test func recordingsOlderThanTheyMayBeAreRemovedAndOthersStay() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    let configuration = try #require(gym.text("sinew.yaml"))
    try gym.write(configuration + "privacy: {keep_raw_days: 2}\n", to: "sinew.yaml")
    for (name, days) in [("old.session", 3.0), ("young.session", 1.0), ("old.notes", 3.0)] {
      try gym.write("x", to: "state/\(name)")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)],
        ofItemAtPath: "\(gym.statePath)/\(name)")
    }
    try await gym.start()
    try await eventually("the old recording is gone") { gym.text("state/old.session") == nil }
    #expect(gym.text("state/young.session") == "x")
    #expect(gym.text("state/old.notes") == "x")
    try await eventually("the log says so") {
      gym.output.contains("removed recordings older than 2 days")
    }
  }
}
