import ArgumentParser
import SinewFeedback

struct Metrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The daemon's figures in Prometheus' text format.",
    discussion: """
      For the textfile collector of node_exporter; sinew-metrics.timer does it every 15 s. A daemon \
      that can't be reached is told as sinew_up 0 in the file, and as an error without one.

      Examples:
        sinewctl metrics
        sudo sinewctl metrics --output /var/lib/prometheus/node-exporter/sinew.prom
        sudo systemctl enable --now sinew-metrics.timer
      """)

  @Option(help: "The control socket.") var socket = "/run/sinew/control.sock"
  @Option(help: "Write this file, as a whole or not at all, instead of standard output.")
  var output: String?

  func run() throws {
    var text = PrometheusText()
    do {
      text.addStatus(try SocketClient.ask(socket, ["request": "status"]))
    } catch let failure as SocketClient.Failure {
      guard output != nil else { throw failure }
      Screen.complain("sinewctl: \(failure)")
      text.addUp(false)
    }
    guard let output else { return Screen.write(text.text) }
    try AtomicFile.write(Array(text.text.utf8), to: output)
  }
}
