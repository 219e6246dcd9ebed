import Foundation
import Glibc
import Synchronization
import Testing

/// Wearables are found on the air, remembered and forgotten: the real daemon on a pretended
/// management socket.
@Suite(.roomForFew) struct PairingTests {
  private static let stations = "stations: {rack-1: {athlete: a17}, rack-2: {}}\n"

  private static func gym(_ adapter: PretendAdapter) async throws -> Gym {
    let gym = try Gym()
    try gym.configure(stations)
    try await gym.start(bluetooth: adapter.far)
    return gym
  }

  private static func heard(_ screen: Listener, _ last: String) async throws -> Message {
    try await screen.next("\(last) on the air") {
      $0.kind == "scan" && $0.text("address")?.hasSuffix(last) == true
    }
  }

  @Test func aScanTellsWhatIsOnTheAirAndEndsByItself() async throws {
    let adapter = try PretendAdapter([.myo(1, rssi: -40), .stranger(2)])
    defer { adapter.end() }
    let gym = try await Self.gym(adapter)
    let screen = try gym.listen()
    _ = try await screen.presentState()
    let begun = try await gym.ask().socketKept { coach in
      let begun = try await coach.ok("scan.start", #""seconds":1.5"#)
      let armband = try await Self.heard(screen, ":01,random")
      #expect(armband.text("model") == "thalmic-myo" && armband.text("name") == "Myo 1")
      #expect(armband.int("rssi") == -40 && armband.flag("known") == false)
      let stranger = try await Self.heard(screen, ":02,random")
      #expect(!stranger.has("model") && stranger.text("name") == "TV")
      try await eventually("the scan ends") { !adapter.isScanning }
      return begun
    }
    #expect(begun.flag("scanning") == true)
    #expect((begun.number("seconds") ?? 0) > 0.5)
  }

  @Test func aScanEndsWithTheClientThatAskedForItOrByRequest() async throws {
    let adapter = try PretendAdapter([.myo(1, rssi: -40)])
    defer { adapter.end() }
    let gym = try await Self.gym(adapter)
    var owner: Asker? = try gym.ask()
    _ = try await owner?.ok("scan.start")
    #expect(adapter.isScanning)
    let other = try gym.ask()
    #expect(try await other.refusal(of: "scan.start").code == "busy")
    withExtendedLifetime(owner) {}
    owner = nil
    try await eventually("the scan ends with its client") { !adapter.isScanning }
    _ = try await other.ok("scan.start")
    _ = try await other.ok("scan.stop")
    try await eventually("the scan ends by request") { !adapter.isScanning }
    #expect(try await other.refusal(of: "scan.start", #""seconds":0.1"#).code == "bad_argument")
  }

  @Test func whatIsPairedAndAssignedSurvivesARestartAndIsForgottenByRequest() async throws {
    let adapter = try PretendAdapter([.myo(1, rssi: -40)])
    let gym = try await Self.gym(adapter)
    let screen = try gym.listen()
    let coach = try gym.ask()
    _ = try await coach.ok("scan.start")
    _ = try await Self.heard(screen, ":01,random")
    let paired = try await coach.ok("pair", #""address":"C0:C1:C2:C3:C4:01","name":"armband""#)
    #expect(paired.text("model") == "thalmic-myo")
    #expect(paired.text("address") == "C0:C1:C2:C3:C4:01,random")
    let known = try await screen.next("it is known now") {
      $0.kind == "scan" && $0.flag("known") == true
    }
    #expect(known.text("model") == "thalmic-myo")
    let again = try await coach.refusal(of: "pair", #""address":"C0:C1:C2:C3:C4:01,random""#)
    #expect(again.code == "wrong_state" && again.text.contains("armband"))
    _ = try await coach.ok(
      "assign", #""device":"armband","athlete":"a17","channel":3,"muscle":"biceps","side":"left""#)
    adapter.end()
    gym.daemon?.signal(SIGTERM)
    #expect(try await gym.daemon?.end() == 0)

    try await gym.start()
    let after = try gym.ask()
    let device = try #require(try await after.ok("devices").list("devices").first)
    #expect(device.text("device") == "armband" && device.text("station") == "rack-1")
    #expect(device.text("port") == "ble:C0:C1:C2:C3:C4:01,random")
    #expect(gym.text("state/paired.yaml")?.contains(#""3":{"muscle":"biceps""#) == true)
    // A reload keeps it, though the files do not name it.
    _ = try await after.ok("reload")
    #expect(try await after.ok("devices").list("devices").count == 1)
    _ = try await after.ok("forget", #""device":"armband""#)
    #expect(try await after.ok("devices").list("devices").isEmpty)
    #expect(gym.text("state/paired.yaml")?.contains("armband") == false)
    #expect(try await after.refusal(of: "forget", #""device":"armband""#).code == "unknown_device")
    gym.daemon?.signal(SIGTERM)
    #expect(try await gym.daemon?.end() == 0)
    try await gym.start()
    #expect(try await gym.ask().ok("devices").list("devices").isEmpty)
    #expect(!gym.output.contains("forgotten"), "an empty list is no broken one: \(gym.output)")
  }

  @Test func theOneHeldToTheAdapterIsTakenAndADoubtIsSaid() async throws {
    let adapter = try PretendAdapter([.myo(1, rssi: -41), .myo(2, rssi: -44), .stranger(3)])
    defer { adapter.end() }
    let gym = try await Self.gym(adapter)
    let screen = try gym.listen()
    let coach = try gym.ask()
    let early = try await coach.refusal(of: "pair", #""nearest":true"#)
    #expect(early.code == "wrong_state" && early.text.contains("scan.start"))
    _ = try await coach.ok("scan.start")
    _ = try await Self.heard(screen, ":01,random")
    _ = try await Self.heard(screen, ":02,random")
    let doubt = try await coach.refusal(of: "pair", #""nearest":true"#)
    #expect(doubt.text.contains("Myo 1") && doubt.text.contains("Myo 2"), "\(doubt)")
    adapter.state.withLock { $0.advertisers = [.myo(1, rssi: -75), .myo(2, rssi: -72)] }
    try await eventually("neither is near") {
      try await coach.refusal(of: "pair", #""nearest":true"#).text.contains("not near enough")
    }
    adapter.state.withLock { $0.advertisers = [.myo(1, rssi: -75), .myo(2, rssi: -30)] }
    let paired = try await eventually("the near one") { () -> Message? in
      try await coach.ask("pair", #""nearest":true"#).object("ok")
    }
    #expect(paired.text("device") == "thalmic-myo-c402")
  }

  @Test func whyThereCanBeNoScanIsSaid() async throws {
    let adapter = try PretendAdapter()
    defer { adapter.end() }
    adapter.state.withLock { $0.isBlocked = true }
    let gym = try await Self.gym(adapter)
    let coach = try gym.ask()
    let blocked = try await coach.refusal(of: "scan.start")
    #expect(blocked.code == "not_available" && blocked.text.contains("rfkill"))
    adapter.state.withLock { $0.isBlocked = false }

    let denied = try PretendAdapter()
    defer { denied.end() }
    denied.state.withLock { $0.isPrivileged = false }
    let other = try await Self.gym(denied)
    let refusal = try await other.ask().refusal(of: "scan.start")
    #expect(refusal.code == "not_available" && refusal.text.contains("CAP_NET_ADMIN"))

    // A computer without Bluetooth, as containers are.
    let none = try Gym()
    try none.configure(Self.stations)
    try await none.start()
    #expect(try await none.ask().refusal(of: "scan.start").code == "not_available")
  }

  @Test func whatAnotherProgramsScanHearsIsToldToo() async throws {
    let adapter = try PretendAdapter([.myo(1, rssi: -40)])
    defer { adapter.end() }
    adapter.state.withLock { $0.isTaken = true }
    let gym = try await Self.gym(adapter)
    let screen = try gym.listen()
    let coach = try gym.ask()
    let begun = try await coach.ok("scan.start")
    #expect(begun.flag("scanning") == false)
    _ = try await Self.heard(screen, ":01,random")
  }

  @Test func malformedAdvertisementsLoseNothingElse() async throws {
    let adapter = try PretendAdapter([
      .init(address: [9, 9, 9, 9, 9, 9], rssi: 127, data: [0x40, 0x09, 0x41]),
      .init(address: [8, 9, 9, 9, 9, 9], rssi: -1, data: [0, 0, 0]),
      .init(address: [7, 9, 9, 9, 9, 9], rssi: -128, data: [3, 0x09, 0xFF, 0xFE]),
      .myo(1, rssi: -40),
    ])
    defer { adapter.end() }
    let gym = try await Self.gym(adapter)
    let screen = try gym.listen()
    let coach = try gym.ask()
    _ = try await coach.ok("scan.start")
    _ = try await Self.heard(screen, ":01,random")
    _ = try await Self.heard(screen, ":07,random")
    #expect(screen.broken.isEmpty)
  }

  @Test(arguments: [
    (#""address":"nonsense""#, "bad_argument"), ("", "missing_argument"),
    (#""address":"C0:C1:C2:C3:C4:09,random""#, "missing_argument"),
    (#""address":"C0:C1:C2:C3:C4:09","model":"thalmic-moyo""#, "bad_argument"),
    (#""address":"C0:C1:C2:C3:C4:09","model":"openbci-cyton""#, "bad_argument"),
    (#""address":"C0:C1:C2:C3:C4:09","model":"thalmic-myo","name":"a b""#, "bad_argument"),
  ])
  func aWishThatCantBeMetIsRefused(members: String, code: String) async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    try await gym.start()
    #expect(try await gym.ask().refusal(of: "pair", members).code == code)
  }

  @Test func aFileOfPairedSensorsThatCantBeReadIsKeptAndNobodyIsHeldUp() async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    try gym.write("sensors: {a: {match: {driver: nobody}}}\n", to: "state/paired.yaml")
    try await gym.start()
    #expect(gym.output.contains("paired sensors were forgotten"), "\(gym.output)")
    #expect(gym.text("state/paired.yaml.unreadable")?.contains("nobody") == true)
    let coach = try gym.ask()
    _ = try await coach.ok(
      "pair", #""address":"C0:C1:C2:C3:C4:09,random","model":"thalmic-myo""#)
    #expect(try await coach.ok("devices").list("devices").count == 1)
  }

  @Test func theCommandLinePairsAndListsInPlainLines() async throws {
    let adapter = try PretendAdapter([.myo(1, rssi: -35), .stranger(2)])
    defer { adapter.end() }
    let gym = try await Self.gym(adapter)
    let sockets = ["--socket", gym.controlPath, "--feedback-socket", gym.feedbackPath]
    let program = try Program.path("sinewctl")
    let list = try await gym.run([program, "scan", "--seconds", "1.5"] + sockets)
    #expect(list.code == 0 && list.output.contains("-35 dBm"), "\(list.output)")
    #expect(list.output.contains("thalmic-myo") && !list.output.contains("TV"))
    let all = try await gym.run([program, "scan", "--all", "--seconds", "1.5", "--json"] + sockets)
    #expect(all.output.contains(#""kind":"scan""#) && all.output.contains("TV"), "\(all.output)")
    let nobody = try await gym.run([program, "pair"] + sockets)
    #expect(nobody.code == 2 && nobody.output.contains("--nearest"), "\(nobody.output)")
    let paired = try await gym.run(
      [
        program, "pair", "--nearest", "--name", "armband", "--station", "rack-2", "--muscle",
        "biceps", "--channel", "1", "--no-wait", "--json",
      ] + sockets)
    #expect(paired.code == 0, "\(paired.output)")
    #expect(paired.output.contains(#""device":"armband""#) && paired.output.contains("rack-2"))
    let forgotten = try await gym.run(
      [program, "forget", "armband", "--socket", gym.controlPath])
    #expect(forgotten.code == 0, "\(forgotten.output)")
  }
}

extension Asker {
  /// Keeps the connection open as long as `body` runs: a scan ends with it.
  fileprivate func socketKept<Found>(
    _ body: (Asker) async throws -> Found
  ) async throws -> Found {
    let found = try await body(self)
    withExtendedLifetime(self) {}
    return found
  }
}
