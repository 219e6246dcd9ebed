import ArgumentParser
import SinewFeedback

struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Guide an athlete through a calibration; training needs none.",
    discussion: """
      What: rest, mvc, refset, taskmax, rom, placement; cancel stops it, exchange carries out what
      a placement check offered. Docs/Calibration.md tells when which is worth it.

      Examples:
        sinewctl calibrate rack-2 placement
        sinewctl calibrate rack-2 mvc --muscle biceps --side left
        sinewctl calibrate rack-2 cancel
      """)

  enum Action: String, ExpressibleByArgument, CaseIterable {
    case rest, mvc, refset, taskmax, rom, placement, cancel, exchange
  }

  @OptionGroup var control: ControlOptions
  @Option(help: "The feedback socket, to follow the steps.")
  var feedback = "/run/sinew/feedback.sock"
  @Argument(help: "The station's name.") var station: String
  @Argument(help: "What to calibrate, or cancel, or exchange.") var what: Action
  @Option(help: "One muscle; without it all that are worn.") var muscle: String?
  @Option(help: "left or right.") var side: String?
  @Flag(
    help: "The athlete was asked the five questions, and said no.")
  var screened = false
  @Flag(help: "Return at once instead of following the steps.") var detach = false

  func run() throws {
    switch what {
    case .cancel:
      try control.ask(request("calibrate.cancel")) { _ in ["stopped at \(station)"] }
    case .exchange:
      var request = request("calibrate.start")
      request["what"] = "placement"
      request["exchange"] = true
      try control.ask(request) { answer in
        ["\(answer["exchanged"]?.integer ?? 0) exchanged at \(station)"]
      }
    default: try start()
    }
  }

  private func start() throws {
    var request = request("calibrate.start")
    request["what"] = .string(what.rawValue)
    request["muscle"] = muscle.map(JSONValue.string)
    request["side"] = side.map(JSONValue.string)
    if what == .mvc, let answers = try screening() { request["screening"] = .object(answers) }
    // Listening before asking, so that no step is missed.
    let listener = detach || control.json ? nil : try SocketClient(path: feedback)
    try listener?.send(
      JSONValue.object(["subscribe": ["calibration"], "station": [.string(station)]]).text)
    try control.ask(request) { _ in ["\(what.rawValue) begins at \(station)"] }
    if let listener { try follow(listener) }
  }

  private func request(_ name: String) -> JSONObject {
    ["request": .string(name), "station": .string(station)]
  }

  /// The questions of science 7, asked on the terminal unless they were asked in person.
  private func screening() throws -> JSONObject? {
    let questions: [(String, String)] = [
      ("chest_pain", "Chest pain"), ("blood_pressure", "Uncontrolled blood pressure"),
      ("surgery", "Recent surgery"), ("pregnancy", "Pregnancy"), ("acute_pain", "Acute pain"),
    ]
    var answers = JSONObject()
    if screened {
      for (name, _) in questions { answers[name] = false }
      return answers
    }
    // The daemon then refuses and says what must be asked, unless it was this visit.
    guard Question.isPossible else { return nil }
    for (name, words) in questions {
      let answer = Question.ask("\(words)? yes or no", usual: "")
      guard ["yes", "no"].contains(answer) else { throw ExitCode(1) }
      answers[name] = .bool(answer == "yes")
    }
    return answers
  }

  private func follow(_ listener: SocketClient) throws {
    var last = ""
    var muscles = 0
    while let line = listener.line() {
      guard let message = try? JSONValue(parsing: line), message["kind"]?.string == "calibration",
        message["state"]?.bool != true, message["what"]?.string == what.rawValue
      else { continue }
      let words = Self.words(message)
      if words != last { Screen.write(words + "\n") }
      last = words
      let step = message["step"]?.string
      if step == "refused" { throw ExitCode(1) }
      if step == "done" { muscles += 1 }
      // The station is told last, when it calibrates no longer.
      if step == "done", try hasEnded() { return }
    }
  }

  private func hasEnded() throws -> Bool {
    let answer = try SocketClient.ask(control.socket, ["request": "stations"])
    let entry = answer["stations"]?.array?.first { $0["station"]?.string == station }
    return entry?["calibrating"]?.bool != true
  }

  /// One line for a step; the countdown is left to screens.
  private static func words(_ message: JSONValue) -> String {
    let muscle = [message["side"]?.string, message["muscle"]?.string].compactMap(\.self)
      .joined(separator: " ")
    let trial = message["trial"]?.integer.map { trial in
      " \(trial)/\(message["trials"]?.integer ?? trial)"
    }
    let step = message["step"]?.string ?? ""
    let says = message["text"]?.string ?? message["prompt"]?.string ?? ""
    let result = message["result"].map { " \(Self.number($0))" } ?? ""
    return "\(muscle.isEmpty ? "" : muscle + " ")\(step)\(trial ?? ""): \(says)\(result)"
  }

  private static func number(_ result: JSONValue) -> String {
    let units = [
      ("level_uv", "uV"), ("level_counts", "counts"), ("rom_deg", "degrees"), ("rom_m", "m"),
    ]
    for (name, unit) in units {
      if let value = result[name]?.number { return "\(value) \(unit)" }
    }
    return "right"
  }
}
