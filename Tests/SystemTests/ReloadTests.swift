import Foundation
import Glibc
import SinewEmulators
import Testing

/// The configuration is read again while everything goes on.
@Suite(.roomForFew) struct ReloadTests {
  @Test(arguments: [
    ("stations: {rack-1: {langg: en}}", "sinew.yaml:3:", "lang"),
    ("stations: {rack-1: {exercise: biceps_curls}}", "sinew.yaml", "biceps_curl"),
    ("stations: [", "sinew.yaml:", "YAML"),
  ])
  func aBadFileChangesNothing(text: String, place: String, hint: String) async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let set = try await coach.ok("set.start", #""station":"rack-1""#).int("set")
    try gym.configure(text)
    let refusal = try await coach.refusal(of: "reload")
    #expect(refusal.code == "bad_configuration")
    #expect(refusal.text.contains(place), "\(refusal.text)")
    #expect(refusal.text.contains(hint), "\(refusal.text)")
    let stations = try await coach.ok("stations").list("stations")
    #expect(stations.map { $0.text("station") } == ["rack-1", "rack-2"])
    #expect(stations[0].int("set") == set)
    let level = try await screen.next("activation")
    #expect(level.set == set || level.set == nil)
  }

  @Test func stationsAndSensorsComeAndGo() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try gym.plug(["new": CytonEmulator(source: SineSource())])
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    let running = try await coach.ok("set.start", #""station":"rack-2""#).int("set")

    try gym.configure(
      """
      stations:
        rack-2: {nickname: Kim}
        rack-3: {nickname: Lou, exercise: fly}
      sensors:
        fresh:
          match: {driver: openbci-cyton, port: DIR/new}
          station: rack-3
          channels: {1: {muscle: pectoralis_major}}

      """)
    #expect(try await coach.ok("reload").flag("reloaded") == true)
    let gone = try await screen.device("box", is: "gone")
    #expect(gone.text("text")?.contains("configuration") == true)
    let came = try await screen.next("rack-3") { $0.kind == "station" && $0.station == "rack-3" }
    #expect(came.text("nickname") == "Lou")
    let level = try await screen.next("a level at rack-3") {
      $0.kind == "activation" && $0.station == "rack-3"
    }
    #expect(level.list("muscles").map { $0.text("muscle") } == ["pectoralis_major"])
    #expect(
      screen.messages.contains {
        $0.kind == "set.ended" && $0.station == "rack-1" && $0.text("why") == "setup_changed"
      })

    let stations = try await coach.ok("stations").list("stations")
    #expect(stations.map { $0.text("station") } == ["rack-2", "rack-3"])
    #expect(stations[0].int("set") == running)
    #expect(
      try await coach.ok("devices").list("devices").map { $0.text("device") } == ["fresh"])
    let late = try await gym.listen().presentState()
    #expect(Set(late.compactMap(\.station)) == ["rack-2", "rack-3"])
    #expect(late.filter { $0.kind == "device" }.map { $0.text("device") } == ["fresh"])

    // And back again: the old names are as good as new.
    try gym.configure(Gym.box())
    _ = try await coach.ok("reload")
    _ = try await screen.next("a level at rack-1") {
      $0.kind == "activation" && $0.station == "rack-1"
    }
    #expect(try await coach.ok("stations").list("stations")[0].int("set") == nil)
  }

  @Test func otherWordsAboutASensorReopenItsLink() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let from = screen.messages.count
    // Each time the link is closed, opened and talked to anew, and never taken for unplugged.
    for round in 0..<4 {
      let text = Gym.box().replacingOccurrences(
        of: "DIR/box}", with: "DIR/box}\n    settings: {gain: \([1, 2, 4, 6][round])}")
      try gym.configure(text)
      _ = try await coach.ok("reload")
      _ = try await screen.device("box", is: "talking")
      _ = try await screen.device("box", is: "streaming")
      _ = try await screen.next("activation")
    }
    let news = screen.messages[from...].filter { $0.kind == "device" }
    let states = news.compactMap { $0.text("state") }
    #expect(!states.contains("gone") && !states.contains("searching"))
  }

  @Test func aSensorCanBeSwitchedOffAndOn() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    try gym.configure(
      Gym.box().replacingOccurrences(of: "  box:", with: "  box:\n    enabled: false"))
    _ = try await coach.ok("reload")
    let off = try await screen.device("box", is: "gone")
    #expect(off.text("text")?.contains("configuration") == true)
    try gym.configure(Gym.box())
    _ = try await coach.ok("reload")
    _ = try await screen.device("box", is: "streaming")
    _ = try await screen.next("activation")
  }

  @Test func hangUpReadsTheConfigurationAgain() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.presentState()
    try gym.configure("stations: {rack-1: {nickname: Sam}, rack-7: {}}")
    gym.daemon?.signal(SIGHUP)
    let news = try await screen.next("rack-7") { $0.kind == "station" && $0.station == "rack-7" }
    #expect(!news.isState)
    #expect(
      screen.messages.contains {
        $0.kind == "station" && $0.station == "rack-1" && $0.text("nickname") == "Sam"
      })
    #expect(gym.daemon?.hasEnded == false)
  }

  @Test func anExerciseThatWasEditedHoldsFromTheNextReload() async throws {
    let gym = try Gym()
    try gym.write(QuickCurl.exercise, to: "exercises/quick_curl.yaml")
    try gym.configure("stations: {rack-1: {exercise: quick_curl}}")
    try await gym.start()
    let screen = try gym.listen()
    let coach = try gym.ask()
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    let before = try await screen.next("set.started")
    #expect(before.object("target")?.object("tempo")?.number("eccentric_s") == 1)
    try gym.write(
      QuickCurl.exercise.replacingOccurrences(of: "tempo: 1-0-1-0", with: "tempo: 4-0-1-0"),
      to: "exercises/quick_curl.yaml")
    _ = try await coach.ok("reload")
    _ = try await coach.ok("set.start", #""station":"rack-1""#)
    let after = try await screen.next("set.started")
    #expect(after.object("target")?.object("tempo")?.number("eccentric_s") == 4)
  }
}
