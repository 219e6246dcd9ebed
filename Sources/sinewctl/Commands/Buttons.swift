import ArgumentParser
import SinewFeedback

/// What coach and athlete press while somebody trains.
struct MarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark",
    abstract: "Note this instant: a note, what the coach did, or a flash for a film.",
    discussion: """
      Examples:
        sinewctl mark rack-2 "elbow drifts"
        sinewctl mark rack-2 --coach tactile --muscle biceps --side left
        sinewctl mark rack-2 --sync
      """)

  @OptionGroup var control: ControlOptions
  @Argument(help: "The station's name.") var station: String
  @Argument(help: "A note for the coach.") var text: String?
  @Option(help: "tactile, verbal or visual: what the coach did.") var coach: String?
  @Option(help: "The muscle it was about.") var muscle: String?
  @Option(help: "left or right.") var side: String?
  @Flag(help: "A flash and a beep, so that a film can be laid over the data.") var sync = false

  func run() throws {
    let name = sync ? "sync.mark" : coach == nil ? "mark" : "coach.mark"
    var request: JSONObject = ["request": .string(name), "station": .string(station)]
    request["text"] = text.map(JSONValue.string)
    request["mark"] = coach.map(JSONValue.string)
    request["muscle"] = muscle.map(JSONValue.string)
    request["side"] = side.map(JSONValue.string)
    try control.ask(request) { answer in
      [answer["number"]?.integer.map { "flash \($0) at \(station)" } ?? "marked at \(station)"]
    }
  }
}

struct Pain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell pain from 0 to 10; from 3 on the set ends. Never shown in public.",
    discussion: "Example:\n  sinewctl pain rack-2 3")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The station's name.") var station: String
  @Argument(help: "0 to 10.") var level: Int
  @Argument(help: "Where, and of what kind.") var text: String?

  func run() throws {
    var request: JSONObject = [
      "request": "pain", "station": .string(station), "level": .integer(Int64(level)),
    ]
    request["text"] = text.map(JSONValue.string)
    try control.ask(request) { answer in
      [answer["stopped"]?.bool == true ? "noted; \(station) has stopped" : "noted"]
    }
  }
}

struct Silence: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "No cues at a station, until switched off again.",
    discussion: "Example:\n  sinewctl silence rack-2 on")

  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

  @OptionGroup var control: ControlOptions
  @Argument(help: "The station's name.") var station: String
  @Argument(help: "on or off.") var state: Switch

  func run() throws {
    try control.ask(
      ["request": "silence", "station": .string(station), "on": .bool(state == .on)]
    ) { _ in ["silence is \(state.rawValue) at \(station)"] }
  }
}

struct Muscles: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The muscles that have a name and an electrode site.",
    discussion: "Example:\n  sinewctl muscles")
  @OptionGroup var control: ControlOptions

  func run() throws {
    try control.ask(["request": "muscles"]) { answer in
      (answer["muscles"]?.array ?? []).map { muscle in
        Figures.padded(muscle["muscle"]?.string ?? "?", 24) + (muscle["site"]?.string ?? "")
      }
    }
  }
}

struct StationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "station",
    abstract: "Sign an athlete in at a station, or out; signing in again takes the turn.",
    discussion: """
      Examples:
        sinewctl station enter rack-2 a17
        sinewctl station leave rack-2
      """)

  enum Action: String, ExpressibleByArgument, CaseIterable { case enter, leave }

  @OptionGroup var control: ControlOptions
  @Argument(help: "enter or leave.") var action: Action
  @Argument(help: "The station's name.") var station: String
  @Argument(help: "The athlete's id; without it whoever has the turn leaves.") var athlete: String?
  @Option(help: "The athlete's PIN, where the station is private.") var pin: String?

  func run() throws {
    var request: JSONObject = [
      "request": .string("station.\(action.rawValue)"), "station": .string(station),
    ]
    request["athlete"] = athlete.map(JSONValue.string)
    if action == .enter { request["pin"] = pin.map(JSONValue.string) }
    try control.ask(request) { answer in
      let who = answer["nickname"]?.string ?? athlete ?? "the athlete"
      return [action == .enter ? "\(who) has the turn at \(station)" : "signed out at \(station)"]
    }
  }
}
