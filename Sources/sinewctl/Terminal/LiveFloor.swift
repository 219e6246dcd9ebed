import SinewFeedback

/// What a person sees of the whole floor: a view for each station, and the sensors that are not as
/// they should be.
struct LiveFloor {
  private var boot = ""
  /// In the order in which they were heard of.
  private var stations: [String] = []
  private var views: [String: LiveView] = [:]
  private var sensors: [String: String] = [:]

  /// Takes one line in; returns a plain sentence when it is worth telling by itself.
  mutating func take(_ message: JSONValue) -> String? {
    let message = message.plain
    switch message["kind"]?.string {
    case "hello":
      // Another run of the daemon: what was known is no longer true.
      if boot != message["boot"]?.string { self = LiveFloor() }
      boot = message["boot"]?.string ?? ""
      return nil
    case "device": return device(message)
    default: break
    }
    guard let station = message["station"]?.string else { return nil }
    if views[station] == nil { stations.append(station) }
    let sentence = views[station, default: LiveView()].take(message)
    return stations.count < 2 ? sentence : sentence.map { "\(station): \($0)" }
  }

  /// The picture, line by line. Stations share the rows; those where nothing goes on take least.
  func lines(columns: Int, rows: Int) -> [String] {
    let notices = sensors.sorted { $0.key < $1.key }.map { " " + Ink.dim($0.value) }
    var room = max(1, rows - notices.count - (notices.isEmpty ? 0 : 1))
    let shown = stations.compactMap { views[$0] }
    let busy = shown.filter(\.isBusy).count
    room -= shown.count - busy
    var picture: [String] = []
    for view in shown.prefix(rows) {
      let share = shown.count == 1 ? rows : view.isBusy ? max(1, room / max(1, busy)) : 1
      picture += view.lines(columns: columns, rows: share)
    }
    if shown.isEmpty { picture = [" waiting for a station"] }
    return Array((picture + (notices.isEmpty ? [] : [""] + notices)).prefix(rows))
  }

  private mutating func device(_ message: JSONValue) -> String? {
    let name = message["device"]?.string ?? "?"
    let state = message["state"]?.string ?? "?"
    let why = message["text"]?.string.map { ": \($0)" } ?? ""
    let sentence = "\(name) \(state)\(why)"
    let battery = message["battery"]?.number
    let isLow = battery.map { $0 < 0.2 } ?? false
    sensors[name] =
      state != "streaming" ? sentence : isLow ? "\(name): battery \(Figures.percent(battery))" : nil
    return sentence
  }
}
