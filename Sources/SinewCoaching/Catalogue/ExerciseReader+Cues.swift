internal import SinewFeedback

extension ExerciseReader {
  /// The list of cues; ids must differ.
  mutating func cues(_ node: CheckedNode?) throws(ConfigurationError) -> [ExerciseCue] {
    var cues: [ExerciseCue] = []
    for item in try node?.list() ?? [] {
      let cue = try cue(item)
      if cues.contains(where: { $0.id == cue.id }) {
        throw item.fault("has the id '\(cue.id)' of an earlier cue")
      }
      cues.append(cue)
    }
    return cues
  }

  private mutating func cue(_ node: CheckedNode) throws(ConfigurationError) -> ExerciseCue {
    var map = try node.mapping()
    let id = try map.required("id").identifier()
    let text = try words(map.required("text"))
    var otherWords: [LocalizedText] = []
    for item in try map.optional("other_words")?.list() ?? [] { otherWords.append(try words(item)) }
    var about: String?
    if let node = map.optional("muscle") { about = try muscle(node) }
    let focus = try map.required("focus").choice(of: Focus.self)
    let isSummaryOnly = try map.optional("summary_only")?.bool() ?? false
    var triggers: [CueTrigger] = []
    for item in try map.optional("when")?.list() ?? [] { triggers.append(try trigger(item)) }
    try map.finish()
    return ExerciseCue(
      id: id, text: text, otherWords: otherWords, muscle: about, focus: focus, triggers: triggers,
      isSummaryOnly: isSummaryOnly)
  }

  /// A sentence that can be read at a glance in each language.
  private func words(_ node: CheckedNode) throws(ConfigurationError) -> LocalizedText {
    let text = try node.localizedText()
    for sentence in [text.en, text.de ?? ""] where sentence.count > ExerciseCue.longestText {
      throw node.fault(
        "must be read at a glance: at most \(ExerciseCue.longestText) letters, and "
          + "'\(sentence)' has \(sentence.count)")
    }
    return text
  }

  private mutating func trigger(_ node: CheckedNode) throws(ConfigurationError) -> CueTrigger {
    var map = try node.mapping()
    let metric = try map.required("metric").choice(of: CueMetric.self)
    let subject = try subject(of: metric, in: &map)
    let limit = try limit(in: &map)
    try map.finish()
    return CueTrigger(
      metric: metric, muscle: subject.muscle, other: subject.other, phase: subject.phase,
      place: subject.place, otherPlace: subject.otherPlace, limit: limit)
  }

  private struct Subject {
    var muscle: String?
    var other: String?
    var phase: TempoPhase?
    var place: IMUPlace?
    var otherPlace: IMUPlace?
  }

  /// Asks for the keys that the metric has, so that `finish` refuses those it has not.
  private mutating func subject(
    of metric: CueMetric, in map: inout CheckedMapping
  ) throws(ConfigurationError) -> Subject {
    var subject = Subject()
    switch metric {
    case .phaseSeconds, .phaseShortfallSeconds:
      subject.phase = try map.required("phase").choice(of: TempoPhase.self)
    case .activationRatio:
      subject.muscle = try muscle(map.required("muscle"))
      subject.other = try muscle(map.required("other"))
      subject.phase = try map.optional("phase")?.choice(of: TempoPhase.self)
    case .ratioOverOwn, .onsetLeadMs:
      subject.muscle = try muscle(map.required("muscle"))
      subject.other = try muscle(map.required("other"))
    case .activation:
      subject.muscle = try muscle(map.required("muscle"))
      subject.phase = try map.required("phase").choice(of: TempoPhase.self)
    case .activationOverOwn, .shareChangePoints, .peakIndex, .onsetDelayMs,
      .burstBeforeConcentric, .symmetryPercent:
      subject.muscle = try muscle(map.required("muscle"))
    case .segmentDegrees:
      subject.place = try map.required("place").choice(of: IMUPlace.self)
    case .segmentLeadSeconds, .segmentLeadDegrees:
      subject.place = try map.required("place").choice(of: IMUPlace.self)
      subject.otherPlace = try map.required("other_place").choice(of: IMUPlace.self)
    case .rangeRatio, .outOfBandSeconds:
      break
    }
    return subject
  }

  private func limit(
    in map: inout CheckedMapping
  ) throws(ConfigurationError) -> CueTrigger.Limit {
    let range = -1000.0...1000.0
    let above = try map.optional("above")?.double(in: range)
    let below = try map.optional("below")?.double(in: range)
    switch (above, below) {
    case (let above?, nil): return .above(above)
    case (nil, let below?): return .below(below)
    default: throw map.owner.fault("needs exactly one of 'above' and 'below'")
    }
  }
}
