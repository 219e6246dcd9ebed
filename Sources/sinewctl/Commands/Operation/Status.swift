import ArgumentParser
import SinewFeedback

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How the daemon and its sensors are.",
    discussion: "Example:\n  sinewctl status --json | jq .devices")
  @OptionGroup var control: ControlOptions

  func run() throws {
    try control.ask(["request": "status"]) { answer in
      StatusSheet(status: answer).lines + DeviceTable.lines(answer["devices"])
    }
  }
}
