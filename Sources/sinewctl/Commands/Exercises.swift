import ArgumentParser
import SinewCoaching
import SinewFeedback

struct Exercises: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the exercises, or show one: muscles, electrodes, tempo and cues.",
    discussion: """
      The exercises that come with Sinew, and those of the house's own folder, which add to them \
      or replace one by the same id.

      Examples:
        sinewctl exercises
        sinewctl exercises show back_squat --lang de
        sinewctl exercises list --folder ./my-exercises
        sinewctl exercises show hip_thrust --json
      """,
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "One line an exercise.")

    @OptionGroup var choices: Choices
    @Flag(help: "Print one JSON object a line.") var json = false

    func run() throws {
      let catalogue = try choices.catalogue()
      for id in catalogue.ids {
        guard let exercise = catalogue[id] else { continue }
        guard !json else {
          Screen.write(JSONValue.object(exercise.json).text + "\n")
          continue
        }
        Screen.write(ExerciseSheet(exercise, lang: choices.lang).line + "\n")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Everything about one exercise.")

    @Argument(help: "An id of the list.") var id: String
    @OptionGroup var choices: Choices
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
      let catalogue = try choices.catalogue()
      guard let exercise = catalogue[id] else {
        let hint = catalogue.nearest(to: id).map { "; nearest: \($0)" } ?? ""
        Screen.complain("sinewctl exercises: there is no exercise '\(id)'\(hint)")
        throw ExitCode(2)
      }
      guard !json else {
        Screen.write(JSONValue.object(exercise.json).text + "\n")
        return
      }
      let sheet = ExerciseSheet(exercise, lang: choices.lang)
      Screen.write(sheet.lines.joined(separator: "\n") + "\n")
    }
  }

  struct Choices: ParsableArguments {
    @Option(help: "A folder of exercises that add to or replace the built-in ones.")
    var folder = "/etc/sinew/exercises"
    @Option(help: "The language of names and cues: en or de.") var lang = "en"

    /// Faults and oddities of the folder go to standard error; what is right is taken.
    func catalogue() throws -> Catalogue {
      var catalogue = try Catalogue.builtIn()
      let faults = catalogue.add(folder: folder)
      for fault in faults { Screen.complain("sinewctl exercises: \(fault); left out") }
      for warning in catalogue.warnings {
        Screen.complain("sinewctl exercises: warning: \(warning)")
      }
      return catalogue
    }
  }
}
