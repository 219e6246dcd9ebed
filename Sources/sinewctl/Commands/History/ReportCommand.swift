import ArgumentParser
import SinewCoaching
import SinewFeedback
import SinewHistory

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One page with plots about a set, a session or an athlete.",
    discussion: """
      A number is a set, with --session the session that it began; anything else is an athlete's id.

      Examples:
        sinewctl report 41 --output set.html
        sinewctl report 41 --film set        set.vtt and set.csv for a filmed set
        sinewctl report a-7k2mqx9p --lang de --output emi.html
      """)
  @OptionGroup var control: ControlOptions
  @Argument(help: "A set's number, or an athlete's id.") var what: String
  @Flag(help: "All sets of the session that this set began.") var session = false
  @Option(help: "The page to write; without it only the summary is printed.") var output: String?
  @Option(help: "Write NAME.vtt and NAME.csv, to lay over a film of the set.") var film: String?
  @Option(help: "en or de.") var lang = "en"

  func run() throws {
    guard let number = Int64(what) else { return try athlete() }
    let numbers = session ? try sets(ofSession: number) : [number]
    let sets = try numbers.map { number in
      try SocketClient.ask(control.socket, ["request": "report", "set": .integer(number)])["set"]
        ?? .null
    }
    if control.json {
      Screen.write(JSONValue.array(sets).text + "\n")
    } else {
      for set in sets { Screen.write(SetSheet(set).lines.joined(separator: "\n") + "\n") }
    }
    if let film, let set = sets.first {
      let track = FilmTrack(set)
      try write(track.webVTT, to: "\(film).vtt")
      try write(track.csv, to: "\(film).csv")
    }
    let title = session ? word("Session", "Einheit") : word("Set", "Satz")
    try page { TrainingReport.page(sets: sets, title: "\(title) \(number)", lang: lang) }
  }

  private func athlete() throws {
    let answer = try SocketClient.ask(
      control.socket, ["request": "report", "athlete": .string(what)])
    Screen.write(
      (control.json ? answer.text : AthleteSheet(answer).lines.joined(separator: "\n")) + "\n")
    var scores: [String: [Double]] = [:]
    for session in answer["sessions"]?.array ?? [] {
      guard let id = session["exercise"]?.string, let score = session["score"]?.number else {
        continue
      }
      scores[id, default: []].append(score)
    }
    let trends = scores.compactMapValues { values in
      values.count < 4
        ? nil
        : TheilSen(values).map { TrainingReport.Trend(slope: $0.slope, interval: $0.interval) }
    }
    try page { TrainingReport.page(athlete: answer, trends: trends, lang: lang) }
  }

  private func sets(ofSession number: Int64) throws -> [Int64] {
    let answer = try SocketClient.ask(
      control.socket, ["request": "report", "session": .integer(number)])
    return (answer["sets"]?.array ?? []).compactMap { $0.integer.map { Int64($0) } }
  }

  private func page(_ html: () -> String) throws {
    if let output { try write(html(), to: output) }
  }

  private func write(_ text: String, to path: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path, mode: 0o600)
  }

  private func word(_ english: String, _ german: String) -> String {
    lang == "de" ? german : english
  }
}
