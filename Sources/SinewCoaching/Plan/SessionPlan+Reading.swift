internal import SinewFeedback

extension SessionPlan {
  /// Reads a plan: YAML, or JSON, which is YAML.
  ///
  ///     imagery_s: 15
  ///     exercises:
  ///       - {exercise: box_squat, sets: 3, reps: [8, 12], load_kg: 40, rest_s: 120, drill: glute_bridge}
  ///       - {exercise: biceps_curl, sets: 2, intensity: 0.6, tempo: 3-0-1-1, one_limb: true}
  ///
  /// - Throws: The first fault, with its line.
  package init(
    _ text: String, file: String, catalogue: Catalogue
  ) throws(ConfigurationError) {
    var map = try CheckedNode(parsing: text, file: file).mapping()
    imagerySeconds = try map.optional("imagery_s")?.double(in: 5...60)
    let list = try map.required("exercises")
    items = []
    for node in try list.list() { items.append(try Item(node, catalogue)) }
    guard (1...30).contains(items.count) else { throw list.fault("must hold 1 to 30 exercises") }
    try map.finish()
  }
}

extension SessionPlan.Item {
  fileprivate init(_ node: CheckedNode, _ catalogue: Catalogue) throws(ConfigurationError) {
    var map = try node.mapping()
    let id = try Self.exercise(map.required("exercise"), catalogue)
    self.init(id, sets: try map.required("sets").int(in: 1...20))
    reps = try map.optional("reps")?.wholeRange(in: 1...100)
    loadKg = try map.optional("load_kg")?.double(in: 0...500)
    if let kind = try map.optional("load_kind")?.choice(of: LoadKind.allCases.map(\.rawValue)) {
      loadKind = LoadKind(rawValue: kind)
    }
    intensity = try map.optional("intensity")?.double(in: 0.05...1.1)
    if let node = map.optional("tempo") {
      guard let tempo = Tempo(try node.string()) else {
        throw node.fault("must be a tempo such as 3-1-1-0")
      }
      self.tempo = tempo
    }
    if let word = try map.optional("focus")?.choice(of: Focus.allCases.map(\.rawValue)) {
      focus = Focus(rawValue: word)
    }
    restSeconds = try map.optional("rest_s")?.double(in: 0...1800) ?? SessionPlan.usualRest
    isOneLimb = try map.optional("one_limb")?.bool() ?? false
    if let node = map.optional("drill") { drill = try Self.exercise(node, catalogue) }
    try map.finish()
  }

  private static func exercise(
    _ node: CheckedNode, _ catalogue: Catalogue
  ) throws(ConfigurationError) -> String {
    let id = try node.identifier()
    guard catalogue[id] != nil else {
      throw node.fault("names no exercise, '\(id)'" + NearestName.hint(id, among: catalogue.ids))
    }
    return id
  }
}
