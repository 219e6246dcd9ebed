import ArgumentParser
import SinewFeedback

/// What every command that asks the control socket takes.
struct ControlOptions: ParsableArguments {
  @Option(help: "The control socket.") var socket = "/run/sinew/control.sock"
  @Flag(help: "Print the answer as JSON.") var json = false

  /// Asks, and prints the answer as JSON or as `show` words it.
  func ask(_ request: JSONObject, _ show: (JSONValue) -> [String]) throws {
    let answer = try SocketClient.ask(socket, request)
    if json {
      Screen.write(answer.text + "\n")
    } else {
      for line in show(answer.plain) { Screen.write(line + "\n") }
    }
  }
}

struct Devices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The sensors, or with --catalog every family that can be read.",
    discussion: "Examples:\n  sinewctl devices\n  sinewctl devices --catalog")
  @OptionGroup var control: ControlOptions
  @Flag(help: "The families that drivers exist for.") var catalog = false

  func run() throws {
    if catalog { return DeviceTable.printCatalogue(json: control.json) }
    try control.ask(["request": "devices"]) { DeviceTable.lines($0["devices"]) }
  }
}

struct Stations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The stations and who trains there.",
    discussion: "Example:\n  sinewctl stations")
  @OptionGroup var control: ControlOptions

  func run() throws {
    try control.ask(["request": "stations"]) { answer in
      (answer["stations"]?.array ?? []).map { station in
        let devices = (station["devices"]?.array ?? []).compactMap(\.string)
        return Figures.padded(station["station"]?.string ?? "?", 14)
          + Figures.padded(station["nickname"]?.string ?? "-", 14)
          + Figures.padded(station["exercise"]?.string ?? "any movement", 20)
          + (station["set"]?.integer.map { "set \($0)  " } ?? "")
          + devices.joined(separator: ", ")
      }
    }
  }
}

struct Identify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let a wearable blink or buzz, to see which one it is.",
    discussion: "Example:\n  sinewctl identify armband")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The sensor's name.") var device: String

  func run() throws {
    try control.ask(["request": "identify", "device": .string(device)]) { _ in
      ["\(device) shows itself"]
    }
  }
}

struct Reload: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read the configuration again; sets go on.",
    discussion: "Example:\n  sinewctl reload")
  @OptionGroup var control: ControlOptions

  func run() throws {
    try control.ask(["request": "reload"]) { _ in ["reloaded"] }
  }
}

struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start or stop recording a sensor's raw bytes.",
    discussion: "Examples:\n  sinewctl record start box-1\n  sinewctl record stop box-1")

  enum Action: String, ExpressibleByArgument, CaseIterable { case start, stop }

  @OptionGroup var control: ControlOptions
  @Argument(help: "start or stop.") var action: Action
  @Argument(help: "The sensor's name.") var device: String

  func run() throws {
    try control.ask(
      ["request": .string("record.\(action.rawValue)"), "device": .string(device)]
    ) { [$0["file"]?.string ?? ""] }
  }
}

struct SetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Start or end a set by word. Sets also open by themselves with the first repetition.",
    discussion: """
      Examples:
        sinewctl set start rack-2 --exercise biceps_curl --load-kg 12.5 --focus internal
        sinewctl set end rack-2
      """)

  enum Action: String, ExpressibleByArgument, CaseIterable { case start, end }

  @OptionGroup var control: ControlOptions
  @Argument(help: "start or end.") var action: Action
  @Argument(help: "The station's name.") var station: String
  @Option(help: "An id of the catalogue.") var exercise: String?
  @OptionGroup var set: SetOptions

  func run() throws {
    var request: JSONObject = [
      "request": .string("set.\(action.rawValue)"), "station": .string(station),
    ]
    if action == .start {
      request["exercise"] = exercise.map(JSONValue.string)
      try set.add(to: &request)
    }
    try control.ask(request) { answer in
      let number = answer["set"]?.integer.map { "\($0)" } ?? "?"
      return ["set \(number) \(action == .start ? "started" : "ended") at \(station)"]
    }
  }
}
