import ArgumentParser
import SinewFeedback

/// Who wears a sensor and where, as options of the command line.
struct WearingOptions: ParsableArguments {
  @Option(help: "The station of whoever wears it.") var station: String?
  @Option(help: "The athlete who wears it, by id; must be at a station.") var athlete: String?
  @Option(help: "The muscle under the electrodes, such as biceps.") var muscle: String?
  @Option(help: "The channel on that muscle; needed where the sensor has several.")
  var channel: Int?
  @Option(help: "Where an IMU sits, such as forearm.") var place: String?
  @Option(help: "left or right.") var side: Side?

  /// Left or right of the body.
  enum Side: String, ExpressibleByArgument, CaseIterable { case left, right }

  /// True where anything of it was said.
  var isGiven: Bool { station != nil || athlete != nil || muscle != nil || place != nil }

  /// The request that says it.
  func request(for device: String) -> JSONObject {
    var request: JSONObject = ["request": "assign", "device": .string(device)]
    request["station"] = station.map(JSONValue.string)
    request["athlete"] = athlete.map(JSONValue.string)
    request["muscle"] = muscle.map(JSONValue.string)
    request["channel"] = channel.map { .integer(Int64($0)) }
    request["segment"] = place.map(JSONValue.string)
    request["side"] = side.map { .string($0.rawValue) }
    return request
  }
}

struct Assign: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put a sensor at a station, on a muscle or on a limb.",
    discussion: """
      A paired sensor remembers it; of others it holds until the daemon ends.

      Examples:
        sinewctl assign box-1 rack-2
        sinewctl assign armband rack-1 --channel 3 --muscle biceps --side left
        sinewctl assign dot --athlete a17 --place forearm --side left
      """)
  @OptionGroup var control: ControlOptions
  @Argument(help: "The sensor's name.") var device: String
  @Argument(help: "The station's name.") var at: String?
  @OptionGroup var wearing: WearingOptions

  func run() throws {
    var request = wearing.request(for: device)
    if let at { request["station"] = .string(at) }
    try control.ask(request) { answer in
      ["\(device) is now at \(answer["station"]?.string ?? "no station")"]
    }
  }
}

struct Unassign: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a sensor from its station, or one channel off its muscle.",
    discussion: "Examples:\n  sinewctl unassign box-1\n  sinewctl unassign box-1 --channel 2")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The sensor's name.") var device: String
  @Option(help: "Only this channel.") var channel: Int?

  func run() throws {
    var request: JSONObject = ["request": "unassign", "device": .string(device)]
    request["channel"] = channel.map { .integer(Int64($0)) }
    try control.ask(request) { _ in
      [
        channel.map { "channel \($0) of \(device) is on no muscle now" }
          ?? "\(device) is at no station now"
      ]
    }
  }
}

struct Forget: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Forget a wearable that was paired.",
    discussion: "Example:\n  sinewctl forget armband")
  @OptionGroup var control: ControlOptions
  @Argument(help: "The sensor's name.") var device: String

  func run() throws {
    try control.ask(["request": "forget", "device": .string(device)]) { _ in
      ["\(device) is forgotten"]
    }
  }
}
