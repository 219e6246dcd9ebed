package import SinewFeedback

/// The parts of an archive as JSON. What is absent has no member.
extension Athlete {
  package var json: JSONObject {
    var object: JSONObject = ["athlete": .string(id)]
    object["nickname"] = nickname.map(JSONValue.string)
    object["lang"] = lang.map(JSONValue.string)
    object["guardian"] = .bool(hasGuardian)
    object["has_pin"] = .bool(hasPin)
    object["leaderboard"] = .bool(isOnLeaderboard)
    object["raw_consent"] = rawConsent.map(JSONValue.number)
    object["created"] = .number(created)
    return object
  }
}

extension SetFacts {
  package var json: JSONObject {
    var object: JSONObject = [
      "set": .integer(Int64(number)), "box": .string(box), "box_set": .integer(Int64(boxNumber)),
      "session": .integer(Int64(session)), "started": .number(started),
    ]
    object["ended"] = ended.map(JSONValue.number)
    object["clock"] = .number(clock)
    object["athlete"] = athlete.map(JSONValue.string)
    object["station"] = station.map(JSONValue.string)
    object["side"] = side.map(JSONValue.string)
    for (name, value) in amendable.members { object[name] = value }
    object["reference"] = reference.map(JSONValue.string)
    object["why"] = why.map(JSONValue.string)
    object["discarded"] = .bool(isDiscarded)
    object["level"] = level.map(JSONValue.number)
    object["share"] = share.map(JSONValue.number)
    object["score"] = score.map(JSONValue.number)
    object["confidence"] = confidence.map(JSONValue.string)
    object["counted"] = .integer(Int64(counted))
    object["partial"] = .integer(Int64(partial))
    return object
  }
}

extension StoredStatement {
  package var json: JSONObject {
    var object: JSONObject = ["at": .number(at)]
    object["exercise"] = exercise.map(JSONValue.string)
    object["station"] = station.map(JSONValue.string)
    object["outcome"] = outcome.map { .string($0.rawValue) }
    object["message"] = .object(HistoryStore.json(body))
    return object
  }
}

extension StoredCorrection {
  package var json: JSONObject {
    var object: JSONObject = ["at": .number(at), "what": .string(what)]
    object["rep"] = rep.map { .integer(Int64($0)) }
    object["uid"] = uid.map { .integer(Int64($0)) }
    object["before"] = .string(before)
    object["after"] = .string(after)
    return object
  }
}

extension StoredReference {
  package var json: JSONObject {
    var object: JSONObject = [
      "muscle": .string(muscle), "chain": .string(chain), "reference": .string(kind.rawValue),
      "value": .number(value), "unit": .string(unit), "measured": .number(measured),
    ]
    object["side"] = side.map { .string($0.rawValue) }
    object["site"] = site.map(JSONValue.string)
    return object
  }
}

extension SessionProgress {
  package var json: JSONObject {
    var object: JSONObject = [
      "exercise": .string(exercise), "session": .integer(Int64(session)),
      "started": .number(started), "sets": .integer(Int64(sets)), "reps": .integer(Int64(reps)),
      "good": .integer(Int64(good)),
    ]
    object["load_kg"] = loadKg.map(JSONValue.number)
    object["reference"] = reference.map(JSONValue.string)
    object["level"] = level.map(JSONValue.number)
    object["share"] = share.map(JSONValue.number)
    object["score"] = score.map(JSONValue.number)
    return object
  }
}
