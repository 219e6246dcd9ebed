import SinewFeedback

/// What a person sees of one station: state gathered from feedback lines, drawn as text. Reads the
/// lines as any client would and passes over what it does not know.
struct LiveView {
  var nickname = ""
  var exercise = ""
  var set: Int?
  var muscles: [Row] = []
  var phase = "-"
  var phaseBegan: Double?
  var phaseTarget: Double?
  var now = 0.0
  var reps: [String] = []
  var counted = 0
  var cue = ""
  /// What the station waits for, asks for or hides just now; empty: nothing.
  var notice = ""
  /// Signals that are not good, with what mends them, by muscle.
  var faults: [String: String] = [:]
  var summary: [String] = []

  /// One muscle's bar.
  struct Row {
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
    case "station":
      nickname = message["nickname"]?.string ?? nickname
      if message["state"]?.string != "calibrating" { notice = "" }
    case "set.started": return begin(message)
    case "activation": level(message)
    case "phase": turn(message)
    case "rep": return repetition(message)
    case "rep.revised": return revision(message)
    case "hold": return hold(message)
    case "cue":
      cue = message["text"]?.string ?? ""
      return "cue: \(cue)"
    case "cue.outcome":
      let outcome = message["outcome"]?.string ?? ""
      return
        "cue \(message["cue"]?.string ?? ""): \(outcome == "no_change" ? "no change" : outcome)"
    case "set.ended": return end(message)
    case "signal": return signal(message)
    case "calibration": return calibration(message)
    case "feedback": return feedback(message)
    case "next": return next(message)
    default: break
    }
    return nil
  }

  private mutating func begin(_ message: JSONValue) -> String {
    set = message["set"]?.integer
    counted = 0
    reps = []
    cue = ""
    notice = ""
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

  private mutating func hold(_ message: JSONValue) -> String? {
    let muscle = Figures.muscle(message["muscle"]?.string, side: message["side"]?.string)
    let target = message["target_s"]?.number.map { " of \(Figures.fixed($0, 0))" } ?? ""
    let state = message["in_band"]?.bool == false ? ", outside the band" : ""
    notice = "hold \(Figures.fixed(message["seconds"]?.number, 1))\(target) s: \(muscle)\(state)"
    return nil
  }

  private mutating func signal(_ message: JSONValue) -> String? {
    let muscle = Figures.muscle(message["muscle"]?.string, side: message["side"]?.string)
    let quality = message["quality"]?.string ?? "good"
    guard quality == "poor" || quality == "off" else {
      faults[muscle] = nil
      return nil
    }
    let mend = message["mend"]?.string.map { ": \($0)" } ?? ""
    faults[muscle] = "\(muscle): signal \(quality)\(mend)"
    return faults[muscle]
  }

  private mutating func calibration(_ message: JSONValue) -> String? {
    let prompt = message["prompt"]?.string ?? message["text"]?.string ?? ""
    let step = message["step"]?.string ?? ""
    let left = message["remaining_s"]?.number.map { "  \(Figures.fixed($0, 0)) s" } ?? ""
    notice = "calibrating \(message["what"]?.string ?? ""): \(step) \(prompt)\(left)"
    return step == "done" || step == "refused" ? notice : nil
  }

  private mutating func feedback(_ message: JSONValue) -> String? {
    let isShown = message["show"]?.string == "live"
    notice = isShown ? "" : "feedback hidden: \(message["why"]?.string ?? "")"
    return nil
  }

  private mutating func next(_ message: JSONValue) -> String? {
    var parts = [Figures.muscle(message["exercise"]?.string, side: message["side"]?.string)]
    if let load = message["load_kg"]?.number { parts.append("\(Figures.fixed(load, 1)) kg") }
    if let rest = message["rest_s"]?.number { parts.append("after \(Figures.fixed(rest, 0)) s") }
    notice = "next: " + parts.joined(separator: ", ")
    return notice
  }
}
