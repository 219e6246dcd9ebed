package import SinewFeedback

/// Reports as one HTML page each.
package enum TrainingReport {
  /// The line through the sessions of one exercise, for the chart: a description, no verdict.
  package struct Trend: Sendable {
    /// Points a session.
    package var slope: Double
    /// 90 % interval of the slope.
    package var interval: ClosedRange<Double>

    package init(slope: Double, interval: ClosedRange<Double>) {
      self.slope = slope
      self.interval = interval
    }
  }

  /// A set or the sets of a session.
  ///
  /// - Parameter sets: each as `report` answers it; `lang`: `en` or `de`.
  package static func page(sets: [JSONValue], title: String, lang: String) -> String {
    let words = ReportWords(lang)
    return ReportPage(
      words: words, title: title, sections: sets.map { SetSection(set: $0, words: words).html }
    ).html
  }

  /// An athlete over the weeks.
  ///
  /// - Parameter answer: what `report` answers for an athlete; `trends`: by exercise.
  package static func page(
    athlete answer: JSONValue, trends: [String: Trend], lang: String
  ) -> String {
    let words = ReportWords(lang)
    let name = answer["nickname"]?.string ?? answer["athlete"]?.string ?? ""
    let sessions = answer["sessions"]?.array ?? []
    var exercises: [String] = []
    for session in sessions {
      let id = session["exercise"]?.string ?? ""
      if !exercises.contains(id) { exercises.append(id) }
    }
    var sections = [decisions(answer, words)]
    sections += exercises.map { id in
      section(
        id, sessions.filter { $0["exercise"]?.string == id }, trends[id], words)
    }
    if exercises.isEmpty {
      sections.append("<p>\(words("No sessions yet.", "Noch keine Einheiten."))</p>")
    }
    return ReportPage(
      words: words, title: words("Training of \(name)", "Training von \(name)"),
      sections: sections
    ).html
  }

  private static func section(
    _ exercise: String, _ sessions: [JSONValue], _ trend: Trend?, _ words: ReportWords
  ) -> String {
    let scores = sessions.map { $0["score"]?.number }
    var plot = Plot(
      title: words("Score by session", "Wertung je Einheit"), unit: "0-100",
      places: sessions.map {
        String((ReportInstant.text($0["started"]?.number) ?? "").dropFirst(5).prefix(5))
      },
      series: [
        Plot.Series(name: words("score", "Wertung"), color: SetSection.colors[0], values: scores)
      ], isPoints: true, least: 0.0...100.0)
    let known = scores.compactMap(\.self).sorted()
    if let trend, known.count >= 4 {
      let middle = known[known.count / 2]
      let half = Double(scores.count - 1) / 2
      func line(_ slope: Double) -> (from: Double, to: Double) {
        (middle - slope * half, middle + slope * half)
      }
      let own = line(trend.slope)
      plot.lines = [
        Plot.Line(
          name: words("trend", "Verlauf") + " \(Markup.fixed(trend.slope, 2))",
          color: SetSection.colors[5], from: own.from, to: own.to, isDashed: false)
      ]
      plot.band = Plot.Band(
        name: words("90 % interval of the slope", "90-%-Intervall der Steigung"),
        lower: line(trend.interval.lowerBound), upper: line(trend.interval.upperBound))
    }
    let rows = sessions.suffix(12).map { session in
      [
        Markup.escaped(ReportInstant.text(session["started"]?.number) ?? ""),
        "\(session["sets"]?.integer ?? 0)", "\(session["reps"]?.integer ?? 0)",
        "\(session["good"]?.integer ?? 0)", Markup.fixed(session["load_kg"]?.number, 1),
        Markup.fixed(session["share"]?.number.map { $0 * 100 }, 0),
        Markup.fixed(session["score"]?.number, 0),
      ]
    }
    let heading = [
      words("When (UTC)", "Wann (UTC)"), words("Sets", "Sätze"), words("Reps", "Wdh."),
      words("Good", "Gute"), "kg", words("Share %", "Anteil %"), words("Score", "Wertung"),
    ]
    return "<h2>\(Markup.words(exercise))</h2>\n" + plot.svg + "\n"
      + ReportPage.table(heading, rows)
  }

  /// What was decided at planned looks, in the words of the messages.
  private static func decisions(_ answer: JSONValue, _ words: ReportWords) -> String {
    let names: [String: (String, String, String)] = [
      "programme": ("Programme", "Programm", "state"), "stage": ("Stage", "Stufe", "stage"),
      "plateau": ("Trend", "Verlauf", "verdict"),
      "focus.effect": ("Internal focus", "Innerer Fokus", "verdict"),
      "symmetry": ("Symmetry", "Symmetrie", "verdict"),
      "lagging": ("Lagging muscle", "Zurückbleibender Muskel", "muscle"),
    ]
    let rows = (answer["decided"]?.array ?? []).compactMap { decided -> [String]? in
      guard let message = decided["message"],
        let name = names[message["kind"]?.string ?? ""]
      else { return nil }
      let phase = message["phase"]?.integer.map { "\($0), " } ?? ""
      return [
        words(name.0, name.1), Markup.words(decided["exercise"]?.string),
        phase + words.word(message[name.2]?.string),
        Markup.escaped(ReportInstant.text(decided["at"]?.number) ?? ""),
      ]
    }
    return ReportPage.table(
      [
        words("Decided", "Entschieden"), words("Exercise", "Übung"), words("Verdict", "Ergebnis"),
        words("When (UTC)", "Wann (UTC)"),
      ], rows)
  }
}
