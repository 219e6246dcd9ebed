import ArgumentParser
import Glibc
import SinewFeedback

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for what keeps sensors and screens from working, and say what mends it.",
    discussion: """
      Changes nothing. Ends with 1 when there is a problem; advice alone is no problem. With sudo \
      it also sees which program holds a port.

      Examples:
        sinewctl doctor
        sudo sinewctl doctor --user ada
        sinewctl doctor --json | jq '.findings[] | select(.verdict == "problem")'
      """)

  @Flag(help: "Print the findings as JSON.") var json = false
  @Option(help: "The user who is to watch; else who runs this.") var user: String?
  @Option(help: "The feedback socket.") var feedbackSocket = "/run/sinew/feedback.sock"
  @Option(help: "The control socket.") var controlSocket = "/run/sinew/control.sock"
  @Flag(help: "Print the udev rules of this version and end.") var printRules = false
  @Option(help: ArgumentHelp("Look at the system below this folder.", visibility: .hidden))
  var root = ""

  func run() throws {
    if printRules { return Screen.write(RulesCheck.text) }
    let findings = findings(SystemView(root: root))
    let problems = findings.count { $0.verdict == .problem }
    if json {
      let whole: JSONObject = [
        "version": .string(sinewVersion), "problems": .integer(Int64(problems)),
        "findings": .array(findings.map(\.json)),
      ]
      Screen.write(JSONValue.object(whole).text + "\n")
    } else {
      for finding in findings { Screen.write(finding.words + "\n") }
    }
    if problems > 0 { throw ExitCode(1) }
  }

  /// Every check, in the order in which things must work.
  private func findings(_ view: SystemView) -> [Finding] {
    // Behind sudo it is about the one who typed it.
    let sudo = unsafe getenv("SUDO_USER").map { unsafe String(cString: $0) }
    let person = Person(view, name: user ?? (getuid() == 0 ? sudo : nil))
    let daemon = DaemonChecks(
      view: view, feedbackSocket: feedbackSocket, controlSocket: controlSocket)
    return GroupChecks.findings(view, person) + daemon.findings() + [RulesCheck.finding(view)]
      + PortChecks(view: view, person: person).findings() + MeddlerChecks.findings(view)
      + ModuleChecks.findings(view) + BluetoothChecks.findings(view) + [ClockCheck.finding(view)]
  }
}
