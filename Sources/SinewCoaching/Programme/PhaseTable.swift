internal import SinewFeedback

/// The five phases and when to unload, from YAML.
package struct PhaseTable: Sendable, Hashable {
  /// In order; five.
  package let phases: [ProgrammePhase]
  package let deload: Deload

  /// What calls for a week of less (science 4.15).
  package struct Deload: Sendable, Hashable {
    /// Points below the median of the four sessions before.
    package let scoreDrop: Double
    /// Sessions running in which the score is down.
    package let sessions: Int
    /// Every so many weeks; nil: never by the calendar.
    package let everyWeeks: Int?
    /// Days it lasts.
    package let days: Int
  }

  /// The phase with a number; the first where there is none such.
  package func phase(_ number: Int) -> ProgrammePhase {
    phases[min(max(number, 1), phases.count) - 1]
  }

  /// The table that comes with Sinew.
  ///
  /// - Throws: A fault in our own file: a slip that the tests catch before anybody does.
  package static func builtIn() throws(ConfigurationError) -> PhaseTable {
    try PhaseTable(
      String(decoding: PackageResources.phases_yaml, as: UTF8.self), file: "phases.yaml")
  }

  /// Read once.
  static let standard = Result { try builtIn() }

  /// Reads a table.
  ///
  /// - Throws: The first fault, with its line.
  package init(_ text: String, file: String) throws(ConfigurationError) {
    var map = try CheckedNode(parsing: text, file: file).mapping()
    var unload = try map.required("deload").mapping()
    deload = Deload(
      scoreDrop: try unload.required("score_drop").double(in: 1...100),
      sessions: try unload.required("sessions").int(in: 1...10),
      everyWeeks: try unload.optional("every_weeks")?.int(in: 2...52),
      days: try unload.required("days").int(in: 1...60))
    try unload.finish()
    let list = try map.required("phases")
    var phases: [ProgrammePhase] = []
    for node in try list.list() {
      let phase = try Self.phase(node)
      guard phase.number == phases.count + 1 else {
        throw node.fault("must be phase \(phases.count + 1)")
      }
      phases.append(phase)
    }
    guard phases.count == 5 else { throw list.fault("must hold five phases") }
    self.phases = phases
    try map.finish()
  }

  private static func phase(_ node: CheckedNode) throws(ConfigurationError) -> ProgrammePhase {
    var map = try node.mapping()
    let tempoNode = try map.required("tempo")
    guard let tempo = Tempo(try tempoNode.string()) else {
      throw tempoNode.fault("must be a tempo such as 3-1-2-1")
    }
    let phase = ProgrammePhase(
      number: try map.required("phase").int(in: 1...5),
      names: try map.required("names").localizedText(),
      goal: try map.required("goal").localizedText(),
      reps: try map.required("reps").wholeRange(in: 1...100),
      intensity: try map.required("intensity").range(in: 0...1.2),
      effort: try map.required("effort").range(in: 1...10), tempo: tempo,
      bandOfMaximum: try map.required("band_mvc").range(in: 0...5),
      bandOfReferenceSet: try map.required("band_refset").range(in: 0...5),
      focus: try focus(map.required("focus")),
      advance: try criteria(map.optional("advance")),
      goBack: try criteria(map.optional("go_back")))
    try map.finish()
    return phase
  }

  private static func focus(_ node: CheckedNode) throws(ConfigurationError) -> Focus {
    try node.choice(of: Focus.allCases.map(\.rawValue)) == "internal" ? .internal : .external
  }

  private static func criteria(
    _ node: CheckedNode?
  ) throws(ConfigurationError) -> ProgrammePhase.Criteria? {
    guard let node else { return nil }
    var map = try node.mapping()
    var criteria = ProgrammePhase.Criteria()
    criteria.holdQuality = try map.optional("hold_quality")?.double(in: 0...100)
    criteria.reached = try map.optional("reached")?.double(in: 0...1)
    criteria.tempoInBand = try map.optional("tempo_in_band")?.double(in: 0...1)
    criteria.shareGain = try map.optional("share_gain")?.double(in: 0...1)
    criteria.consistency = try map.optional("consistency")?.double(in: 0...5)
    criteria.score = try map.optional("score")?.double(in: 0...100)
    criteria.shareLoss = try map.optional("share_loss")?.double(in: 0...1)
    criteria.loadRise = try map.optional("load_rise")?.double(in: 0...1)
    criteria.retention = try map.optional("retention")?.double(in: 0...2)
    criteria.balanceCues = try map.optional("balance_cues")?.int(in: 1...10)
    try map.finish()
    return criteria
  }
}

extension CheckedNode {
  /// Two numbers, the lower one first.
  func range(in bounds: ClosedRange<Double>) throws(ConfigurationError) -> ClosedRange<Double> {
    let items = try list()
    guard items.count == 2 else { throw fault("must be two numbers, such as [0.4, 0.6]") }
    let (low, high) = (try items[0].double(in: bounds), try items[1].double(in: bounds))
    guard low <= high else { throw fault("must hold the lower number first") }
    return low...high
  }

  /// Two whole numbers, the lower one first.
  func wholeRange(in bounds: ClosedRange<Int>) throws(ConfigurationError) -> ClosedRange<Int> {
    let items = try list()
    guard items.count == 2 else { throw fault("must be two whole numbers, such as [8, 12]") }
    let (low, high) = (try items[0].int(in: bounds), try items[1].int(in: bounds))
    guard low <= high else { throw fault("must hold the lower number first") }
    return low...high
  }
}
