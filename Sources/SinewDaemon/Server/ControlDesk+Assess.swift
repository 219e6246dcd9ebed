import SinewCoaching
import SinewFeedback
import SinewHistory

/// What the sets of an assessment show, and what follows.
extension ControlDesk {
  func assess(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let id = request.arguments["athlete"]?.string ?? ""
    let catalogue = server.floor.catalogue
    let named = request.arguments["exercises"]?.string?.split(separator: ",").map(String.init)
    for exercise in named ?? [] where catalogue[exercise] == nil {
      throw RequestError(.unknownExercise, unknown("exercise", exercise, catalogue.ids))
    }
    let today = try today()
    ask(request, box) { store throws(HistoryError) in
      guard try store.athlete(id) != nil else { throw .unknownAthlete(id) }
      let past = AthletePast(try store.remembered(of: id))
      return Assessment(past, exercises: named, catalogue: catalogue)
    } _: { _, assessment in
      var answer = assessment.json
      answer["athlete"] = .string(id)
      if let retest = assessment.retest { answer["retest_due"] = .bool(retest <= today) }
      return answer
    }
  }
}

extension Assessment {
  /// As the answer to `assess`.
  fileprivate var json: JSONObject {
    var object: JSONObject = ["findings": .array(findings.map { .object($0.json) })]
    object["plan"] = block.map { .object($0.json) }
    object["retest"] = retest.map { .string($0.text) }
    return object
  }
}

extension Assessment.Finding {
  fileprivate var json: JSONObject {
    var object: JSONObject = [
      "exercise": .string(exercise), "sets": .integer(Int64(sets)),
      "repetitions": .integer(Int64(repetitions)), "target": .string(target),
      "confidence": .string(confidence.rawValue), "sessions": .integer(Int64(outcome.sessions)),
      "verdict": .string(outcome.verdict.rawValue),
    ]
    object["share"] = share.map(JSONValue.number)
    object["compensator"] = rival.map(JSONValue.string)
    object["ratio"] = ratio.map(JSONValue.number)
    object["limit"] = limit.map(JSONValue.number)
    object["compensator_leads"] = isLed.map(JSONValue.bool)
    object["symmetry_percent"] = symmetry.map(JSONValue.number)
    object["symmetry"] = symmetryVerdict.map { .string($0.rawValue) }
    if symmetry != nil { object["symmetry_days"] = .integer(Int64(days)) }
    if let change = outcome.change {
      object["change_points"] = .number(change.points)
      object["change_ci95"] = .array([
        .number(change.interval.lowerBound), .number(change.interval.upperBound),
      ])
    }
    return object
  }
}

extension SessionPlan {
  /// As `plan.set` takes it.
  fileprivate var json: JSONObject {
    ["exercises": .array(items.map { .object($0.json) })]
  }
}

extension SessionPlan.Item {
  fileprivate var json: JSONObject {
    var object: JSONObject = ["exercise": .string(exercise), "sets": .integer(Int64(sets))]
    object["reps"] = reps.map {
      .array([.integer(Int64($0.lowerBound)), .integer(Int64($0.upperBound))])
    }
    object["tempo"] = tempo.map { .string($0.text) }
    object["focus"] = focus.map { .string($0.rawValue) }
    if isOneLimb { object["one_limb"] = true }
    return object
  }
}
