import Foundation
import SinewEmulators
import Testing

/// `sinewctl setup` finds out what is at a port and writes what the daemon then follows.
@Suite(.roomForFew) struct SetupStories {
  private static let stations = "stations: {rack-1: {nickname: Alex}}\n"

  private static func board(
    _ columns: [LineColumn], names: [String] = [], linesPerSecond: Double = 500
  ) -> LineBoardEmulator {
    var configuration = LineBoardConfiguration()
    configuration.columns = columns
    configuration.linesPerSecond = linesPerSecond
    configuration.startsMidLine = true
    if !names.isEmpty {
      configuration.names = names
      configuration.style.labels = .inline
      configuration.style.separator = "\t"
    }
    return LineBoardEmulator(configuration, source: QuickCurl.athlete(restSeconds: 60))
  }

  @Test func aBoardThatPrintsNumbersIsFoundAndFollowed() async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    try gym.plug(["board": Self.board([.microseconds, .emg(channel: 0)])])
    let done = try await gym.command(
      "setup", "\(gym.folder)/board", "--muscle", "biceps", "--side", "left", "--yes",
      "--config", gym.configurationPath)
    #expect(done.code == 0, "\(done.output)")
    let file = try #require(gym.text("conf.d/left-biceps.yaml"))
    #expect(file.contains("columns: [us, ch1]"), "\(file)")
    #expect(file.contains("station: rack-1"), "\(file)")

    try await gym.start()
    let screen = try gym.listen()
    let level = try await screen.next("activation")
    let muscle = try #require(level.list("muscles").first)
    #expect(muscle.text("muscle") == "biceps" && muscle.text("side") == "left")
    let devices = try await gym.ask().ok("devices").list("devices")
    #expect(devices.first?.text("device") == "left-biceps")

