import FoundationEssentials
import SinewCoaching
import SinewFeedback
import SinewHistory

/// Looking back.
extension ControlDesk {
  func history(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let arguments = request.arguments
    let id = arguments["athlete"]?.string ?? ""
    let exercise = arguments["exercise"]?.string
    let span = try Self.span(arguments)
    let limit = min(max(arguments["limit"]?.integer ?? 20, 1), 500)
    ask(request, box) { store throws(HistoryError) in
      guard try store.athlete(id) != nil else { throw .unknownAthlete(id) }
      return try store.sets(
        of: id, exercise: exercise, from: span.lowerBound, to: span.upperBound, limit: limit)
    } _: { _, sets in
      ["athlete": .string(id), "sets": .array(sets.map { .object($0.json) })]
    }
  }

  func programme(_ request: ControlRequest, _ box: AnswerBox) {
    let id = request.arguments["athlete"]?.string ?? ""
    ask(request, box) { store throws(HistoryError) in
      try Self.standing(of: id, store)
    } _: { _, standing in
      standing
    }
  }

  /// A set with all of it, a session as a list of its sets, or an athlete's sessions.
  func report(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let arguments = request.arguments
    if let number = arguments["set"]?.integer {
      ask(request, box) { store throws(HistoryError) in
        guard let report = try store.setReport(number) else { throw .unknownSet(number) }
        return report
      } _: { _, report in
        ["set": .object(report)]
      }
    } else if let session = arguments["session"]?.integer {
      ask(request, box) { store throws(HistoryError) in
        let sets = try store.sets(inSession: session)
        if sets.isEmpty { throw .unknownSet(session) }
        return sets
      } _: { _, sets in
        [
          "session": .integer(Int64(session)),
          "sets": .array(sets.map { .integer(Int64($0)) }),
        ]
      }
    } else {
      try reportAthlete(request, box)
    }
  }

  private func reportAthlete(
    _ request: ControlRequest, _ box: AnswerBox
  ) throws(RequestError) {
    guard let id = request.arguments["athlete"]?.string else {
      throw RequestError(.missingArgument, "report needs \"athlete\", \"session\" or \"set\".")
    }
    let exercise = request.arguments["exercise"]?.string
    let span = try Self.span(request.arguments)
    ask(request, box) { store throws(HistoryError) in
      (
        try Self.standing(of: id, store),
        try store.progress(
          of: id, exercise: exercise, from: span.lowerBound, to: span.upperBound)
      )
    } _: { _, found in
      var answer = found.0
      answer["sessions"] = .array(found.1.map { .object($0.json) })
      return answer
    }
  }

  /// Who it is, what was decided last, and the plan in force.
  private static func standing(
    of id: String, _ store: HistoryStore
  ) throws(HistoryError) -> JSONObject {
    guard let athlete = try store.athlete(id) else { throw .unknownAthlete(id) }
    var answer = athlete.json
    let decided = try store.latest(
      [.programme, .stage, .plateau, .focusEffect, .symmetry, .order, .lagging], of: id)
    answer["decided"] = .array(decided.map { .object($0.json) })
    answer["plan"] = try store.plan(of: id).map(JSONValue.object)
    return answer
  }

  /// `from` and `to`: dates, or instants of ISO 8601; a date as `to` is that whole day.
  static func span(_ arguments: JSONObject) throws(RequestError) -> ClosedRange<Double> {
    let from = try instant("from", arguments, ofDay: 0) ?? 0
    let to = try instant("to", arguments, ofDay: 86_400) ?? 1e11
    guard from <= to else {
      throw RequestError(.badArgument, "\"from\" must not lie after \"to\".")
    }
    return from...to
  }

  private static func instant(
    _ name: String, _ arguments: JSONObject, ofDay seconds: Double
  ) throws(RequestError) -> Double? {
    guard let text = arguments[name]?.string else { return nil }
    if let date = try? Date.ISO8601FormatStyle().parse(text) { return date.timeIntervalSince1970 }
    let day = Date.ISO8601FormatStyle().year().month().day()
    if text.utf8.count == 10, let date = try? day.parse(text) {
      return date.timeIntervalSince1970 + seconds
    }
    throw RequestError(
      .badArgument, "\"\(name)\" must be a date such as 2026-11-30, or 2026-11-30T17:40:00Z.")
  }
}
