internal import SinewFeedback

/// One set in a report: its numbers, activation by phase, tempo against the target, symmetry, cues.
struct SetSection {
  let set: JSONValue
  let words: ReportWords

  /// Colours that stay apart for colour-blind eyes (Okabe and Ito).
  static let colors = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7a7a00", "#555555",
  ]

  private var reps: [JSONValue] {
    (set["repetitions"]?.array ?? []).filter { $0["removed"]?.bool != true }
  }
  private var places: [String] { reps.map { "\($0["rep"]?.integer ?? 0)" } }

  var html: String {
    let parts =
      [heading, facts] + activation + [tempo, symmetry].compactMap(\.self) + [cues, withheld]
    return parts.joined(separator: "\n")
  }

  private var heading: String {
    let load = set["load_kg"]?.number.map { ", \(Markup.fixed($0, 1)) kg" } ?? ""
    let name = set["exercise"]?.string ?? words("any movement", "irgendeine Bewegung")
    return "<h2>\(words("Set", "Satz")) \(set["set"]?.integer ?? 0): \(Markup.words(name))"
      + "\(load)</h2>"
  }

  private var facts: String {
    let summary = set["closing"]?["summary"]
    var rows: [[String]] = []
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { rows.append([name, value]) }
    }
    add(words("When (UTC)", "Wann (UTC)"), ReportInstant.text(set["started"]?.number))
    let counted = set["counted"]?.integer ?? 0
    let partial = set["partial"]?.integer ?? 0
    add(
      words("Repetitions", "Wiederholungen"),
      "\(counted)" + (partial > 0 ? words(" and \(partial) partial", " und \(partial) halbe") : ""))
    add(words("Score", "Wertung"), metric(summary?["score"], decimals: 0))
    add(
      words("Share of the target", "Anteil des Zielmuskels"),
      metric(summary?["share"], percent: true))
    add(words("Symmetry", "Symmetrie"), metric(summary?["symmetry"], decimals: 0, suffix: " %"))
    add(
      words("Velocity loss", "Geschwindigkeitsverlust"),
      metric(summary?["velocity_loss"], decimals: 0, suffix: " %"))
    add(words("Focus", "Fokus"), words.word(set["focus"]?.string))
    add("RPE", set["rpe"]?.number.map { Markup.fixed($0, 1) })
    if set["discarded"]?.bool == true {
      add(words("Counts", "Zählt"), words("no, discarded", "nein, verworfen"))
    }
    return ReportPage.table([words("What", "Was"), words("Value", "Wert")], rows)
  }

  private func metric(
    _ metric: JSONValue?, percent: Bool = false, decimals: Int = 0, suffix: String = ""
  ) -> String? {
    guard let metric else { return nil }
    guard let value = metric["value"]?.number else {
      let why = metric["text"]?.string ?? metric["why"]?.string
      return why.map { words("withheld: ", "nicht angegeben: ") + Markup.words($0) }
    }
    let shown =
      percent ? Markup.fixed(value * 100, 0) + " %" : Markup.fixed(value, decimals) + suffix
    let confidence = words.word(metric["confidence"]?.string)
    let n = metric["n"]?.integer ?? 0
    return
      "\(shown) (n = \(n)\(confidence.isEmpty ? "" : ", " + words("confidence ", "Sicherheit ") + confidence))"
  }

  // MARK: Activation

  private var muscles: [(muscle: String, side: String?, reference: String)] {
    (set["opening"]?["muscles"]?.array ?? []).map {
      ($0["muscle"]?.string ?? "", $0["side"]?.string, $0["reference"]?.string ?? "none")
    }
  }

  /// A chart a phase; muscles of different units can't share an axis.
  private var activation: [String] {
    [
      ("concentric", words("Activation, concentric", "Aktivierung, konzentrisch")),
      ("eccentric", words("Activation, eccentric", "Aktivierung, exzentrisch")),
    ].flatMap { phase, title in
      ["", "_uv", "_counts"].compactMap { unit -> String? in
        let series = muscles.enumerated().compactMap { index, muscle -> Plot.Series? in
          let values = reps.map { level($0, muscle, "\(phase)\(unit)") }
          guard values.contains(where: { $0 != nil }) else { return nil }
          let scale = unit.isEmpty ? 100.0 : 1
          return Plot.Series(
            name: name(muscle), color: Self.colors[index % Self.colors.count],
            values: values.map { $0.map { $0 * scale } })
        }
        guard !series.isEmpty else { return nil }
        let label =
          unit.isEmpty
          ? words("% of the reference, by repetition", "% der Referenz, je Wiederholung")
          : unit == "_uv" ? "µV" : "counts"
        return Plot(title: title, unit: label, places: places, series: series).svg
      }
    }
  }

  private func name(_ muscle: (muscle: String, side: String?, reference: String)) -> String {
    let side = muscle.side.map { ", " + words.word($0) } ?? ""
    return String(muscle.muscle.map { $0 == "_" ? " " : $0 }) + side + " (\(muscle.reference))"
  }

  private func level(
    _ rep: JSONValue, _ muscle: (muscle: String, side: String?, reference: String), _ name: String
  ) -> Double? {
    rep["muscles"]?.array?.first {
      $0["muscle"]?.string == muscle.muscle && $0["side"]?.string == muscle.side
    }?[name]?.number
  }

  // MARK: Tempo and sides

  private var tempo: String? {
    let target = set["opening"]?["target"]?["tempo"]
    var series: [Plot.Series] = []
    var lines: [Plot.Line] = []
    for (index, phase) in ["eccentric", "concentric"].enumerated() {
      let values = reps.map { $0["tempo"]?["\(phase)_s"]?.number }
      guard values.contains(where: { $0 != nil }) else { continue }
      let color = Self.colors[index]
      series.append(Plot.Series(name: words.word(phase), color: color, values: values))
      guard let wanted = target?["\(phase)_s"]?.number else { continue }
      lines.append(
        Plot.Line(
          name: words("asked: ", "gewünscht: ")
            + "\(words.word(phase)) \(Markup.fixed(wanted, 1)) s",
          color: color, from: wanted, to: wanted, isDashed: true))
    }
    guard !series.isEmpty else { return nil }
    return Plot(
      title: words("Tempo against the target", "Tempo und Vorgabe"),
      unit: words("seconds, by repetition", "Sekunden, je Wiederholung"), places: places,
      series: series, lines: lines
    ).svg
  }

  /// Where both sides of a muscle are measured: the index of science 4.3 a repetition.
  private var symmetry: String? {
    let both = muscles.filter { one in
      one.side == "left" && muscles.contains { $0.muscle == one.muscle && $0.side == "right" }
    }
    let series = both.enumerated().compactMap { index, muscle -> Plot.Series? in
      let values = reps.map { rep -> Double? in
        guard let left = level(rep, muscle, "concentric"),
          let right = level(rep, (muscle.muscle, "right", ""), "concentric"), left + right > 0
        else { return nil }
        return 200 * (left - right) / (left + right)
      }
      guard values.contains(where: { $0 != nil }) else { return nil }
      return Plot.Series(
        name: String(muscle.muscle.map { $0 == "_" ? " " : $0 }),
        color: Self.colors[index % Self.colors.count], values: values)
    }
    guard !series.isEmpty else { return nil }
    return Plot(
      title: words("Symmetry", "Symmetrie"),
      unit: words("%, above 0: left higher, by repetition", "%, über 0: links höher"),
      places: places, series: series, least: -20.0...20.0
    ).svg
  }

  // MARK: Words

  private var cues: String {
    let said = (set["statements"]?.array ?? []).filter { $0["message"]?["kind"]?.string == "cue" }
    return ReportPage.table(
      [words("Cue", "Hinweis"), words("Outcome", "Ergebnis")],
      said.map {
        [
          Markup.escaped($0["message"]?["text"]?.string ?? ""),
          words.word($0["outcome"]?.string),
        ]
      })
  }

  /// What was not given, each reason once.
  private var withheld: String {
    var rows: [[String]] = []
    for rep in reps {
      for entry in rep["withheld"]?.array ?? [] {
        let row = [
          Markup.words(entry["metric"]?.string),
          Markup.escaped(entry["text"]?.string ?? entry["why"]?.string ?? ""),
        ]
        if !rows.contains(row) { rows.append(row) }
      }
    }
    return ReportPage.table([words("Withheld", "Nicht angegeben"), words("Why", "Warum")], rows)
  }
}
