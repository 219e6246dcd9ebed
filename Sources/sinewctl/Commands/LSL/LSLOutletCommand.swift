import ArgumentParser
import Glibc
import SinewFeedback
import SinewLinks
import SinewRecording
import SinewSignal

struct LSLOutletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsl",
    abstract: "Offer sensors and events as streams of the lab streaming layer.",
    discussion: """
      Records each sensor and passes on what the recording gets, about a third of a second behind, \
      with the times that `export` gives it; events come as a stream of string markers. Runs until \
      Ctrl-C. Needs liblsl, which is loaded when the command runs.

      Examples:
        sudo sinewctl lsl box-1 imu-1 --library /opt/lsl/liblsl.so
        SINEW_LIBLSL=/opt/lsl/liblsl.so sinewctl lsl box-1
      """)

  @Argument(help: "Names of sensors.") var sensors: [String]
  @Option(help: "The feedback socket.") var feedbackSocket = "/run/sinew/feedback.sock"
  @Option(help: "liblsl.so; default: SINEW_LIBLSL, else where the system keeps it.")
  var library: String?
  @OptionGroup var control: ControlOptions

  private static let kinds = [
    "onset", "offset", "rep", "cue", "mark", "sync.mark", "set.started", "set.ended",
  ]

  func run() throws {
    do {
      try stream()
    } catch let problem as ExportProblem {
      try fail(problem.description)
    } catch let error as RecordingError {
      try fail(error.description)
    }
  }

  private func fail(_ sentence: String) throws {
    Screen.complain("sinewctl lsl: \(sentence)")
    throw ExitCode(2)
  }

  private func stream() throws {
    let usual = unsafe getenv("SINEW_LIBLSL").map { unsafe String(cString: $0) }
    let named = library ?? usual
    let lsl = try LSLLibrary(path: named)
    let screen = try SocketClient(path: feedbackSocket)
    try screen.send(
      JSONValue.object(["subscribe": .array(Self.kinds.map(JSONValue.string))]).text)
    Interruption.watch()
    var started: [String] = []
    defer {
      for sensor in started { stop(sensor) }
    }
    var followed: [LSLSensor] = []
    for sensor in sensors {
      let answer = try SocketClient.ask(
        control.socket, ["request": "record.start", "device": .string(sensor)])
      started.append(sensor)
      guard let file = answer["file"]?.string else {
        throw ExportProblem("the daemon does not say where it records \(sensor)")
      }
      followed.append(try LSLSensor(file: file, lsl))
      say(sensor, file)
    }
    let markers = try LSLOutlet(markers: "sinew markers", lsl)
    // On Linux its clock is CLOCK_MONOTONIC too; a build with another one is put right.
    let apart = lsl.localClock() - MonotonicClock.now().seconds
    let shift = abs(apart) < 0.001 ? 0 : apart
    while !Interruption.happened, !screen.hasEnded {
      if let line = screen.line(timeoutSeconds: 0.05) { mark(line, markers, shift) }
      for sensor in followed { try sensor.follow(shift: shift) }
    }
  }

  /// An event at the time at which it happened; what was so before is none.
  private func mark(_ line: [UInt8], _ markers: LSLOutlet, _ shift: Double) {
    guard let message = try? JSONValue(parsing: line), message["state"]?.bool != true else {
      return
    }
    for note in ExportNotes.notes(of: message) { markers.push(note.text, at: note.onset + shift) }
  }

  private func stop(_ sensor: String) {
    let request: JSONObject = ["request": "record.stop", "device": .string(sensor)]
    do {
      _ = try SocketClient.ask(control.socket, request)
    } catch {
      Screen.complain("sinewctl lsl: \(sensor) is still recorded: \(error)")
    }
  }

  private func say(_ sensor: String, _ file: String) {
    let entry: JSONObject = ["sensor": .string(sensor), "file": .string(file)]
    Screen.write(control.json ? JSONValue.object(entry).text + "\n" : "\(sensor): \(file)\n")
  }
}
