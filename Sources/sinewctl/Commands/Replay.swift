import ArgumentParser
import Glibc
import SinewDevices
import SinewFeedback
import SinewRecording

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a recording into a daemon of its own and show the feedback.",
    discussion: """
      The daemon reads the bytes at the speed at which they were recorded, as if the sensor were \
      there. A CSV, EDF, BDF or XDF table is played as a board that prints its numbers: its EMG \
      columns, or an IMU's.

      Examples:
        sinewctl replay box-1.session --exercise biceps_curl --channel 1=biceps.left
        sinewctl replay imu.session --exercise back_squat --place bar --json
        sinewctl replay emg.edf --channel 1=biceps.left
      """)

  @Argument(help: "The recording.") var file: String
  @Option(help: "An id of the catalogue.") var exercise: String?
  @Option(help: "NUMBER=MUSCLE[.left|.right]; may be given again.") var channel: [String] = []
  @Option(help: "Where the IMU sat.") var place: String?
  @Flag(help: "Print the feedback lines themselves.") var json = false

  func run() throws {
    let recording = try recording()
    let daemon = try TemporaryDaemon()
    defer { daemon.stop() }
    Interruption.watch()
    try daemon.start(configuration: try configuration(recording))
    let client = try daemon.connect()
    Interruption.end(client.descriptor)
    var show = LiveShow(json: json)
    withExtendedLifetime(recording.table) {
      show.follow(client) { message in
        // The link of a recording ends with the recording.
        Interruption.happened
          || (message["kind"]?.string == "device" && message["state"]?.string == "searching"
            && message["frames"]?.integer ?? 0 > 0)
      }
    }
  }

  /// What the daemon is given to read.
  private struct Recording {
    let family: String
    let file: String
    var settings: String?
    /// Kept, for its folder goes with it.
    var table: ReplayedTable?
  }

  private func recording() throws -> Recording {
    do {
      guard try SampleFormat(path: file) == .session else {
        let table = try ReplayedTable(path: file)
        return Recording(
          family: "generic-lines", file: table.session, settings: table.settings, table: table)
      }
      guard let family = try SessionReader(path: file).header["device"],
        deviceFamily(family) != nil
      else {
        Screen.complain("sinewctl replay: \(file) does not say which device it is of")
        throw ExitCode(2)
      }
      return Recording(family: family, file: file)
    } catch let error as RecordingError {
      Screen.complain("sinewctl replay: \(error)")
      throw ExitCode(2)
    }
  }

  private func configuration(_ recording: Recording) throws -> String {
    var lines = ["stations:", "  replay:"]
    lines.append(exercise.map { "    exercise: \($0)" } ?? "    lang: en")
    lines += [
      "sensors:", "  recording:",
      "    match: {driver: \(recording.family), port: \"replay:\(recording.file)\"}",
      "    station: replay",
    ]
    if let settings = recording.settings { lines.append("    settings: {\(settings)}") }
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
