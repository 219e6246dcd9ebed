import ArgumentParser
import Glibc
import SinewDevices
import SinewFeedback
import SinewRecording

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a .session recording into a daemon of its own and show the feedback.",
    discussion: """
      The daemon reads the bytes at the speed at which they were recorded, as if the sensor were \
      there.

      Examples:
        sinewctl replay box-1.session --exercise biceps_curl --channel 1=biceps.left
        sinewctl replay imu.session --exercise back_squat --place bar --json
      """)

  @Argument(help: "The recording.") var file: String
  @Option(help: "An id of the catalogue.") var exercise: String?
  @Option(help: "NUMBER=MUSCLE[.left|.right]; may be given again.") var channel: [String] = []
  @Option(help: "Where the IMU sat.") var place: String?
  @Flag(help: "Print the feedback lines themselves.") var json = false

  func run() throws {
    let header: SessionHeader
    do {
      header = try SessionReader(path: file).header
    } catch {
      Screen.complain("sinewctl replay: \(error)")
      throw ExitCode(2)
    }
    guard let family = header["device"], deviceFamily(family) != nil else {
      Screen.complain("sinewctl replay: \(file) does not say which device it is of")
      throw ExitCode(2)
    }
    let daemon = try TemporaryDaemon()
    defer { daemon.stop() }
    Interruption.watch()
    try daemon.start(configuration: try configuration(family))
    let client = try daemon.connect()
    Interruption.end(client.descriptor)
    var show = LiveShow(json: json)
    show.follow(client) { message in
      // The link of a recording ends with the recording.
      Interruption.happened
        || (message["kind"]?.string == "device" && message["state"]?.string == "searching"
          && message["frames"]?.integer ?? 0 > 0)
    }
  }

  private func configuration(_ family: String) throws -> String {
    var lines = ["stations:", "  replay:"]
    lines.append(exercise.map { "    exercise: \($0)" } ?? "    lang: en")
    lines += [
      "sensors:", "  recording:",
      "    match: {driver: \(family), port: \"replay:\(file)\"}", "    station: replay",
    ]
    if let place { lines.append("    place: {segment: \(place)}") }
    if !channel.isEmpty { lines.append("    channels:") }
    for word in channel {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let muscle = parts.last?.split(separator: ".").map(String.init) ?? []
      guard parts.count == 2, Int(parts[0]) != nil, let name = muscle.first else {
        Screen.complain("sinewctl replay: --channel takes 1=biceps.left, not '\(word)'")
        throw ExitCode(2)
      }
      let side = muscle.count == 2 ? ", side: \(muscle[1])" : ""
      lines.append("      \(parts[0]): {muscle: \(name)\(side)}")
    }
    lines.append("real_time: false")
    return lines.joined(separator: "\n") + "\n"
  }
}
