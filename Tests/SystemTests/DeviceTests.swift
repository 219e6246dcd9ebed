import Foundation
import SinewEmulators
import Testing

/// Sensors that are missing, go, fall silent, babble or are somebody else.
@Suite(.roomForFew) struct DeviceTests {
  @Test func aMissingSensorIsSearchedForWithASentenceAndFound() async throws {
    let gym = try Gym()
    try gym.configure(Gym.box())
    try await gym.start()
    let screen = try gym.listen()
    let searching = try await screen.next("a reason") {
      $0.kind == "device" && $0.text("state") == "searching" && $0.has("text")
    }
    let why = try #require(searching.text("text"))
    #expect(why.contains("\(gym.folder)/box") && why.contains("plug"), "\(why)")
    let coach = try gym.ask()
    #expect(
      try await coach.ok("devices").list("devices")[0].text("state") != "streaming")
    try gym.plug(["box": CytonEmulator(source: SineSource())])
    _ = try await screen.device("box", is: "streaming", within: 180)
    _ = try await screen.next("activation")
  }

  @Test func aSetGoesOnOverAnUnplug() async throws {
    let gym = try Gym()
    let cable = try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let set = try await coach.ok("set.start", #""station":"rack-1""#).int("set")
    for _ in 0..<2 {
      cable.unplug()
      let gone = try await screen.device("box", is: "gone")
      #expect(gone.text("text")?.contains("plug it in") == true)
      cable.replug()
      _ = try await screen.device("box", is: "streaming")
      let level = try await screen.next("activation")
      #expect(level.set == set)
    }
    #expect(!screen.messages.contains { $0.kind == "set.ended" })
    let state = try await gym.listen().presentState()
    #expect(state.contains { $0.kind == "set.started" && $0.set == set })
  }

  @Test func aSilentSensorIsCalledSilentUntilItSpeaksAgain() async throws {
    let gym = try Gym()
    try gym.furnishBox(faults: FaultSchedule(planned: [250: .silence(packets: 1000)]))
    try await gym.start()
    let screen = try gym.listen()
    let silent = try await screen.device("box", is: "silent")
    #expect(silent.text("text")?.contains("switched on") == true)
    _ = try await screen.device("box", is: "streaming")
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let lost = try await eventually("the gap is counted") { () -> Int? in
      let box = try await coach.ok("devices").list("devices").first
      let lost = box?.list("streams").first?.int("lost") ?? 0
      return lost > 0 ? lost : nil
    }
    // The counter has eight bits: 1000 lost packets look like 1000 less a multiple of 256.
    #expect(lost > 0)
  }

  @Test func aSensorOfAnotherKindIsRefusedWithItsSentence() async throws {
    let gym = try Gym()
    try gym.configure(
      """
      stations: {rack-1: {}}
      sensors:
        box: {match: {driver: openbci-cyton, port: DIR/box}, station: rack-1}
        imu: {match: {driver: witmotion-wt901, port: DIR/imu}, station: rack-1}

      """)
    try gym.plug([
      "box": WitMotionEmulator(.motion(rateCode: 0x09), source: SineSource()),
      "imu": LineBoardEmulator(source: SineSource()),
    ])
    try await gym.start()
    let screen = try gym.listen()
    var whys: [String: String] = [:]
    _ = try await screen.next("both are refused", within: 180) { message in
      if message.kind == "device", message.text("state") == "searching",
        let why = message.text("text")
      {
        whys[message.text("device") ?? ""] = why
      }
      return whys.count == 2
    }
    #expect(whys["box"]?.contains("Cyton") == true || whys["box"]?.contains("OpenBCI") == true)
    #expect(whys["imu"]?.contains("WitMotion") == true, "\(whys)")
    #expect(!screen.messages.contains { $0.kind == "activation" })
  }

  @Test func faultsOnTheLineAreCountedAndFollowedByGoodSamples() async throws {
    let gym = try Gym()
    let kinds: [CytonFault] = [
      .drop, .text, .corruptStop, .fragment, .truncate, .garbage(bytes: 57), .burst,
    ]
    try gym.furnishBox(
      faults: FaultSchedule(
        planned: Dictionary(uniqueKeysWithValues: kinds.enumerated().map { (100 + $0 * 40, $1) }),
        chances: kinds.map { .init($0, 0.01) }))
    try await gym.start()
    let screen = try gym.listen()
    let coach = try gym.ask()
    let box = try await eventually("faults of several kinds") { () -> Message? in
      screen.read()
      let box = try await coach.ok("devices").list("devices").first
      let lost = box?.list("streams").first?.int("lost") ?? 0
      return lost > 0 && box?.object("faults")?.fields.count ?? 0 >= 2 ? box : nil
    }
    #expect(box.text("state") == "streaming")
    _ = try await screen.next("activation")
    let levels = screen.messages.filter { $0.kind == "activation" }.flatMap { $0.list("muscles") }
    // A sine of 100 uV never gives a level of a whole millivolt: no sample was invented.
    #expect(levels.allSatisfy { $0.number("level") ?? 0 < 1.2 })
    #expect(gym.daemon?.hasEnded == false)
  }

  @Test func aBabblingLineHarmsNobody() async throws {
    let gym = try Gym()
    let kinds = ["openbci-cyton", "witmotion-wt901", "generic-lines"]
    let sensors = kinds.map {
      "  \($0): {match: {driver: \($0), port: DIR/\($0)}, station: rack-2}"
    }
    try gym.configure(Gym.box() + sensors.joined(separator: "\n") + "\n")
    var devices: [String: any EmulatedDevice] = ["box": CytonEmulator(source: SineSource())]
    for kind in kinds { devices[kind] = Babbler(seed: UInt64(kind.count)) }
    try gym.plug(devices)
    try await gym.start()
    let screen = try gym.listen()
    var refused: Set<String> = []
    _ = try await screen.next("all babblers are refused or streaming", within: 180) { message in
      if message.kind == "device", ["searching", "streaming"].contains(message.text("state")) {
        refused.insert(message.text("device") ?? "")
      }
      return refused.isSuperset(of: kinds)
    }
    for _ in 0..<20 { _ = try await screen.next("activation") }
    #expect(gym.daemon?.hasEnded == false)
    #expect(screen.broken.isEmpty)
  }

  @Test func twoStationsAreFollowedAtOnce() async throws {
    let gym = try Gym()
    try gym.write(QuickCurl.exercise, to: "exercises/quick_curl.yaml")
    let sensors = (1...2).map {
      "  imu-\($0): {match: {driver: witmotion-wt901, port: DIR/imu-\($0)}, station: rack-\($0),"
        + " place: {segment: forearm}}\n"
    }
    try gym.configure(
      "stations:\n  rack-1: {exercise: quick_curl}\n  rack-2: {exercise: quick_curl}\n"
        + "sensors:\n" + sensors.joined())
    try gym.plug([
      "imu-1": WitMotionEmulator(
        .motion(rateCode: 0x09), source: QuickCurl.athlete(repetitions: 3, seed: 2)),
      "imu-2": WitMotionEmulator(
        .motion(rateCode: 0x09), source: QuickCurl.athlete(repetitions: 4, seed: 3)),
    ])
    try await gym.start()
    let screen = try gym.listen()
    var ended: [String: Message] = [:]
    _ = try await screen.next("both sets are over", within: 180) { message in
      if message.kind == "set.ended" { ended[message.station ?? ""] = message }
      return ended.count == 2
    }
    #expect(ended["rack-1"]?.set != ended["rack-2"]?.set)
    for (station, count) in [("rack-1", 3), ("rack-2", 4)] {
      let reps = screen.messages.filter { $0.kind == "rep" && $0.station == station }
      #expect(reps.map { $0.int("rep") } == Array(1...count))
      #expect(reps.allSatisfy { $0.set == ended[station]?.set })
    }
  }
}

/// A device that sends nothing but random bytes.
private struct Babbler: EmulatedDevice {
  private var random: UInt64
  private var sent = 0

  init(seed: UInt64) { random = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  var nextDue: Double? { Double(sent) / 200 }

  mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] { advance(to: seconds) }

  mutating func advance(to seconds: Double) -> [UInt8] {
    var bytes: [UInt8] = []
    while Double(sent) / 200 <= seconds {
      sent += 1
      for _ in 0..<20 {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        bytes.append(UInt8(truncatingIfNeeded: random >> 32))
      }
    }
    return bytes
  }
}
