import ArgumentParser
import SinewFeedback

struct AthleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "athlete",
    abstract: "People: make, change, export, import, erase.",
    discussion: """
      Examples:
        sinewctl athlete create Emi --lang de --pin 4815
        sinewctl athlete update a-7k2mqx9p --consent-raw yes
        sinewctl athlete export a-7k2mqx9p --output emi.json --csv emi.csv
      """,
    subcommands: [
      List.self, Create.self, Update.self, AthleteExport.self, AthleteImport.self,
      AthleteErase.self,
    ],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Everybody the history knows.")
    @OptionGroup var control: ControlOptions

    func run() throws {
      try control.ask(["request": "athletes"]) { answer in
        let athletes = answer["athletes"]?.array ?? []
        if athletes.isEmpty { return ["nobody yet: sinewctl athlete create NICKNAME"] }
        return athletes.map { athlete in
          var remarks: [String] = []
          if athlete["has_pin"]?.bool == true { remarks.append("PIN") }
          if athlete["guardian"]?.bool == true { remarks.append("guardian") }
          if athlete["raw_consent"] != nil { remarks.append("raw signals may be kept") }
          if let station = athlete["station"]?.string { remarks.append("at \(station)") }
          return Figures.padded(athlete["athlete"]?.string ?? "?", 14)
            + Figures.padded(athlete["nickname"]?.string ?? "-", 18)
            + Figures.right("\(athlete["good_reps"]?.integer ?? 0)", 5) + " good this week  "
            + remarks.joined(separator: ", ")
        }
      }
    }
  }

  /// What can be said about a person.
  struct About: ParsableArguments {
    @Option(help: "en or de.") var lang: String?
    @Option(help: "4 to 32 characters; an empty one takes the PIN away.") var pin: String?
    @Option(help: "yes or no: a parent or guardian must be there.") var guardian: YesOrNo?
    @Option(help: "yes or no: may be in lists that others see.") var leaderboard: YesOrNo?
    @Option(help: "yes or no: agreed to raw signals being kept.") var consentRaw: YesOrNo?

    func add(to request: inout JSONObject) {
      request["lang"] = lang.map(JSONValue.string)
      request["pin"] = pin.map(JSONValue.string)
      request["guardian"] = guardian.map { .bool($0 == .yes) }
      request["leaderboard"] = leaderboard.map { .bool($0 == .yes) }
      request["consent_raw"] = consentRaw.map { .bool($0 == .yes) }
    }
  }

  enum YesOrNo: String, ExpressibleByArgument, CaseIterable { case yes, no }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A new athlete; prints the id, which says nothing about the person.")
    @OptionGroup var control: ControlOptions
    @Argument(help: "What screens call them.") var nickname: String
    @OptionGroup var about: About

    func run() throws {
      var request: JSONObject = ["request": "athlete.create", "nickname": .string(nickname)]
      about.add(to: &request)
      try control.ask(request) { [$0["athlete"]?.string ?? ""] }
    }
  }

  struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Change what is known of somebody.")
    @OptionGroup var control: ControlOptions
    @Argument(help: "The athlete's id.") var athlete: String
    @Option(help: "What screens call them.") var nickname: String?
    @OptionGroup var about: About

    func run() throws {
      var request: JSONObject = ["request": "athlete.update", "athlete": .string(athlete)]
      request["nickname"] = nickname.map(JSONValue.string)
      about.add(to: &request)
      try control.ask(request) { _ in ["\(athlete) is changed"] }
    }
  }
}
