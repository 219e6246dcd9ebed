import SinewFeedback

/// The devices on the air, as `scan` messages tell of them.
struct AirList {
  /// One of them.
  struct Entry {
    let address: String
    var model: String?
    var name: String?
    /// Strength at the adapter, dBm.
    var rssi: Int?
    var isKnown = false
    /// When it was heard last, seconds of the daemon's clock.
    var heard = 0.0
  }

  private(set) var entries: [Entry] = []
  private var now = 0.0
  /// True to keep what no driver knows too.
  let takesStrangers: Bool

  /// Seconds after which a device that is not heard any more is no choice.
  private static let memory = 15.0

  init(takesStrangers: Bool) { self.takesStrangers = takesStrangers }

  /// Takes a message; returns the entry where there is something new to tell of it.
  mutating func take(_ message: JSONValue) -> Entry? {
    guard message["kind"]?.string == "scan", let address = message["address"]?.string else {
      return nil
    }
    let place = entries.firstIndex { $0.address == address }
    let before = place.map { entries[$0] }
    var entry = before ?? Entry(address: address)
    entry.model = message["model"]?.string ?? entry.model
    entry.name = message["name"]?.string ?? entry.name
    entry.rssi = message["rssi"]?.integer ?? entry.rssi
    entry.isKnown = message["known"]?.bool ?? false
    entry.heard = message["t_signal"]?.number ?? entry.heard
    now = max(now, entry.heard)
    if let place { entries[place] = entry } else { entries.append(entry) }
    guard entry.model != nil || takesStrangers else { return nil }
    let isNews = before?.model != entry.model || before?.name != entry.name
    return before == nil || isNews ? entry : nil
  }

  /// What can be chosen, the strongest first.
  var choices: [Entry] {
    entries.filter { (takesStrangers || $0.model != nil) && now - $0.heard <= Self.memory }
      .sorted { ($0.rssi ?? -128, $1.address) > ($1.rssi ?? -128, $0.address) }
  }

  /// The choices as a table, numbered in the order in which they came, so that a number stays.
  func lines(columns: Int) -> [String] {
    let shown = choices
    if shown.isEmpty {
      return [takesStrangers ? "nothing is heard yet" : "no wearable that Sinew knows is heard yet"]
    }
    return shown.map { entry in
      String(
        "\(Figures.right("\(number(of: entry))", 3))  \(Self.bars(entry.rssi)) \(Self.words(entry))"
          .prefix(columns))
    }
  }

  /// The number by which a choice is picked, from 1.
  func number(of entry: Entry) -> Int {
    (entries.firstIndex { $0.address == entry.address } ?? 0) + 1
  }

  /// The choice of a number.
  func entry(number: Int) -> Entry? {
    guard entries.indices.contains(number - 1) else { return nil }
    let entry = entries[number - 1]
    return takesStrangers || entry.model != nil ? entry : nil
  }

  /// One line about a device.
  static func words(_ entry: Entry) -> String {
    Figures.right(entry.rssi.map { "\($0) dBm" } ?? "- dBm", 8) + "  "
      + Figures.padded(entry.model ?? "unknown", 28) + " "
      + Figures.padded(entry.name ?? "-", 22) + " " + entry.address
      + (entry.isKnown ? "  (known)" : "")
  }

  /// Five steps from barely heard (-95 dBm) to held to the adapter (-45 dBm).
  private static func bars(_ rssi: Int?) -> String {
    let steps = rssi.map { min(5, max(0, ($0 + 95) / 10)) } ?? 0
    return String(repeating: "#", count: steps)
      + String(repeating: ".", count: 5 - steps)
  }
}
