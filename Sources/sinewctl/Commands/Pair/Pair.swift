import ArgumentParser
import Glibc
import SinewFeedback

struct Pair: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find a wearable on the air and remember it.",
    discussion: """
      On a terminal: pick one of the live list, name it, say who wears it where. It then shows \
      itself by vibration or light, if it can. With --nearest it takes the one that is held to the \
      adapter; with --address and --model it needs no scan at all.

      Examples:
        sinewctl pair
        sinewctl pair --nearest --name armband --station rack-1 --muscle biceps --channel 1
        sinewctl pair --address C0:C1:C2:C3:C4:C5,random --model movella-dot --place forearm
      """)
  @OptionGroup var options: AirOptions
  @Option(help: "Its address, as the scan shows it.") var address: String?
  @Flag(help: "The one that is held to the adapter.") var nearest = false
  @Option(help: "Its family; from what it advertises unless given.") var model: String?
  @Option(help: "What to call it; from family and address unless given.") var name: String?
  @OptionGroup var wearing: WearingOptions
  @Flag(help: "Do not wait until it streams and shows itself.") var noWait = false

  private var isAsking: Bool { address == nil && !nearest }

  func validate() throws {
    guard address == nil || !nearest else {
      throw ValidationError("--address and --nearest are two ways to choose: give one")
    }
  }

  func run() throws {
    if isAsking, !Question.isPossible || options.control.json {
      Screen.complain(
        "sinewctl pair: nobody can be asked: give --nearest, or the --address that `sinewctl scan`"
          + " shows")
      throw ExitCode(2)
    }
    // With both nothing must be heard.
    let isBlind = address != nil && model != nil
    let watch = isBlind ? nil : try AirWatch(options, takesStrangers: model != nil)
    let control = try watch?.control ?? SocketClient(path: options.control.socket)
    let (request, worn) = try choose(watch, control)
    let paired = try pair(request, watch, control)
    watch?.stop()
    let device = paired["device"]?.string ?? ""
    var outcome = paired.object ?? JSONObject()
    say("\(device): \(paired["model"]?.string ?? "?") at \(paired["address"]?.string ?? "?")")
    if worn.isGiven {
      let answer = try control.ask(worn.request(for: device))
      outcome["station"] = answer["station"]
    }
    if !noWait, let watch {
      let shown = show(device, watch, control)
      outcome["streams"] = .bool(shown)
    }
    if options.control.json { Screen.write(JSONValue.object(outcome).text + "\n") }
  }

  private func say(_ sentence: String) {
    if !options.control.json { Screen.write(sentence + "\n") }
  }

  // MARK: Choosing

  /// The request that pairs, and who wears it, from the options or the answers on the terminal.
  private func choose(
    _ watch: AirWatch?, _ control: SocketClient
  ) throws -> (JSONObject, WearingOptions) {
    var request: JSONObject = ["request": "pair"]
    request["model"] = model.map(JSONValue.string)
    request["name"] = name.map(JSONValue.string)
    if let address { request["address"] = .string(address) }
    if nearest { request["nearest"] = true }
    guard isAsking, let watch else { return (request, wearing) }
    let entry = try pick(watch)
    request["address"] = .string(entry.address)
    let digits = entry.address.prefix(17).lowercased().split(separator: ":").suffix(2).joined()
    let usual = name ?? "\(entry.model ?? model ?? "sensor")-\(digits)"
    request["name"] = .string(Question.ask("name", usual: usual))
    return (request, wearing.isGiven ? wearing : try interview(control))
  }

  /// The live list, until a number is typed.
  private func pick(_ watch: AirWatch) throws -> AirList.Entry {
    var screen = Screen()
    while !watch.isOver {
      _ = watch.next(within: 0.25)
      let lines = watch.list.lines(columns: screen.size.columns) + ["number, then Enter:"]
      if screen.isInteractive { screen.draw(lines) }
      guard Self.hasTyped else { continue }
      guard let line = readLine() else { break }
      // What was typed stands on a line of its own now.
      screen = Screen()
      if let number = Int(line.filter(\.isNumber)), let entry = watch.list.entry(number: number) {
        return entry
      }
      Screen.complain("there is no number \(line) in the list")
    }
    throw SocketClient.Failure(description: "nothing was chosen")
  }

  private static var hasTyped: Bool {
    var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) > 0
  }

  private func interview(_ control: SocketClient) throws -> WearingOptions {
    let stations = (try control.ask(["request": "stations"])["stations"]?.array ?? [])
      .compactMap { $0["station"]?.string }
    var words: [String] = []
    func take(_ option: String, _ answer: String) {
      if !answer.isEmpty { words += ["--\(option)", answer] }
    }
    let list = stations.joined(separator: ", ")
    take("station", Question.ask("station (\(list))", usual: stations.count == 1 ? list : ""))
    let muscle = Question.ask("muscle under the electrodes", usual: "")
    take("muscle", muscle)
    if !muscle.isEmpty { take("channel", Question.ask("channel on it", usual: "1")) }
    if muscle.isEmpty { take("place", Question.ask("limb of the IMU, such as forearm", usual: "")) }
    take("side", Question.ask("left or right", usual: ""))
    return try WearingOptions.parse(words)
  }

  // MARK: Pairing

  private func pair(
    _ request: JSONObject, _ watch: AirWatch?, _ control: SocketClient
  ) throws -> JSONValue {
    guard nearest || (address != nil && model == nil), let watch else {
      return try control.ask(request)
    }
    // Until it is heard, and near enough.
    var told: String?
    while true {
      do {
        return try control.ask(request)
      } catch let failure as SocketClient.Failure {
        if watch.isOver { throw failure }
        if told != failure.description { Screen.complain(failure.description) }
        told = failure.description
        for _ in 0..<8 where !watch.isOver { _ = watch.next(within: 0.15) }
      }
    }
  }

  /// Lets the sensor show itself once it streams.
  private func show(_ device: String, _ watch: AirWatch, _ control: SocketClient) -> Bool {
    let (streams, why) = watch.stream(of: device, within: 30)
    guard streams else {
      say("it does not stream yet: \(why ?? "no word from it")")
      return false
    }
    let request: JSONObject = ["request": "identify", "device": .string(device)]
    let isShown = (try? control.ask(request)) != nil
    say(isShown ? "it streams, and shows itself" : "it streams")
    return true
  }
}
