import Foundation
import Testing

/// Errors in the configuration: the file, the line, what is wrong and what was probably meant.
@Suite(.roomForFew) struct ConfigurationTests {
  private static let station = "stations:\n  rack-1: {lang: en}\n"
  private static let sensor = "sensors:\n  box:\n"
  private static let match = "    match: {driver: openbci-cyton, port: /dev/null}\n"

  @Test(arguments: [
    // Two lines stand before each text: real_time and exercise_directory.
    ("feedbak: {}\n", ":3:", "feedback"),
    ("feedback: {activation_hzz: 20}\n", ":3:", "activation_hz"),
    ("feedback: {activation_hz: fast}\n", ":3:", "activation_hz"),
    ("feedback: {activation_hz: 0}\n", ":3:", "activation_hz"),
    ("feedback: {scope: everybody}\n", ":3:", "screen"),
    (station + "control: {sockett: x}\n", ":5:", "socket"),
    ("stations:\n  rack-1: {lang: fr}\n", ":4:", "lang"),
    ("stations:\n  rack-1:\n    nickname: A\n    exercize: fly\n", ":6:", "exercise"),
    ("stations:\n  rack-1: {}\n  rack-1: {}\n", ":", "rack-1"),
    (station + sensor + "    station: rack-1\n", ":", "match"),
    (sensor + "    match: {driver: openbci-citon, port: /dev/null}\n", ":5:", "openbci-cyton"),
    (sensor + "    match: {driver: openbci-cyton, prt: /dev/null}\n", ":5:", "port"),
    (sensor + match + "    baud: 3\n", ":6:", "baud"),
    (sensor + match + "    place: {segment: forearm, side: middle}\n", ":6:", "side"),
    (sensor + match + "    channels: {0: {muscle: biceps}}\n", ":6:", "channel"),
    (sensor + match + "    channels: {1: {muscel: biceps}}\n", ":6:", "muscle"),
    (sensor + match + "    channels: {1: {muscle: biceps, mvc: -3}}\n", ":6:", "mvc"),
    (station + sensor + match + "    station: rack-11\n", ":", "rack-1"),
    ("stations: {rack-1: {exercise: biceps_curls}}\n", ":", "biceps_curl"),
    ("stations: [rack-1]\n", ":3:", "stations"),
    ("stations: {\n", ":", "YAML"),
    ("\tstations: 1\n", ":3:", "YAML"),
  ])
  func aFaultIsNamedWithFileLineAndRemedy(
    text: String, place: String, hint: String
  ) async throws {
    let gym = try Gym()
    try gym.configure(text)
    let checked = try await gym.run(gym.words(["--check-config"]))
    #expect(checked.code == 2)
    #expect(checked.output.contains("\(gym.configurationPath)\(place)"), "\(checked.output)")
    #expect(checked.output.contains(hint), "\(checked.output)")
    #expect(checked.output.split(separator: "\n").count == 1, "\(checked.output)")
  }

  @Test func aGoodConfigurationHasNoComplaints() async throws {
    let gym = try Gym()
    try gym.write(QuickCurl.exercise, to: "exercises/quick_curl.yaml")
    try gym.configure(QuickCurl.configuration)
    try gym.write("stations: {rack-9: {exercise: quick_curl}}\n", to: "conf.d/more.yaml")
    let checked = try await gym.run(gym.words(["--check-config"]))
    #expect(checked.code == 0)
    #expect(checked.output.contains("no complaints"))
    #expect(!FileManager.default.fileExists(atPath: gym.feedbackPath))
    #expect(!FileManager.default.fileExists(atPath: gym.statePath))
  }

  @Test func aFileInConfDIsReadToo() async throws {
    let gym = try Gym()
    try gym.configure("stations: {rack-1: {}}\n")
    try gym.write("stations:\n  rack-2: {\n    nicname: A}\n", to: "conf.d/50-more.yaml")
    let checked = try await gym.run(gym.words(["--check-config"]))
    #expect(checked.code == 2)
    #expect(checked.output.contains("conf.d/50-more.yaml:3:"), "\(checked.output)")
    #expect(checked.output.contains("nickname"), "\(checked.output)")
  }

  @Test func aFaultInAnExerciseIsNamedToo() async throws {
    let gym = try Gym()
    try gym.configure("stations: {rack-1: {}}\n")
    try gym.write(
      QuickCurl.exercise.replacingOccurrences(of: "set_timeout_s", with: "set_timeout"),
      to: "exercises/quick_curl.yaml")
    let checked = try await gym.run(gym.words(["--check-config"]))
    #expect(checked.code == 2)
    #expect(checked.output.contains("exercises/quick_curl.yaml:9:"), "\(checked.output)")
    #expect(checked.output.contains("set_timeout_s"), "\(checked.output)")
  }

  @Test func aMissingFileIsToldWithWhatToDo() async throws {
    let gym = try Gym()
    let checked = try await gym.run(gym.words(["--check-config"]))
    #expect(checked.code == 2)
    #expect(checked.output.contains("\(gym.configurationPath): can't be read; check"))
  }

  @Test func aWrongConfigurationEndsTheStartBeforeAnythingIsTouched() async throws {
    let gym = try Gym()
    try gym.configure("stations: {rack-1: {langg: en}}\n")
    let started = try await gym.run(gym.words())
    // EX_CONFIG, by which the unit knows that another start would not help.
    #expect(started.code == 78)
    #expect(started.output.contains("sinew.yaml:3:"))
    #expect(started.output.contains("lang"))
    #expect(!FileManager.default.fileExists(atPath: gym.feedbackPath))
    #expect(!FileManager.default.fileExists(atPath: gym.statePath))
  }
}
