import ArgumentParser
import SinewFeedback

/// What can be said of the next set, on the command line.
struct SetOptions: ParsableArguments {
  @Option(help: "External load, kilograms.") var loadKg: Double?
  @Option(help: "bar, per_hand, stack, band or body: what the load counts.") var loadKind: String?
  @Option(help: "internal or external.") var focus: String?
  @Option(help: "left, right, both or alternating: the limbs that work.") var side: String?
  @Flag(help: "A warm-up set.") var warmUp = false
  @Flag(help: "A work set, also where it is the first.") var workSet = false
  @Option(help: "Set 2 of 4: 2/4.") var setOf: String?
  @Option(help: "Repetitions: 10, or 8-12.") var reps: String?
  @Option(help: "Seconds to hold.") var holdS: Double?
  @Option(help: "Seconds down, pause, up, pause: 3-1-1-0; X is as fast as it goes.")
  var tempo: String?

  /// Puts what was said into a request.
  func add(to request: inout JSONObject) throws {
    request["load_kg"] = loadKg.map(JSONValue.number)
    request["load_kind"] = loadKind.map(JSONValue.string)
    request["focus"] = focus.map(JSONValue.string)
    request["side"] = side.map(JSONValue.string)
    if warmUp || workSet { request["warm_up"] = .bool(warmUp) }
    request["set_of"] = try pair(setOf, "--set-of", "/")
    request["reps"] = try pair(reps.map { $0.contains("-") ? $0 : "\($0)-\($0)" }, "--reps", "-")
    request["hold_s"] = holdS.map(JSONValue.number)
    request["tempo"] = try tempo.map(tempo(_:))
  }

  private func pair(
    _ text: String?, _ option: String, _ separator: Character
  ) throws -> JSONValue? {
    guard let text else { return nil }
    let numbers = text.split(separator: separator, omittingEmptySubsequences: false)
      .map { Int64($0) }
    guard numbers.count == 2, let first = numbers[0], let second = numbers[1] else {
      throw ValidationError("\(option) must be two whole numbers like 2\(separator)4.")
    }
    return [.integer(first), .integer(second)]
  }

  private func tempo(_ text: String) throws -> JSONValue {
    let names = ["eccentric_s", "stretched_s", "concentric_s", "contracted_s"]
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == names.count else {
      throw ValidationError("--tempo must be like 3-1-1-0.")
    }
    var tempo = JSONObject()
    for (name, part) in zip(names, parts) {
      if name == "concentric_s", part.lowercased() == "x" {
        tempo["explosive"] = true
      } else if let seconds = Double(String(part)) {
        tempo[name] = .number(seconds)
      } else {
        throw ValidationError("--tempo must be like 3-1-1-0.")
      }
    }
    return .object(tempo)
  }
}

struct NextExercise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exercise",
    abstract: "Say what a station's next set is; it opens with the first repetition.",
    discussion: "Example:\n  sinewctl exercise rack-2 biceps_curl --load-kg 12.5 --reps 8-12")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The station's name.") var station: String
  @Argument(help: "An id of the catalogue.") var exercise: String
  @OptionGroup var set: SetOptions

  func run() throws {
    var request: JSONObject = [
      "request": "exercise", "station": .string(station), "exercise": .string(exercise),
    ]
    try set.add(to: &request)
    try control.ask(request) { _ in ["next at \(station): \(exercise)"] }
  }
}
