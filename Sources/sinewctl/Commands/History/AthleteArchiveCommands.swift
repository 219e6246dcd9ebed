import ArgumentParser
import FoundationEssentials
import SinewFeedback
import SinewHistory

struct AthleteExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Everything about an athlete as one JSON file, and as tables if asked for.")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The athlete's id.") var athlete: String
  @Option(help: "The file; without it the archive goes to standard output.") var output: String?
  @Option(help: "Also write the repetitions as a table.") var csv: String?

  func run() throws {
    let archive = try collected()
    let text = JSONValue.object(archive).text + "\n"
    if let csv {
      let table = RepetitionTable(archive["sets"]?.array ?? []).text
      try AtomicFile.write(Array(table.utf8), to: csv, mode: 0o600)
    }
    guard let output else { return Screen.write(text) }
    try AtomicFile.write(Array(text.utf8), to: output, mode: 0o600)
    Screen.complain("\(output): \(archive["sets"]?.array?.count ?? 0) sets")
  }

  /// The daemon gives it in parts; joined they are one archive.
  private func collected() throws -> JSONObject {
    var whole: JSONObject?
    var sets: [JSONValue] = []
    var after: Int?
    repeat {
      var request: JSONObject = ["request": "athlete.export", "athlete": .string(athlete)]
      request["after"] = after.map { .integer(Int64($0)) }
      let answer = try SocketClient.ask(control.socket, request)
      let part = answer["archive"]?.object ?? JSONObject()
      sets += part["sets"]?.array ?? []
      whole = whole ?? part
      after = answer["next"]?.integer
    } while after != nil
    var archive = whole ?? JSONObject()
    archive["sets"] = .array(sets)
    return archive
  }
}

struct AthleteImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take an exported archive in. What is here already stays as it is.")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The file.") var file: String

  /// An archive of many years; more is no archive.
  private static let limits = JSONLimits(depth: 64, bytes: 512 << 20)

  func run() throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      Screen.complain("sinewctl athlete import: \(file) can't be read")
      throw ExitCode(2)
    }
    let parts: [JSONObject]
    do {
      parts = try ArchiveParts(JSONValue(parsing: Array(data), limits: Self.limits)).parts
    } catch let error as JSONError {
      Screen.complain(
        "sinewctl athlete import: \(file) is no JSON: \(error.reason) after \(error.offset) bytes")
      throw ExitCode(2)
    } catch {
      Screen.complain("sinewctl athlete import: \(file): \(error)")
      throw ExitCode(2)
    }
    var (sets, repetitions) = (0, 0)
    var bar = ProgressBar(doing: "importing")
    for (index, part) in parts.enumerated() {
      bar.show(Double(index) / Double(parts.count))
      let answer = try SocketClient.ask(
        control.socket, ["request": "athlete.import", "data": .object(part)])
      sets += answer["sets"]?.integer ?? 0
      repetitions += answer["repetitions"]?.integer ?? 0
    }
    bar.clear()
    if control.json {
      let outcome: JSONValue = [
        "sets": .integer(Int64(sets)), "repetitions": .integer(Int64(repetitions)),
      ]
      return Screen.write(outcome.text + "\n")
    }
    Screen.write("\(sets) sets and \(repetitions) repetitions were new\n")
  }
}

struct AthleteErase: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase an athlete and all that belongs to them. Copies made before are not reached.")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The athlete's id.") var athlete: String
  @Flag(help: "Do not ask.") var yes = false

  func run() throws {
    if !yes {
      Screen.write("Erase \(athlete) with all sets and recordings, for good? Type the id: ")
      guard readLine() == athlete else {
        Screen.complain("nothing was erased")
        throw ExitCode(1)
      }
    }
    try control.ask(["request": "athlete.erase", "athlete": .string(athlete)]) { answer in
      let count = answer["recordings"]?.integer ?? 0
      return ["\(athlete) is erased" + (count > 0 ? ", with \(count) recordings" : "")]
    }
  }
}
