package import SinewFeedback

extension Exercise {
  /// As the request `exercises` answers it and `sinewctl exercises --json` prints it.
  package var json: JSONObject {
    var entry: JSONObject = [
      "exercise": .string(id), "names": names.json, "targets": Self.list(targets),
      "compensators": Self.list(compensators), "others": Self.list(others),
      "electrodes": Self.list(electrodes), "both_sides": .bool(isBothSides),
      "one_limb": .bool(isOneLimb), "imu_places": Self.list(imuPlaces.map(\.rawValue)),
      "set_timeout_s": .number(setTimeoutSeconds), "cues": .array(cues.map { .object($0.json) }),
    ]
    entry["tempo"] = tempo.map { .string($0.text) }
    return entry
  }

  private static func list(_ ids: [String]) -> JSONValue { .array(ids.map(JSONValue.string)) }
}

extension ExerciseCue {
  /// What is said, in all its wordings, and what calls for it.
  fileprivate var json: JSONObject {
    var entry: JSONObject = [
      "cue": .string(id), "texts": .array(wordings.map(\.json)), "focus": .string(focus.rawValue),
      "triggers": .array(triggers.map { .string($0.text) }),
    ]
    entry["muscle"] = muscle.map(JSONValue.string)
    return entry
  }
}

extension LocalizedText {
  /// `{"en":..., "de":...}`; without `de` where there is none.
  package var json: JSONValue {
    var entry: JSONObject = ["en": .string(en)]
    entry["de"] = de.map(JSONValue.string)
    return .object(entry)
  }
}
