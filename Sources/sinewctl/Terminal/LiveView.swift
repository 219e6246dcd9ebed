import SinewFeedback

/// What a person sees of one station: state gathered from feedback lines, drawn as text. Reads the
/// lines as any client would and ignores what it does not know.
struct LiveView {
  private var nickname = ""
  private var exercise = ""
  private var set: Int?
  private var muscles: [Row] = []
  private var phase = "-"
  private var phaseBegan: Double?
  private var phaseTarget: Double?
  private var now = 0.0
  private var reps: [String] = []
  private var counted = 0
  private var cue = ""
  private var notice = ""
  private var summary: [String] = []

  /// One muscle's bar.
  private struct Row {
    let id: String
    let side: String?
    let role: String
    let band: (low: Double, high: Double)?
    var level: Double?
    var raw: Double?
    var isActive = false
    var quality = "good"
  }

  /// Takes one line in; returns a plain sentence when it is worth telling by itself.
  mutating func take(_ message: JSONValue) -> String? {
    if let time = message["t_emit"]?.number { now = time }
    if let exercise = message["exercise"]?.string { self.exercise = exercise }
    switch message["kind"]?.string {
    case "station": nickname = message["nickname"]?.string ?? nickname
    case "set.started": return begin(message)
    case "activation": level(message)
    case "phase": turn(message)
    case "rep": return repetition(message)
    case "rep.revised": return revision(message)
    case "cue":
      cue = message["text"]?.string ?? ""
      return "cue: \(cue)"
    case "cue.outcome":
      let outcome = message["outcome"]?.string ?? ""
      return
        "cue \(message["cue"]?.string ?? ""): \(outcome == "no_change" ? "no change" : outcome)"
    case "set.ended": return end(message)
    case "device": return device(message)
    default: break
    }
    return nil
  }

  /// The picture, line by line.
  func lines(columns: Int) -> [String] {
    let title = " Sinew  \(nickname)  \(Figures.muscle(exercise, side: nil))"
    let state = set.map { "set \($0)   rep \(counted)" } ?? "waiting for the first repetition"
    let gap = max(2, columns - title.count - state.count - 1)
    var picture = [Ink.reverse(title + String(repeating: " ", count: gap) + state + " "), ""]
    for row in muscles { picture += bar(row, columns: columns) }
    let clock = phaseBegan.map { Figures.fixed(max(0, now - $0), 1) + " s" } ?? ""
    let target = phaseTarget.map { "   target \(Figures.fixed($0, 1)) s" } ?? ""
    picture += ["", " \(Ink.bold(Figures.padded(phase, 24))) \(clock)\(target)", ""]
    picture += reps.suffix(8).map { " " + $0 }
    if !cue.isEmpty { picture += ["", " " + Ink.orange(Ink.bold("»  \(cue)"))] }
    if !summary.isEmpty { picture += [""] + summary.map { " " + $0 } }
    if !notice.isEmpty { picture += ["", " " + Ink.dim(notice)] }
    return picture
  }

