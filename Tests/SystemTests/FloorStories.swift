import Foundation
import SinewEmulators
import Testing

/// A whole floor on one daemon: eight athletes train at once, each with an EMG box and an inertial
/// sensor, and every screen has its own rack.
@Suite(.roomForFew) struct FloorStories {
  private static let racks = (1...8).map { "rack-\($0)" }
  /// A muscle of its own for each rack, so that a line at the wrong screen is seen as such.
  private static let muscles = [
    "biceps", "triceps_long", "deltoid_anterior", "pectoralis_major", "latissimus_dorsi",
    "rectus_femoris", "vastus_lateralis", "gluteus_maximus",
  ]

  /// Nobody moves: sets begin and end when they are told to.
  private func furnish(_ gym: Gym) throws {
    var text = "feedback: {activation_hz: 10}\nstations:\n"
    for rack in Self.racks { text += "  \(rack): {nickname: At \(rack), exercise: biceps_curl}\n" }
    text += "sensors:\n"
    var devices: [String: any EmulatedDevice] = [:]
    for (rack, muscle) in zip(Self.racks, Self.muscles) {
      text += """
          emg-\(rack):
            match: {driver: bitalino-revolution, port: DIR/emg-\(rack)}
            settings: {inputs: [1], rate_hz: 100}
            station: \(rack)
            channels: {1: {muscle: \(muscle), side: left, mvc: 800}}
          imu-\(rack):
            match: {driver: witmotion-wt901, port: DIR/imu-\(rack)}
            station: \(rack)
            place: {segment: forearm, side: left}

        """
      devices["emg-\(rack)"] = BITalinoEmulator(source: SineSource())
      devices["imu-\(rack)"] = WitMotionEmulator(
        .motion(rateCode: 0x08), source: SineSource(swingHz: 0))
    }
    try gym.configure(text)
    try gym.plug(devices)
  }

  @Test func eightRacksWithSixteenSensorsEachReachTheirOwnScreenAndNoOther() async throws {
    let gym = try Gym()
    try furnish(gym)
    try await gym.start()
    let floor = try gym.listen()
    for rack in Self.racks {
      for kind in ["emg", "imu"] {
        let name = "\(kind)-\(rack)"
        try await eventually("\(name) streams") {
          floor.read()
          return floor.messages.contains {
            $0.text("device") == name && $0.text("state") == "streaming"
          }
        }
      }
    }
    var screens: [String: Listener] = [:]
    for rack in Self.racks {
      let screen = try gym.listen()
      _ = try await screen.subscribe(#"{"subscribe":["*"],"station":["\#(rack)"]}"#)
      _ = try await screen.presentState()
      screens[rack] = screen
    }

    let coach = try gym.ask()
    var sets: [String: Int] = [:]
    for rack in Self.racks {
      sets[rack] = try await coach.ok("set.start", #""station":"\#(rack)""#).int("set")
    }
    #expect(Set(sets.values).count == 8, "every set has a number of its own")
    for rack in Self.racks {
      let screen = try #require(screens[rack])
      let started = try await screen.next("set.started")
      #expect(started.station == rack && started.set == sets[rack])
      for _ in 0..<5 { _ = try await screen.next("activation") }
    }
    for rack in Self.racks { _ = try await coach.ok("set.end", #""station":"\#(rack)""#) }

    for (rack, muscle) in zip(Self.racks, Self.muscles) {
      let screen = try #require(screens[rack])
      let number = try #require(sets[rack])
      let ended = try await screen.next("set.ended")
      #expect(ended.set == number)
      let from = try #require(screen.messages.lastIndex { $0.kind == "subscribed" })
      let news = screen.messages[from...]
      #expect(Set(news.compactMap(\.station)) == [rack], "nothing of another rack")
      #expect(Set(news.compactMap(\.set)) == [number])
      let levels = news.filter { $0.kind == "activation" }
      #expect(
        Set(levels.flatMap { $0.list("muscles").compactMap { $0.text("muscle") } }) == [muscle])
      #expect(!news.contains { $0.kind == "missed" } && screen.broken.isEmpty)
      let numbers = news.filter { !$0.isState && !["subscribed", "state.end"].contains($0.kind) }
        .map(\.seq)
      #expect(numbers == numbers.sorted())
    }
    // Who asked for everything has the same lines, and none besides.
    _ = try await floor.next("the last end") { $0.set == sets["rack-8"] && $0.kind == "set.ended" }
    for rack in Self.racks {
      let screen = try #require(screens[rack])
      let own = Set(screen.messages.filter { $0.kind == "set.ended" }.map(\.seq))
      #expect(
        own
          == Set(floor.messages.filter { $0.kind == "set.ended" && $0.station == rack }.map(\.seq)))
    }
  }

  @Test func aSensorThatIsCarriedToAnotherRackIsFollowedThere() async throws {
    let gym = try Gym()
    try furnish(gym)
    try await gym.start()
    let coach = try gym.ask()
    let screen = try gym.listen()
    _ = try await screen.subscribe(#"{"subscribe":["activation"],"station":["rack-2"]}"#)
    _ = try await screen.next("the rack's own muscle") {
      $0.list("muscles").map { $0.text("muscle") } == ["triceps_long"]
    }
    _ = try await coach.ok("assign", #""device":"emg-rack-1","station":"rack-2""#)
    let here = try await screen.next("the box of rack-1 at rack-2") {
      $0.list("muscles").map { $0.text("muscle") } == ["biceps"]
    }
    #expect(here.station == "rack-2")
    let left = try gym.listen()
    _ = try await left.subscribe(#"{"subscribe":["activation"],"station":["rack-1"]}"#)
    let from = left.messages.count
    for muscle in ["triceps_long", "biceps", "triceps_long", "biceps"] {
      _ = try await screen.next("both boxes at one rack") {
        $0.list("muscles").map { $0.text("muscle") } == [muscle]
      }
    }
    left.read()
    #expect(left.messages[from...].allSatisfy { $0.kind != "activation" })
  }
}
