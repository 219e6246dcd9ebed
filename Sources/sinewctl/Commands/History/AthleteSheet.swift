import SinewCoaching
import SinewFeedback

/// An athlete's sessions and what was decided, for a terminal.
struct AthleteSheet {
  let answer: JSONValue

  init(_ answer: JSONValue) { self.answer = answer }

  var lines: [String] {
    let name = answer["nickname"]?.string.map { " (\($0))" } ?? ""
    var lines = [(answer["athlete"]?.string ?? "?") + name]
    lines += decisions
    let sessions = answer["sessions"]?.array ?? []
    if sessions.isEmpty { lines.append("no sessions yet") }
    var exercise = ""
    for session in sessions {
      let id = session["exercise"]?.string ?? "?"
      if id != exercise {
        lines += ["", id + trend(of: id, sessions)]
        lines.append(Self.heading)
        exercise = id
      }
      lines.append(Self.line(session))
    }
    return lines
  }

  /// Stage, programme and verdicts in the words they were told with.
  private var decisions: [String] {
    (answer["decided"]?.array ?? []).compactMap { decided in
      guard let message = decided["message"] else { return nil }
      let exercise = decided["exercise"]?.string ?? ""
      switch message["kind"]?.string {
      case "programme":
        return "programme: phase \(message["phase"]?.integer ?? 0), \(word(message, "state"))"
      case "stage": return "\(exercise): \(word(message, "stage")) stage"
      case "plateau":
        let trend = "\(exercise): \(word(message, "measure")) \(word(message, "verdict"))"
        return trend + (message["text"]?.string.map { "; \($0)" } ?? "")
      case "lagging": return "\(exercise): \(message["text"]?.string ?? word(message, "muscle"))"
      case "focus.effect":
        return "\(exercise): internal focus \(word(message, "verdict")) the activation"
      case "symmetry":
        return "\(exercise): symmetry \(Figures.fixed(message["percent"]?.number, 0)) %,"
          + " \(word(message, "verdict"))"
      default: return nil
      }
    }
  }

  private func word(_ message: JSONValue, _ name: String) -> String {
    String((message[name]?.string ?? "?").map { $0 == "_" ? " " : $0 })
  }

  /// The slope of the score with its interval: a description, not a verdict, which comes at planned
  /// looks only.
  private func trend(of exercise: String, _ sessions: [JSONValue]) -> String {
    let scores = sessions.filter { $0["exercise"]?.string == exercise }
      .compactMap { $0["score"]?.number }
    guard scores.count >= 4, let line = TheilSen(scores) else { return "" }
    return "   score \(signed(line.slope)) a session (90 %: \(signed(line.interval.lowerBound))"
      + " to \(signed(line.interval.upperBound)))"
  }

  private func signed(_ value: Double) -> String {
    (value >= 0.05 ? "+" : "") + Figures.fixed(value, 1)
  }

  private static let heading =
    "  " + Figures.padded("day", 12) + Figures.right("sets", 5) + Figures.right("reps", 6)
    + Figures.right("good", 6) + Figures.right("kg", 8) + Figures.right("level", 8)
    + Figures.right("share", 8) + Figures.right("score", 8)

  private static func line(_ session: JSONValue) -> String {
    "  " + Figures.padded(Days.day(session["started"]?.number), 12)
      + Figures.right("\(session["sets"]?.integer ?? 0)", 5)
      + Figures.right("\(session["reps"]?.integer ?? 0)", 6)
      + Figures.right("\(session["good"]?.integer ?? 0)", 6)
      + Figures.right(Figures.fixed(session["load_kg"]?.number, 1), 8)
      + Figures.right(Figures.percent(session["level"]?.number), 8)
      + Figures.right(Figures.percent(session["share"]?.number), 8)
      + Figures.right(Figures.fixed(session["score"]?.number, 0), 8)
  }
}
