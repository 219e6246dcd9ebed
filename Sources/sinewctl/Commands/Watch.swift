import ArgumentParser
import SinewFeedback

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Follow the feedback live.",
    discussion: """
      Examples:
        sinewctl watch
        sinewctl watch --station rack-2
        sinewctl watch --json | jq 'select(.kind == "rep")'
      """)

  @Option(help: "The feedback socket.") var socket = "/run/sinew/feedback.sock"
  @Option(help: "Only this station; may be given again.") var station: [String] = []
  @Option(help: "Only these kinds, such as rep or set.*; may be given again.")
  var kind: [String] = []
  @Flag(help: "Print the lines as they come.") var json = false

  func run() throws {
    let client = try SocketClient(path: socket)
    if !station.isEmpty || !kind.isEmpty {
      var request = JSONObject()
      if !kind.isEmpty { request["subscribe"] = .array(kind.map(JSONValue.string)) }
      if !station.isEmpty { request["station"] = .array(station.map(JSONValue.string)) }
      try client.send(JSONValue.object(request).text)
    }
    LiveShow(json: json).follow(client, until: { _ in false })
    // Not among the lines: others read them.
    Screen.complain("the daemon closed the connection")
  }
}
