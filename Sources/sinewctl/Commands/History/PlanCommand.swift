import ArgumentParser
import FoundationEssentials
import SinewCoaching
import SinewFeedback

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show an athlete's plan, set it from a JSON file, or begin an intent block.",
    discussion: """
      Examples:
        sinewctl plan a-7k2mqx9p
        sinewctl plan a-7k2mqx9p --set tuesday.json
        sinewctl plan a-7k2mqx9p --intent-block box_squat
      """)
  @OptionGroup var control: ControlOptions
  @Argument(help: "The athlete's id.") var athlete: String
  @Option(help: "The plan, JSON.") var set: String?

  @Option(
    help: "Begin the four weeks that are offered on a plateau, in this exercise at the latest load."
  )
  var intentBlock: String?

  func run() throws {
    if let exercise = intentBlock { return try beginBlock(exercise) }
    guard let set else {
      return try control.ask(["request": "programme", "athlete": .string(athlete)]) { answer in
        [answer["plan"]?.text ?? "no plan is set"]
      }
    }
    guard let data = FileManager.default.contents(atPath: set),
      let plan = (try? JSONValue(parsing: Array(data), limits: .file))?.object
    else {
      Screen.complain("sinewctl plan: \(set) is no JSON object, or can't be read")
      throw ExitCode(2)
    }
    try control.ask(
      ["request": "plan.set", "athlete": .string(athlete), "plan": .object(plan)]
    ) { _ in ["the plan of \(athlete) is set"] }
  }

  private func beginBlock(_ exercise: String) throws {
    try control.ask(
      ["request": "intent.start", "athlete": .string(athlete), "exercise": .string(exercise)]
    ) { answer in
      let load = answer["load_kg"]?.number.map { " at \(Figures.fixed($0, 1)) kg" } ?? ""
      return ["\(exercise)\(load), 3-1-1-1, until \(answer["until"]?.string ?? "?")"]
    }
  }
}
