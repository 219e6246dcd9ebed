/// Reads one exercise of the catalogue from YAML. `Docs/Exercises.md` describes the file.
package struct ExerciseReader {
  /// Things that are odd and accepted: muscle ids nobody knows.
  package private(set) var warnings: [ConfigurationError] = []

  package init() {}

  /// The exercise in one file.
  ///
  /// - Throws: The first fault, with its line.
  package mutating func read(
    _ text: String, file: String
  ) throws(ConfigurationError) -> Exercise {
    let top = try CheckedNode(parsing: text, file: file)
    var map = try top.mapping()
    let id = try map.required("id").identifier()
    let names = try map.required("names").localizedText()
    let targets = try muscles(map.required("target"))
    let compensators = try muscles(map.optional("compensators"))
    let others = try muscles(map.optional("others"))
    let electrodes = try muscles(map.optional("electrodes"))
    let isBothSides = try map.optional("sides")?.choice(of: Sides.self) == .both
    let isOneLimb = try map.optional("limbs")?.choice(of: Sides.self) == .one
    let places = try imuPlaces(map.required("imu_places"))
    let direction = try map.required("first_direction").choice(of: FirstDirection.self)
    let phase = try map.required("first_phase").choice(of: FirstPhase.self)
    let tempo = try tempo(map.optional("tempo"), firstPhase: phase, top: top)
    let timeout = try map.optional("set_timeout_s")?.double(in: 1...600)
    let cues = try cues(map.optional("cues"))
    try map.finish()
    return Exercise(
      id: id, names: names, targets: targets, compensators: compensators, others: others,
      electrodes: electrodes, isBothSides: isBothSides, isOneLimb: isOneLimb,
      imuPlaces: places,
      firstDirection: direction, firstPhase: phase, tempo: tempo,
      setTimeoutSeconds: timeout ?? Self.defaultTimeout(phase), cues: cues)
  }

  /// Seconds without movement after which a set is over, where the file doesn't say (science 3.3
  /// for 8 s; 3 s for holds, which have no rhythm to wait for).
  private static func defaultTimeout(_ phase: FirstPhase) -> Double { phase == .hold ? 3 : 8 }

  private enum Sides: String, CaseIterable {
    case one
    case both
  }

  /// One muscle id; an unknown one is taken with a warning.
  mutating func muscle(_ node: CheckedNode) throws(ConfigurationError) -> String {
    let id = try node.identifier()
    if !Muscle.knownIDs.contains(id) {
      let hint = NearestName.find(id, among: Muscle.knownIDs).map { "; nearest: '\($0)'" } ?? ""
      warnings.append(node.fault("names a muscle that Sinew does not know, '\(id)'\(hint)"))
    }
    return id
  }

  private mutating func muscles(_ node: CheckedNode?) throws(ConfigurationError) -> [String] {
    var ids: [String] = []
    for item in try node?.list() ?? [] {
      let id = try muscle(item)
      if ids.contains(id) { throw item.fault("names '\(id)' a second time") }
      ids.append(id)
    }
    return ids
  }

  private func imuPlaces(_ node: CheckedNode) throws(ConfigurationError) -> [IMUPlace] {
    var places: [IMUPlace] = []
    for item in try node.list() { places.append(try item.choice(of: IMUPlace.self)) }
    return places
  }

  private func tempo(
    _ node: CheckedNode?, firstPhase: FirstPhase, top: CheckedNode
  ) throws(ConfigurationError) -> Tempo? {
    guard let node else {
      if firstPhase == .hold { return nil }
      throw top.fault("needs 'tempo', for example 3-1-1-0")
    }
    if firstPhase == .hold { throw node.fault("has no meaning for a hold") }
    let text = try node.string()
    guard let tempo = Tempo(text) else {
      throw node.fault(
        "must be four numbers of seconds, eccentric-stretched-concentric-contracted, "
          + "such as 3-1-1-0 or 2-0-X-0, not '\(text)'")
    }
    return tempo
  }
}
