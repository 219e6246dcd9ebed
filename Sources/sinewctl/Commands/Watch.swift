import ArgumentParser
import Glibc
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
    var show = LiveShow(json: json)
    var client = try SocketClient(path: socket)
    while true {
      try subscribe(client)
      show.follow(client, until: { _ in false })
      // Not among the lines: others read them. Whoever reads lines decides what a restart means.
      show.tell("the daemon closed the connection")
      guard show.isPicture else { return }
      client = awaited()
    }
  }

  private func subscribe(_ client: SocketClient) throws {
    guard !station.isEmpty || !kind.isEmpty else { return }
    var request = JSONObject()
    if !kind.isEmpty { request["subscribe"] = .array(kind.map(JSONValue.string)) }
    if !station.isEmpty { request["station"] = .array(station.map(JSONValue.string)) }
    try client.send(JSONValue.object(request).text)
  }

  /// A connection as soon as a daemon listens again.
  private func awaited() -> SocketClient {
    while true {
      if let client = try? SocketClient(path: socket) { return client }
      usleep(300_000)
    }
  }
}
