import SinewEmulators
import Testing

/// Wearables over Bluetooth LE, without a radio: the daemon's own ATT client against GATT servers.
@Suite(.roomForFew) struct WearableTests {
  private static let setup = """
    stations: {rack-1: {exercise: biceps_curl}}
    sensors:
      armband:
        match: {driver: thalmic-myo, port: "gatt:DIR/armband"}
        station: rack-1
        channels: {1: {muscle: biceps, side: left}}
      dot:
        match: {driver: movella-dot, port: "gatt:DIR/dot"}
        station: rack-1
        place: {segment: forearm, side: left}

    """

  private func wear(_ gym: Gym) throws -> PeripheralControl {
    try gym.configure(Self.setup)
    return try gym.wear([
      "armband": MyoPeripheral(source: SineSource()),
      "dot": MovellaDOTPeripheral(source: SineSource()),
    ])
  }

  @Test func twoWearablesStreamAndTellTheirCharge() async throws {
    let gym = try Gym()
    _ = try wear(gym)
    try await gym.start()
    let screen = try gym.listen()
    let charged = try await screen.next("a charge") {
      $0.text("device") == "armband" && $0.has("battery")
    }
    #expect((0...1).contains(try #require(charged.number("battery"))))
    #expect(charged.text("link") == "ble")
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    _ = try await eventually("clean streams") { () -> Bool? in
      let devices = try await coach.ok("devices").list("devices")
      let clean = devices.allSatisfy { device in
        guard device.text("state") == "streaming" else { return false }
        let streams = device.list("streams")
        return device.faults.isEmpty && !streams.isEmpty
          && streams.allSatisfy { ($0.number("rate_hz") ?? 0) > 20 }
      }
      return devices.count == 2 && clean ? true : nil
    }
  }

  @Test func everyFamilyStreamsWithoutAFault() async throws {
    let source = SineSource()
    let families: [String: any PeripheralModel] = [
      "generic-ble-lines": BLELinesPeripheral(source: source),
      "mbientlab-metamotion": MetaMotionPeripheral(.s, source: source),
      "movella-dot": MovellaDOTPeripheral(source: source),
      "nordic-thingy52": Thingy52Peripheral(source: source),
      "openbci-ganglion": GanglionPeripheral(source: source),
      "oymotion-gforce": GForcePeripheral(source: source),
      "polar-pmd": PolarPeripheral(PolarConfiguration(.h10), source: source),
      "thalmic-myo": MyoPeripheral(source: source),
      "upsidedownlabs-npg-lite-ble": NPGLitePeripheral(source: source),
      "witmotion-bwt901ble": WitMotionBLEPeripheral(source: source),
    ]
    let gym = try Gym()
    let sensors = families.keys.sorted().map { id in
      "  \(id): {match: {driver: \(id), port: \"gatt:DIR/\(id)\"}}\n"
    }
    try gym.configure("stations: {rack-1: {}}\nsensors:\n\(sensors.joined())")
    try gym.wear(families)
    try await gym.start()
    let coach = try gym.ask()
    _ = try await eventually("every family streams") { () -> Bool? in
      let devices = try await coach.ok("devices").list("devices")
      let streaming = devices.filter { $0.text("state") == "streaming" }
      return streaming.count == families.count ? true : nil
    }
    try await Task.sleep(for: .seconds(3))
    for device in try await coach.ok("devices").list("devices") {
      // A MetaMotion's stream may begin with the second half of a sample.
      let known = device.text("model") == "mbientlab-metamotion" ? ["incomplete"] : []
      #expect(Set(device.faults).isSubset(of: known), "\(device)")
      #expect((device.int("frames") ?? 0) > 10, "\(device)")
      let measured = device.list("streams").compactMap { $0.number("rate_hz") }
      #expect(!measured.isEmpty, "\(device)")
    }
  }

  @Test func aWearableThatHangsUpOrVanishesComesBack() async throws {
    let gym = try Gym()
    let control = try wear(gym)
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.device("armband", is: "streaming")
    control.hangUp()
    _ = try await screen.device("armband", is: "gone")
    _ = try await screen.device("armband", is: "streaming")
    control.setRefusing(true)
    control.hangUp()
    let searching = try await screen.device("armband", is: "searching")
    #expect(searching.has("text"))
    control.setRefusing(false)
    _ = try await screen.device("armband", is: "streaming")
    _ = try await screen.next("activation")
  }

  @Test func aWearableShowsItselfWhenAsked() async throws {
    let gym = try Gym()
    _ = try wear(gym)
    try await gym.start()
    let coach = try gym.ask()
    _ = try await eventually("the armband buzzes") { () -> Bool? in
      try await coach.ask("identify", #""device":"armband""#).has("ok") ? true : nil
    }
    let screen = try gym.listen()
    _ = try await screen.next("activation")
  }

  @Test func aWearableThatSaysNothingIsSilent() async throws {
    let gym = try Gym()
    let control = try wear(gym)
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.device("armband", is: "streaming")
    control.setMute(true)
    _ = try await screen.device("armband", is: "silent")
    control.setMute(false)
    _ = try await screen.device("armband", is: "streaming")
  }

  @Test func aWearableOfAnotherModelIsRefused() async throws {
    let gym = try Gym()
    try gym.configure(Self.setup)
    try gym.wear([
      "armband": MovellaDOTPeripheral(source: SineSource()),
      "dot": MyoPeripheral(source: SineSource()),
    ])
    try await gym.start()
    let screen = try gym.listen()
    let refused = try await screen.next("a refusal") {
      $0.text("device") == "armband" && $0.text("state") == "searching" && $0.has("text")
    }
    #expect(refused.text("text")?.contains("model") == true, "\(refused)")
  }
}

extension Message {
  /// Kinds of faults that were counted, in an entry of `devices`; a word of its own where there is
  /// no tally at all.
  fileprivate var faults: [String] {
    (fields["faults"] as? [String: Any]).map { Array($0.keys) } ?? ["no tally"]
  }
}