  private mutating func begin(_ message: JSONValue) -> String {
    set = message["set"]?.integer
    counted = 0
    reps = []
    cue = ""
    summary = []
    muscles = (message["muscles"]?.array ?? []).map { entry in
      let band = entry["band"]?.array?.compactMap(\.number)
      return Row(
        id: entry["muscle"]?.string ?? "?", side: entry["side"]?.string,
        role: entry["role"]?.string ?? "other",
        band: band.flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil })
    }
    return "set \(set ?? 0) started: \(Figures.muscle(exercise, side: nil))"
  }

  private mutating func level(_ message: JSONValue) {
    for entry in message["muscles"]?.array ?? [] {
      let id = entry["muscle"]?.string ?? "?"
      let side = entry["side"]?.string
      let index = muscles.firstIndex { $0.id == id && $0.side == side }
      let place = index ?? muscles.count
      if index == nil { muscles.append(Row(id: id, side: side, role: "other", band: nil)) }
      muscles[place].level = entry["level"]?.number
      muscles[place].raw = entry["level_uv"]?.number ?? entry["level_counts"]?.number
      muscles[place].isActive = entry["active"]?.bool ?? false
      muscles[place].quality = entry["quality"]?.string ?? "good"
    }
  }

  private mutating func turn(_ message: JSONValue) {
    let words = [
      "concentric": "lifting", "contracted": "squeeze", "eccentric": "lowering",
      "stretched": "stretch", "out": "out", "back": "back", "out_pause": "pause",
      "back_pause": "pause",
    ]
    phase = words[message["phase"]?.string ?? ""] ?? "-"
    phaseBegan = message["t_signal"]?.number
    phaseTarget = message["target_s"]?.number
  }

  private mutating func repetition(_ message: JSONValue) -> String {
    let isPartial = message["partial"]?.bool ?? false
    if !isPartial { counted += 1 }
    let line = describe(message)
    reps.append(line)
    return line
  }

  private mutating func revision(_ message: JSONValue) -> String? {
    guard message["removed"]?.bool == true else { return nil }
    counted = max(0, counted - 1)
    let line = "rep \(message["rep"]?.integer ?? 0) taken back: \(message["why"]?.string ?? "")"
    reps.append(line)
    return line
  }

  private func describe(_ message: JSONValue) -> String {
    let number = Figures.right("\(message["rep"]?.integer ?? 0)", 2)
    let tempo = message["tempo"]
    let durations = ["eccentric_s", "stretched_s", "concentric_s", "contracted_s"].map {
      tempo?[$0]?.number.map { Figures.fixed($0, 1) } ?? "·"
    }
    var line = "rep \(number)   tempo \(durations.joined(separator: "-"))"
    let misses = ["eccentric", "stretched", "concentric", "contracted"].filter {
      tempo?["in_band"]?[$0]?.bool == false
    }
    if tempo != nil { line += misses.isEmpty ? "  ok" : "  \(misses.joined(separator: ", ")) off" }
    let levels = (message["muscles"]?.array ?? []).compactMap { entry in
      entry["concentric"]?.number.map {
        "\(Figures.muscle(entry["muscle"]?.string, side: nil)) \(Figures.percent($0))"
      }
    }
    if !levels.isEmpty { line += "   " + levels.joined(separator: ", ") }
    if message["partial"]?.bool == true { line += "   partial" }
    return line
  }

  private mutating func end(_ message: JSONValue) -> String {
    let reps = message["summary"]?["reps"]
    var parts = ["\(reps?["counted"]?.integer ?? counted) repetitions"]
    if let tempo = message["summary"]?["tempo"], tempo["in_band"] != nil {
      parts.append("tempo in band \(Figures.percent(tempo["in_band"]?.number))")
    }
    for entry in message["summary"]?["activation"]?["muscles"]?.array ?? [] {
      if let level = entry["concentric"]?.number {
        parts.append(
          "\(Figures.muscle(entry["muscle"]?.string, side: entry["side"]?.string))"
            + " \(Figures.percent(level))")
      }
    }
    for name in ["share", "dominance", "consistency", "velocity_loss"] {
      guard let metric = message["summary"]?[name] else { continue }
      if let value = metric["value"]?.number {
        parts.append("\(Figures.muscle(name, side: nil)) \(Figures.fixed(value, 2))")
      } else if let why = metric["text"]?.string ?? metric["why"]?.string {
        parts.append("\(Figures.muscle(name, side: nil)) withheld: \(why)")
      }
    }
    summary = [Ink.bold("set \(message["set"]?.integer ?? 0) ended")] + parts.map { "  \($0)" }
    set = nil
    phase = "-"
    phaseBegan = nil
    phaseTarget = nil
    return "set \(message["set"]?.integer ?? 0) ended: " + parts.joined(separator: "; ")
  }

  private mutating func device(_ message: JSONValue) -> String? {
    let name = message["device"]?.string ?? "?"
    let state = message["state"]?.string ?? "?"
    let why = message["text"]?.string.map { ": \($0)" } ?? ""
    notice = state == "streaming" ? "" : "\(name) \(state)\(why)"
    return "\(name) \(state)\(why)"
  }

  /// A bar from 0 to 100 % of the reference with the target band marked under it.
  private func bar(_ row: Row, columns: Int) -> [String] {
    let name = Figures.padded(" " + Figures.muscle(row.id, side: row.side), 24)
    let width = max(10, columns - 24 - 18)
    guard let level = row.level else {
      let raw = row.raw.map { Figures.fixed($0, 0) + " without reference" } ?? "-"
      return ["\(name) \(raw)"]
    }
    let filled = max(0, min(width, Int((level * Double(width)).rounded())))
    let body =
      String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
    let ink = row.role == "target" ? Ink.blue(body) : Ink.orange(body)
    let state = row.quality == "good" ? (row.isActive ? "on" : "") : row.quality
    var lines = ["\(name)\(ink) \(Figures.right(Figures.percent(level), 6)) \(state)"]
    if let band = row.band {
      let low = max(0, min(width - 1, Int(band.low * Double(width))))
      let high = max(low + 1, min(width, Int(band.high * Double(width))))
      let marks =
        String(repeating: " ", count: 24 + low) + String(repeating: "▔", count: high - low)
      lines.append(Ink.dim(marks))
    }
    return lines
  }
}
