import SinewCoaching
import SinewFeedback

/// The catalogues, for screens that let people choose.
extension ControlDesk {
  func exercises() -> JSONObject {
    let catalogue = server.floor.catalogue
    let all = catalogue.ids.compactMap { catalogue[$0] }
    return ["exercises": .array(all.map { .object($0.json) })]
  }

  func muscles() -> JSONObject {
    [
      "muscles": .array(
        Muscle.known.map { muscle in
          [
            "muscle": .string(muscle.id), "names": muscle.names.json,
            "site": .string(muscle.site), "seniam": .bool(muscle.isSENIAM),
          ]
        })
    ]
  }
}
