internal import SinewFeedback
internal import SinewSignal

/// One trigger of one cue, on one side of the body: what a cue is said because of.
struct CueCondition: Sendable, Hashable {
  let cue: ExerciseCue
  let trigger: CueTrigger
  /// nil where the sides are not told apart.
  let side: Side?

  /// What kind of fault it is about; the more urgent ones come first (science 4.16).
  enum Kind: Int, Sendable {
    case tempo
    /// Who does the work, and in what order.
    case balance
    /// The squeeze at the end and the way there.
    case peak
  }

  var kind: Kind {
    switch trigger.metric {
    case .phaseSeconds, .phaseShortfallSeconds: .tempo
    case .peakIndex, .rangeRatio, .outOfBandSeconds: .peak
    default: .balance
    }
  }

  /// A short range makes a repetition partial: to see it, partial ones are looked at too.
  var looksAtPartial: Bool { trigger.metric == .rangeRatio }

  /// Everything that can be looked at in this set, most urgent first, else in the catalogue's
  /// order.
  static func all(for setup: StationSetup) -> [CueCondition] {
    guard let exercise = setup.exercise else { return [] }
    let cues = exercise.cues.filter { !$0.isSummaryOnly } + exercise.usualTempoCues
    var conditions: [CueCondition] = []
    for cue in cues {
      for trigger in cue.triggers where trigger.isMeasured {
        for side in sides(of: trigger, in: setup) {
          conditions.append(CueCondition(cue: cue, trigger: trigger, side: side))
        }
      }
    }
    let ranked = conditions.enumerated().sorted {
      ($0.element.kind.rawValue, $0.offset) < ($1.element.kind.rawValue, $1.offset)
    }
    return ranked.map(\.element)
  }

  /// The sides on which all muscles of a trigger have a slot; one without a side fits both.
  private static func sides(of trigger: CueTrigger, in setup: StationSetup) -> [Side?] {
    let muscles = [trigger.muscle, trigger.other].compactMap(\.self)
    if muscles.isEmpty { return [nil] }
    let worn = muscles.map { id in setup.muscles.filter { $0.muscle == id }.map(\.side) }
    if worn.contains(where: \.isEmpty) { return [] }
    let told = Side.allCases.filter { side in worn.contains { $0.contains(side) } }
    if told.isEmpty { return [nil] }
    return told.filter { side in worn.allSatisfy { $0.contains(side) || $0.contains(nil) } }
  }
}
