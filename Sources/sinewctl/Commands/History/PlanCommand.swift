import ArgumentParser
import FoundationEssentials
import SinewCoaching
import SinewFeedback

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show an athlete's plan, or set it from a JSON file.",
    discussion: """
      Examples:
        sinewctl plan a-7k2mqx9p
        sinewctl plan a-7k2mqx9p --set tuesday.json
      """)
  @OptionGroup var control: ControlOptions
  @Argument(help: "The athlete's id.") var athlete: String
  @Option(help: "The plan, JSON.") var set: String?

  func run() throws {
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
}
