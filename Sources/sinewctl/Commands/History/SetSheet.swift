import SinewFeedback

/// A set for a terminal: a line a repetition, and what the set came to.
struct SetSheet {
  let set: JSONValue

  init(_ set: JSONValue) { self.set = set }

  var lines: [String] {
    let load = set["load_kg"]?.number.map { ", \(Figures.fixed($0, 1)) kg" } ?? ""
    var lines = [
      "set \(set["set"]?.integer ?? 0): \(set["exercise"]?.string ?? "any movement")\(load), "
        + Days.minute(set["started"]?.number) + " UTC"
    ]
    lines.append(Self.heading)
    for rep in set["repetitions"]?.array ?? [] { lines.append(Self.line(rep)) }
    let summary = set["closing"]?["summary"]
    for (name, key, scale) in [("score", "score", 1.0), ("share", "share", 100)] {
      guard let metric = summary?[key] else { continue }
      if let value = metric["value"]?.number {
        lines.append(
          "\(name) \(Figures.fixed(value * scale, 0))\(scale == 100 ? " %" : "")"
            + " (n = \(metric["n"]?.integer ?? 0), \(metric["confidence"]?.string ?? "?"))")
      } else if let why = metric["text"]?.string ?? metric["why"]?.string {
        lines.append("\(name) withheld: \(why)")
      }
    }
    for said in set["statements"]?.array ?? [] where said["message"]?["kind"]?.string == "cue" {
      let outcome = said["outcome"]?.string.map { " -> \($0)" } ?? ""
      lines.append("cue: \(said["message"]?["text"]?.string ?? "")\(outcome)")
    }
    return lines
  }

  private static let heading =
    Figures.right("rep", 5) + Figures.right("ecc s", 8) + Figures.right("con s", 8)
    + Figures.right("share", 8) + Figures.right("score", 8) + "  remarks"

  private static func line(_ rep: JSONValue) -> String {
    var remarks: [String] = []
    if rep["removed"]?.bool == true { remarks.append("none after all") }
    if rep["partial"]?.bool == true { remarks.append("partial") }
    if rep["incomplete"]?.bool == true { remarks.append("data missing") }
    return Figures.right("\(rep["rep"]?.integer ?? 0)", 5)
      + Figures.right(Figures.fixed(rep["tempo"]?["eccentric_s"]?.number, 1), 8)
      + Figures.right(Figures.fixed(rep["tempo"]?["concentric_s"]?.number, 1), 8)
      + Figures.right(Figures.percent(rep["share"]?.number), 8)
      + Figures.right(Figures.fixed(rep["score"]?.number, 0), 8) + "  "
      + remarks.joined(separator: ", ")
  }
}
