import ArgumentParser
import SinewFeedback

struct Assess: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Who does the work in an athlete's latest sets, what to train, when to look again.",
    discussion: """
      Let the athlete do two or three exercises, two or three sets each, with electrodes on target and \
      compensators and references measured; then ask. Ask again after a re-test each week: after \
      twelve sessions it says what the block has changed, or that nothing clear has.

      Examples:
        sinewctl assess a-7k2mqx9p
        sinewctl assess a-7k2mqx9p --exercise box_squat --exercise dumbbell_row
        sinewctl assess a-7k2mqx9p --set-plan
      """)
  @OptionGroup var control: ControlOptions
  @Argument(help: "The athlete's id (sinewctl athlete list).") var athlete: String
  @Option(help: "An exercise to look at; at most three. Without it, those of the latest day.")
  var exercise: [String] = []
  @Flag(help: "Make the proposed block the athlete's plan.") var setPlan = false

  func run() throws {
    var request: JSONObject = ["request": "assess", "athlete": .string(athlete)]
    if !exercise.isEmpty { request["exercises"] = .string(exercise.joined(separator: ",")) }
    let answer = try SocketClient.ask(control.socket, request)
    let lines = control.json ? [answer.text] : AssessmentSheet(answer.plain).lines
    for line in lines { Screen.write(line + "\n") }
    guard setPlan else { return }
    guard let proposed = answer["plan"]?.object else {
      Screen.complain("sinewctl assess: no block is proposed, so the plan stays as it is")
      throw ExitCode(1)
    }
    try control.ask(
      ["request": "plan.set", "athlete": .string(athlete), "plan": .object(proposed)]
    ) { _ in ["the block is the plan of \(athlete) now"] }
  }
}