    // The daemon holds the port now.
    let again = try await gym.command(
      "setup", "\(gym.folder)/board", "--muscle", "biceps", "--yes")
    #expect(again.code == 1)
    #expect(again.output.contains("in use by another program (sinewd"), "\(again.output)")
  }

  @Test func labelsAndUnitsAreReadFromTheLines() async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    try gym.plug([
      "board": Self.board(
        [.milliseconds, .emg(channel: 0), .emg(channel: 1)],
        names: ["ms", "biceps_mV", "triceps [uV]"])
    ])
    let (code, found) = try await gym.json(
      "setup", "\(gym.folder)/board", "--muscle", "biceps", "--yes", "--print",
      "--config", gym.configurationPath)
    #expect(code == 0)
    #expect(found.text("driver") == "generic-lines")
    #expect(found.texts("columns") == ["ms", "biceps_mV", "triceps [uV]"])
    #expect(found.flag("has_time") == true)
    #expect(found.text("looks_like") == "emg")
    #expect(abs((found.number("rate_hz") ?? 0) - 500) < 50)
    #expect(found.texts("limits") == [])
    let file = try #require(found.text("configuration"))
    #expect(file.contains("{name: biceps_mV, unit: uV, scale: 1000.0}"), "\(file)")
    #expect(file.contains(#"{name: "triceps [uV]", unit: uV}"#), "\(file)")
    #expect(gym.text("conf.d/biceps.yaml") == nil)
  }

  @Test func teleplotBringsTimeAndUnitWithEachValue() async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    var configuration = LineBoardConfiguration()
    configuration.columns = [.emg(channel: 0)]
    configuration.names = ["left arm"]
    configuration.style.labels = .teleplot
    configuration.style.unit = "mV"
    try gym.plug([
      "board": LineBoardEmulator(configuration, source: QuickCurl.athlete(restSeconds: 60))
    ])
    let (code, found) = try await gym.json(
      "setup", "\(gym.folder)/board", "--muscle", "biceps", "--yes", "--print",
      "--config", gym.configurationPath)
    #expect(code == 0)
    #expect(found.flag("has_time") == true)
    let file = try #require(found.text("configuration"))
    #expect(file.contains(#"columns: [{name: "left arm", unit: uV, scale: 1000.0}]"#), "\(file)")
  }

  @Test func sixColumnsWithGravityInThemAreMotion() async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    let columns: [LineColumn] =
      [.microseconds] + (0...2).map { .acceleration(axis: $0) }
      + (0...2).map { .turnRate(axis: $0) }
    try gym.plug(["board": Self.board(columns, linesPerSecond: 100)])
    let (code, found) = try await gym.json(
      "setup", "\(gym.folder)/board", "--place", "forearm", "--side", "left", "--yes", "--print",
      "--config", gym.configurationPath)
    #expect(code == 0)
    #expect(found.text("kind") == "motion")
    let file = try #require(found.text("configuration"))
    #expect(file.contains("{segment: forearm, side: left}"), "\(file)")
    #expect(file.contains("{name: ch1, unit: g}") && file.contains("{name: ch6, unit: dps}"))
    try gym.write(file, to: "conf.d/imu.yaml")
    #expect(try await gym.run(gym.words(["--check-config"])).code == 0)
  }

  @Test(arguments: [
    (LineColumn.envelope(channel: 0), 500.0, "envelope", "levels only"),
    (.emg(channel: 0), 250.0, "emg", "onset times are coarse"),
    (.emg(channel: 0), 120.0, "emg", "most of a muscle's signal is lost"),
    (.emg(channel: 0), 20.0, "envelope", "levels only"),
  ])
  func whatASensorCantDoIsSaid(
    column: LineColumn, rate: Double, kind: String, limit: String
  ) async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    let name = if case .envelope = column { "env" } else { "emg" }
    try gym.plug(["board": Self.board([column], names: [name], linesPerSecond: rate)])
    let (code, found) = try await gym.json(
      "setup", "\(gym.folder)/board", "--muscle", "biceps", "--yes", "--print",
      "--config", gym.configurationPath)
    #expect(code == 0)
    #expect(found.text("kind") == kind)
    #expect(found.texts("limits").contains { $0.contains(limit) }, "\(found)")
    #expect(found.texts("limits").contains { $0.contains("print micros()") })
  }

  @Test func aSensorOfAnotherKindIsKnownByItsHandshake() async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    try gym.plug(["box": CytonEmulator(source: SineSource())])
    let (code, found) = try await gym.json(
      "setup", "\(gym.folder)/box", "--muscle", "biceps", "--side", "left",
      "--channel", "3=triceps_long.right", "--yes", "--config", gym.configurationPath)
    #expect(code == 0, "\(found)")
    #expect(found.text("driver") == "openbci-cyton")
    #expect(found.list("streams").first?.int("channels") == 8)
    let file = try #require(gym.text("conf.d/left-biceps.yaml"))
    #expect(file.contains("3: {muscle: triceps_long, side: right}"), "\(file)")
    #expect(try await gym.run(gym.words(["--check-config"])).code == 0)
  }

  @Test func whatTheDaemonWouldRefuseIsTakenBack() async throws {
    let gym = try Gym()
    try gym.configure(
      Self.stations + "sensors: {mine: {match: {driver: generic-lines, port: DIR/board}}}\n")
    try gym.plug(["board": Self.board([.emg(channel: 0)])])
    let done = try await gym.command(
      "setup", "\(gym.folder)/board", "--muscle", "biceps", "--yes",
      "--config", gym.configurationPath)
    #expect(done.code == 1)
    #expect(done.output.contains("both want the port"), "\(done.output)")
    #expect(gym.text("conf.d/biceps.yaml") == nil)
    #expect(try await gym.run(gym.words(["--check-config"])).code == 0)
  }

  @Test(arguments: [
    (["--yes"], "--muscle"), ([], "--muscle"), (["--muscle", "biceps"], "--side"),
    (["--muscle", "Big Biceps", "--yes"], "no muscle id"),
    (["--muscle", "biceps", "--yes", "--channel", "x=y"], "--channel"),
    (["--muscle", "biceps", "--yes", "--driver", "nobody"], "nobody"),
  ])
  func withoutATerminalMissingAnswersAreNamedInOneSentence(
    words: [String], hint: String
  ) async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    try gym.plug(["board": Self.board([.emg(channel: 0)])])
    let done = try await gym.run(
      [try Program.path("sinewctl"), "setup", "\(gym.folder)/board", "--print"] + words)
    #expect(done.code == 2)
    let last = try #require(done.output.split(separator: "\n").last)
    #expect(last.hasPrefix("sinewctl setup: ") && last.contains(hint), "\(done.output)")
  }

  @Test func aPortWithNothingBehindItIsLeftAlone() async throws {
    let gym = try Gym()
    try gym.configure(Self.stations)
    let nowhere = try await gym.command(
      "setup", "/dev/nowhere", "--muscle", "biceps", "--yes")
    #expect(nowhere.code == 1)
    #expect(nowhere.output.contains("/dev/nowhere does not exist"))
    try gym.plug(["mute": Mute()])
    let mute = try await gym.command(
      "setup", "\(gym.folder)/mute", "--muscle", "biceps", "--yes", "--driver", "generic-lines")
    #expect(mute.code == 1)
    #expect(mute.output.contains("is left alone"), "\(mute.output)")
  }
}

/// A device that says nothing.
private struct Mute: EmulatedDevice {
  var nextDue: Double? { nil }
  mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] { [] }
  mutating func advance(to seconds: Double) -> [UInt8] { [] }
}
