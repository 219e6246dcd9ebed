import SinewCoaching
import SinewFeedback

/// The catalogues, for screens that let people choose.
extension ControlDesk {
  func exercises() -> JSONObject {
    let catalogue = server.floor.catalogue
    return ["exercises": .array(catalogue.ids.compactMap { catalogue[$0] }.map(Self.describe))]
  }

  func muscles() -> JSONObject {
    [
      "muscles": .array(
        Muscle.known.map { muscle in
          [
            "muscle": .string(muscle.id), "names": Self.describe(muscle.names),
            "site": .string(muscle.site), "seniam": .bool(muscle.isSENIAM),
          ]
        })
    ]
  }

  private static func describe(_ exercise: Exercise) -> JSONValue {
    func list(_ ids: [String]) -> JSONValue { .array(ids.map(JSONValue.string)) }
    var entry: JSONObject = [
      "exercise": .string(exercise.id), "names": describe(exercise.names),
      "targets": list(exercise.targets), "compensators": list(exercise.compensators),
      "others": list(exercise.others), "electrodes": list(exercise.electrodes),
      "both_sides": .bool(exercise.isBothSides), "one_limb": .bool(exercise.isOneLimb),
      "imu_places": list(exercise.imuPlaces.map(\.rawValue)),
      "set_timeout_s": .number(exercise.setTimeoutSeconds),
    ]
    entry["tempo"] = exercise.tempo.map { .string($0.text) }
    return .object(entry)
  }

  private static func describe(_ names: LocalizedText) -> JSONValue {
    var entry: JSONObject = ["en": .string(names.en)]
    entry["de"] = names.de.map(JSONValue.string)
    return .object(entry)
  }
}
