import ArgumentParser
import SinewFeedback
import SinewRecording

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write recordings and finished sets in formats that other tools read.",
    discussion: """
      A number is a finished set: its events from the daemon's history, its samples from the \
      recordings that were made meanwhile. Anything else is a file: a .session recording, or a CSV, \
      EDF, BDF or XDF table.

      edf and bdf are EDF+ and BDF+ (bdf keeps all of a 24-bit converter), xdf has a time stamp a \
      sample, csv has a JSON sheet beside it, vtt holds the events for a film.

      Examples:
        sinewctl export box-1-20261201T100000Z.session --to bdf
        sinewctl export box-1.session --to edf --channel 1=biceps.left --events lines.ndjson
        sinewctl export box-1.session imu.session --to xdf --set 41 --output set-41
        sinewctl export 41 --to csv --recordings /var/lib/sinew
      """)

  @Argument(help: "Recordings and tables, or the number of a set.") var what: [String]
  @Option(help: "edf, bdf, xdf, csv or vtt.") var to: ExportFormat
  @Option(help: "Name of the files, without their ending; default: that of the source.")
  var output: String?
  @Option(help: "Events of this set, and only its time with a second around it.") var set: Int?
  @Option(help: "Events of a file: lines of watch --json or analyze, or of report --json.")
  var events: String?
  @Option(help: "NUMBER=MUSCLE[.left|.right], over what the recording says; may be given again.")
  var channel: [String] = []
  @Option(help: "Where an IMU sat, such as forearm.left.") var place: String?
  @Option(help: "UTC at the start of a recording that was made before the machine knew the time.")
  var startUtc: String?
  @Option(help: "Where recordings are looked for.") var recordings = "/var/lib/sinew"
  @Flag(help: "EDF and BDF: fill gaps with an empty slot a sample, never leave records out.")
  var fillGaps = false
  @Flag(help: "Write over files that exist.") var force = false
  @OptionGroup var control: ControlOptions

  func run() throws {
    do {
      try export()
    } catch let problem as ExportProblem {
      try fail(problem.description)
    } catch let error as RecordingError {
      try fail(error.description)
    } catch let failure as AtomicFile.Failure {
      try fail(failure.description)
    }
  }

  private func fail(_ sentence: String) throws {
    Screen.complain("sinewctl export: \(sentence)")
    throw ExitCode(2)
  }

  private func export() throws {
    let job = try job()
    guard to != .vtt else { return try writeTrack(job) }
    guard !job.files.isEmpty else { return try writeEventsAlone(job) }
    let stem = output ?? job.stem
    // One after another: each file's rows are read twice, and nothing is kept.
    let sources = try job.files.map { try source($0, job) }
    if to == .xdf {
      try write(JoinedSource(sources), stem: stem, job)
    } else {
      for (file, source) in zip(job.files, sources) {
        let own = Self.stem(file)
        try write(
          source, stem: sources.count == 1 ? stem : output.map { "\($0)-\(own)" } ?? own, job)
      }
    }
  }

  // MARK: What is wanted

  /// The files of one export, and what happened in them.
  private struct Job {
    var files: [String]
    var notes: ExportNotes?
    var choices = ExportChoices()
    /// UTC of the set, and its instants on the machine's clock.
    var window: (start: Double, end: Double)?
    var stem: String
  }

  private func job() throws -> Job {
    guard let first = what.first else { throw ExportProblem("name a recording or a set") }
    var job = Job(files: what, stem: Self.stem(first))
    for word in channel { try job.choices.add(channel: word) }
    if let place {
      guard ExportChoices.place(place) != nil else {
        throw ExportProblem("--place takes a place such as forearm.left, not '\(place)'")
      }
      job.choices.place = place
    }
    if let startUtc {
      guard let start = CivilTime.seconds(ofISO: startUtc) else {
        throw ExportProblem("--start-utc takes 2026-12-01T10:00:00Z, not '\(startUtc)'")
      }
      job.choices.startUTC = start
    }
    let alone = what.count == 1 ? Int(first) : nil
    if let number = alone ?? set {
      let report = try report(number)
      job.notes = ExportNotes(set: report)
      job.window = Self.window(report)
      if alone != nil {
        job.files = try SetRecordings(folder: recordings).covering(report)
        job.stem = "set-\(number)"
      }
    }
    if let events { job.notes = try ExportNotes.read(file: events) }
    return job
  }

  private func report(_ number: Int) throws -> JSONValue {
    let answer = try SocketClient.ask(
      control.socket, ["request": "report", "set": .integer(Int64(number))])
    guard let set = answer["set"] else { throw ExportProblem("there is no set \(number)") }
    return set
  }

  private static func window(_ set: JSONValue) -> (start: Double, end: Double)? {
    guard let start = set["started"]?.number, let end = set["ended"]?.number, end >= start else {
      return nil
    }
    return (start, end)
  }

  private static func stem(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? "export"
    for ending in [".gz", ".session", ".csv", ".edf", ".bdf", ".xdf"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
    }
    return name.isEmpty ? "export" : name
  }

  // MARK: Reading

  private func source(_ file: String, _ job: Job) throws -> any ExportSource {
    var choices = job.choices
    if let window = job.window { choices.window = try Self.seconds(window, file, choices) }
    var bar = ProgressBar(doing: "reading")
    defer { bar.clear() }
    guard try SampleFormat(path: file) == .session else {
      return try TableSource(
        file: file, choices: choices, version: sinewVersion, progress: { bar.show($0) })
    }
    return try SessionSource(
      file: file, choices: choices, version: sinewVersion, progress: { bar.show($0) })
  }

  /// The time of a set in seconds of a recording, with a second around it.
  private static func seconds(
    _ window: (start: Double, end: Double), _ file: String, _ choices: ExportChoices
  ) throws -> ClosedRange<Double>? {
    guard let start = try choices.startUTC ?? RecordingStart.utc(of: file) else { return nil }
    return (window.start - start - 1)...(window.end - start + 1)
  }

  // MARK: Writing

  private func write(_ source: any ExportSource, stem: String, _ job: Job) throws {
    var facts = source.facts
    facts.notes = try job.notes?.notes(on: facts, file: job.files.first ?? stem) ?? []
    let names = ExportNames(stem: stem, tables: source.tables)
    var sink: any ExportSink =
      switch to {
      case .edf, .bdf:
        try EDFSink(
          to == .edf ? .edf : .bdf, names: names, facts: facts, fillsGaps: fillGaps,
          replacing: force)
      case .xdf: try XDFSink(names: names, facts: facts, replacing: force)
      case .csv, .vtt: try CSVSink(names: names, facts: facts, replacing: force)
      }
    var bar = ProgressBar(doing: "writing")
    try source.play({ try sink.write($1, table: $0) }, progress: { bar.show($0) })
    bar.clear()
    try show(sink.finish(), source)
  }

  private func writeTrack(_ job: Job) throws {
    guard let notes = job.notes else {
      throw ExportProblem("vtt holds events: give --set or --events")
    }
    let path = "\(output ?? job.stem).vtt"
    let list: [TimedNote]
    if let file = job.files.first {
      list = try notes.notes(on: source(file, job).facts, file: file)
    } else {
      list = notes.alone().notes
    }
    try AtomicFile.write(Array(NotesTrack(list).webVTT.utf8), to: path, mode: 0o640)
    try show([ExportedFile(path: path)], nil)
  }

  /// A set without a recording has events but no samples.
  private func writeEventsAlone(_ job: Job) throws {
    guard let notes = job.notes else { throw ExportProblem("there is nothing to export") }
    let alone = notes.alone()
    let stem = output ?? job.stem
    var facts = RecordingFacts()
    facts.version = sinewVersion
    facts.startUTC = alone.startUTC
    facts.notes = alone.notes
    switch to {
    case .xdf:
      let writer = try XDFWriter(
        path: "\(stem).xdf", tables: [], facts: facts, replacing: force)
      try writer.finish()
      try show([ExportedFile(path: "\(stem).xdf")], nil)
    case .csv:
      let path = "\(stem)-events.csv"
      try AtomicFile.write(Array(NotesTrack(alone.notes).csv.utf8), to: path, mode: 0o640)
      try show([ExportedFile(path: path)], nil)
    case .edf, .bdf, .vtt:
      throw ExportProblem(
        "no recording was made during that set: \(to.rawValue) needs samples; csv, xdf and vtt hold"
          + " its events alone")
    }
  }

  private func show(_ files: [ExportedFile], _ source: (any ExportSource)?) throws {
    let remarks = source?.remarks ?? []
    guard !control.json else {
      for file in files { Screen.write(Self.json(file, remarks).text + "\n") }
      return
    }
    for remark in remarks { Screen.complain(remark) }
    for file in files {
      var line = file.path
      if let rows = file.rows, let rate = file.rateHz, let channels = file.channels {
        line +=
          ": \(channels) channels, \(rows) rows at \(Figures.fixed(rate, 3)) Hz"
      }
      Screen.write(line + "\n")
      for remark in file.remarks { Screen.complain("  \(remark)") }
    }
  }

  private static func json(_ file: ExportedFile, _ remarks: [String]) -> JSONValue {
    var entry: JSONObject = ["file": .string(file.path)]
    entry["table"] = file.table.map(JSONValue.string)
    entry["channels"] = file.channels.map { .integer(Int64($0)) }
    entry["rows"] = file.rows.map { .integer(Int64($0)) }
    entry["rate_hz"] = file.rateHz.map(JSONValue.number)
    entry["remarks"] = .array((remarks + file.remarks).map(JSONValue.string))
    return .object(entry)
  }
}
