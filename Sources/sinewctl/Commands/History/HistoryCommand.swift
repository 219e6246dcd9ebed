import ArgumentParser
import SinewFeedback

struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The sets of an athlete, newest first.",
    discussion: """
      Examples:
        sinewctl history a-7k2mqx9p
        sinewctl history a-7k2mqx9p --exercise back_squat --from 2026-09-01 --json
      """)
  @OptionGroup var control: ControlOptions
  @Argument(help: "The athlete's id (sinewctl athlete list).") var athlete: String
  @Option(help: "Only this exercise.") var exercise: String?
  @Option(help: "From this day, such as 2026-11-30.") var from: String?
  @Option(help: "Up to this day.") var to: String?
  @Option(help: "At most so many sets.") var limit = 20

  func run() throws {
    var request: JSONObject = [
      "request": "history", "athlete": .string(athlete), "limit": .integer(Int64(limit)),
    ]
    request["exercise"] = exercise.map(JSONValue.string)
    request["from"] = from.map(JSONValue.string)
    request["to"] = to.map(JSONValue.string)
    try control.ask(request) { answer in
      let sets = answer["sets"]?.array ?? []
      guard !sets.isEmpty else { return ["no sets yet"] }
      return [Self.heading] + sets.map(Self.line)
    }
  }

  private static let heading =
    Figures.right("set", 6) + "  " + Figures.padded("when (UTC)", 17)
    + Figures.padded("exercise", 22) + Figures.right("kg", 7) + Figures.right("reps", 6)
    + Figures.right("share", 7) + Figures.right("score", 7) + "  remarks"

  private static func line(_ set: JSONValue) -> String {
    var remarks: [String] = []
    if set["discarded"]?.bool == true { remarks.append("discarded") }
    if set["warm_up"]?.bool == true { remarks.append("warm-up") }
    if let rpe = set["rpe"]?.number { remarks.append("RPE \(Figures.fixed(rpe, 1))") }
    if let focus = set["focus"]?.string { remarks.append(focus) }
    if set["why"]?.string == "restart" { remarks.append("cut off by a restart") }
    let partial = set["partial"]?.integer ?? 0
    return Figures.right("\(set["set"]?.integer ?? 0)", 6) + "  "
      + Figures.padded(Days.minute(set["started"]?.number), 17)
      + Figures.padded(set["exercise"]?.string ?? "any movement", 22)
      + Figures.right(Figures.fixed(set["load_kg"]?.number, 1), 7)
      + Figures.right("\(set["counted"]?.integer ?? 0)\(partial > 0 ? "+\(partial)" : "")", 6)
      + Figures.right(Figures.percent(set["share"]?.number), 7)
      + Figures.right(Figures.fixed(set["score"]?.number, 0), 7)
      + "  " + remarks.joined(separator: ", ")
  }
}

struct Progress: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What an athlete has come to, exercise by exercise, session by session.",
    discussion: "Example:\n  sinewctl progress a-7k2mqx9p --exercise biceps_curl")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The athlete's id (sinewctl athlete list).") var athlete: String
  @Option(help: "Only this exercise.") var exercise: String?
  @Option(help: "From this day, such as 2026-11-30.") var from: String?
  @Option(help: "Up to this day.") var to: String?

  func run() throws {
    var request: JSONObject = ["request": "report", "athlete": .string(athlete)]
    request["exercise"] = exercise.map(JSONValue.string)
    request["from"] = from.map(JSONValue.string)
    request["to"] = to.map(JSONValue.string)
    try control.ask(request) { AthleteSheet($0).lines }
  }
}
