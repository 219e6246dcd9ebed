package import SinewFeedback

/// The repetitions of sets as a table: one line each, a column a number; for spreadsheets.
package struct RepetitionTable {
  /// CSV by RFC 4180, with a heading.
  package let text: String

  /// - Parameter sets: as they stand in an archive.
  package init(_ sets: [JSONValue]) {
    var lines = [Self.columns.joined(separator: ",")]
    for set in sets {
      for rep in set["repetitions"]?.array ?? [] { lines.append(Self.line(set, rep)) }
    }
    text = lines.joined(separator: "\r\n") + "\r\n"
  }

  private static let columns = [
    "box", "set", "started_utc_s", "exercise", "load_kg", "rep", "removed", "partial", "side",
    "t_start_s", "t_end_s", "eccentric_s", "stretched_s", "concentric_s", "contracted_s",
    "rom_deg", "velocity_m_s", "velocity_deg_s", "share", "dominance_log2", "score", "muscle",
    "concentric", "eccentric", "peak", "unit",
  ]

  private static func line(_ set: JSONValue, _ rep: JSONValue) -> String {
    let tempo = rep["tempo"]
    let muscle = target(set, rep)
    let unit =
      muscle?["concentric"] != nil ? "" : muscle?["concentric_uv"] != nil ? "_uv" : "_counts"
    let cells: [JSONValue?] = [
      set["box"], set["box_set"] ?? set["set"], set["started"], set["exercise"], set["load_kg"],
      rep["rep"], rep["removed"] ?? false, rep["partial"], rep["side"], rep["t_start"],
      rep["t_end"], tempo?["eccentric_s"], tempo?["stretched_s"], tempo?["concentric_s"],
      tempo?["contracted_s"], rep["rom_deg"], rep["velocity_m_s"], rep["velocity_deg_s"],
      rep["share"], rep["dominance_log2"], rep["score"], muscle?["muscle"],
      muscle?["concentric\(unit)"], muscle?["eccentric\(unit)"], muscle?["peak\(unit)"],
      muscle.map { _ in .string(unit.isEmpty ? "reference" : String(unit.dropFirst())) },
    ]
    return cells.map(cell).joined(separator: ",")
  }

  /// The first target's part of a repetition.
  private static func target(_ set: JSONValue, _ rep: JSONValue) -> JSONValue? {
    let target = set["opening"]?["muscles"]?.array?.first { $0["role"]?.string == "target" }
    return rep["muscles"]?.array?.first {
      $0["muscle"] == target?["muscle"] && $0["side"] == target?["side"]
    }
  }

  static func cell(_ value: JSONValue?) -> String {
    guard let value, value != .null else { return "" }
    guard let text = value.string else { return value.text }
    // A text that a spreadsheet would take for a formula is none here.
    let harmless = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
    guard harmless.contains(where: { ",\"\n\r".contains($0) }) else { return harmless }
    return "\""
      + harmless.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
