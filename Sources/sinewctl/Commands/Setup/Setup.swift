import ArgumentParser
import FoundationEssentials
import SinewDevices
import SinewFeedback
import SinewLinks
import SinewRecording
import SinewSignal

struct Setup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find out what is plugged in and write its configuration.",
    discussion: """
      Without a port it lists those that may be sensors. With one it tries what the drivers know, \
      from listening to asking, then wants to know muscle and side, and writes a file beside the \
      configuration that the daemon reads after `sinewctl reload`.

      Examples:
        sinewctl setup
        sinewctl setup /dev/ttyUSB0
        sinewctl setup /dev/ttyACM0 --muscle biceps --side left --station rack-1 --yes
        sinewctl setup fifo:/run/my-sensor --muscle biceps --side left --yes --print
      """)

  @Argument(help: "/dev/..., fifo:PATH or unix:PATH.") var port: String?
  @OptionGroup var answers: SetupAnswers
  @Option(help: "Only this family of the catalogue.") var driver: String?
  @Option(help: "Only this line speed.") var baud: Int?
  @Option(help: "Sent after opening to a sketch that waits for a key.") var startText: String?
  @Option(help: "The daemon's configuration; the file goes into conf.d beside it.")
  var config = "/etc/sinew/sinew.yaml"
  @Flag(help: "Take what it looks like, ask nothing.") var yes = false
  @Flag(help: "Print the file and write nothing.") var print = false
  @Flag(help: "Overwrite a file of the same name.") var force = false
  @Flag(help: "Print what was found as JSON.") var json = false

  func run() throws {
    do {
      guard let port else { return try listCandidates() }
      try setUp(LinkAddress(port))
    } catch let missing as SetupAnswers.Missing {
      try fail("\(missing)", 2)
    } catch let failure as AtomicFile.Failure {
      try fail("\(failure)", 1)
    } catch LinkError.busy(let path) {
      let owner =
        PortOwners(SystemView()).owner(of: CandidatePort.node(path)).map { " (\($0))" } ?? ""
      try fail("\(path) is in use by another program\(owner): stop that first", 1)
    } catch let error as LinkError {
      try fail("\(error)", 1)
    }
  }

  private func fail(_ sentence: String, _ code: Int32) throws {
    Screen.complain("sinewctl setup: \(sentence)")
    throw ExitCode(code)
  }

  private func listCandidates() throws {
    let candidates = try CandidatePort.all()
    for candidate in candidates {
      Screen.write((json ? candidate.json.text : candidate.words) + "\n")
    }
    guard !json else { return }
    Screen.complain(
      candidates.isEmpty
        ? "no serial port on USB: plug the sensor in, or name a port, fifo:PATH or unix:PATH"
        : "now: sinewctl setup PORT")
  }

  private func setUp(_ address: LinkAddress) throws {
    var usb: CandidatePort?
    switch address {
    case .serial(let path): usb = CandidatePort.at(path)
    case .fifo, .unix: break
    default:
      try fail(
        "setup looks at serial ports, pipes and sockets: write \(address) into the configuration"
          + " yourself, as `port:` of a sensor", 2)
    }
    let asks = Question.isPossible && !yes
    if !asks { try answers.checkComplete(takesGuesses: yes) }
    if let driver, deviceFamily(driver) == nil {
      try fail("unknown family '\(driver)'; see sinewctl devices --catalog", 2)
    }
    var settings = DriverSettings()
    settings.lines.startText = startText ?? ""
    let search = PortSearch(
      address: address, likely: Set(usb?.families ?? []), driver: driver, baud: baud,
      settings: settings, tell: { Screen.complain($0) })
    guard let found = try search.run() else {
      try fail(
        "\(address) is left alone: nothing that answers or sends as a known sensor does;"
          + " is it switched on?", 1)
      return
    }
    let interview = SetupInterview(
      answers: answers, asks: asks, stations: StationNames.read(config))
    let outcome = try SetupOutcome(
      found, address: address, usb: usb?.device, startText: startText ?? "", interview: interview)
    Screen.write(json ? outcome.json.text + "\n" : outcome.words)
    for electrode in outcome.file.channels.values {
      if let doubt = SetupAnswers.doubt(electrode.muscle) { Screen.complain("warning: \(doubt)") }
    }
    if print {
      if !json { Screen.write(outcome.file.text) }
    } else {
      try install(outcome.file)
    }
  }

  /// Writes the file and has the daemon's own reader judge it; what it refuses does not stay.
  private func install(_ file: SensorFile) throws {
    let folder = StationNames.dropIns(config)
    let path = "\(folder)/\(file.name).yaml"
    let before = FileManager.default.contents(atPath: path)
    guard before == nil || force else {
      try fail("\(path) exists already: give another --name, or --force", 1)
      return
    }
    guard FileManager.default.fileExists(atPath: config) else {
      try fail("\(config) is not there: install Sinew, name another with --config, or --print", 1)
      return
    }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(Array(file.text.utf8), to: path)
    let words = [try TemporaryDaemon.program("sinewd"), "--check-config", "--config", config]
    if let verdict = ChildProgram.run(words), verdict.code != 0 {
      if let before {
        try AtomicFile.write(Array(before), to: path)
      } else {
        try? FileManager.default.removeItem(atPath: path)
      }
      let why = verdict.output.split(separator: "\n").first ?? "no reason given"
      try fail("\(path) was taken back, since the daemon would refuse it: \(why)", 1)
    }
    Screen.complain("wrote \(path); now: sinewctl reload")
  }
}
