internal import SinewFeedback
internal import SinewSignal

extension Coach {
  /// A message about a set, with both its times; whoever sends it sets the place in the order.
  static func message(
    _ body: FeedbackBody, of set: TrainingSet, at signal: MonotonicTime,
    decided: MonotonicTime
  ) -> FeedbackMessage {
    let envelope = Envelope(
      tSignal: signal.seconds, tEmit: decided.seconds, station: set.setup.station,
      athlete: set.setup.athlete, set: set.number, exercise: set.setup.exercise?.id)
    return FeedbackMessage(envelope: envelope, body: body)
  }

  static func started(_ set: TrainingSet, decided: MonotonicTime) -> FeedbackMessage {
    let setup = set.setup
    var body = SetStarted()
    body.side = setup.side
    body.loadKg = setup.loadKg
    body.loadKind = setup.loadKind
    body.focus = setup.focus
    body.isWarmUp = setup.isWarmUp
    body.setOf = setup.setOf
    body.startedBy = set.startedBy
    if let part = setup.loadOfMaximum, part >= CueRules().heavyLoad { body.isHeavy = true }
    if setup.tempo != nil || setup.reps != nil || setup.holdSeconds != nil {
      body.target = Target {
        $0.reps = setup.reps
        $0.holdS = setup.holdSeconds
        $0.tempo = setup.tempo.map(Target.Tempo.init(_:))
      }
    }
    body.muscles = setup.muscles.map(SetMuscle.init(slot:))
    return message(.setStarted(body), of: set, at: set.start, decided: decided)
  }

  static func ended(
    _ set: TrainingSet, why: SetEndReason, decided: MonotonicTime
  ) -> FeedbackMessage {
    var body = SetEnded()
    body.why = why.rawValue
    body.text = why.sentence.text(set.setup.lang)
    body.tStart = set.start.seconds
    body.summary = SetSummary(set)
    return message(.setEnded(body), of: set, at: set.end, decided: decided)
  }

  /// The holds of a repetition at its top, one for each target muscle.
  static func holds(
    _ repetition: CoachedRepetition, of set: TrainingSet, decided: MonotonicTime
  ) -> [FeedbackMessage] {
    guard repetition.isValid else { return [] }
    return repetition.numbers.muscles.compactMap { muscle in
      muscle.envelope?.hold.map { hold in
        let body = Hold {
          $0.muscle = muscle.slot.muscle
          $0.side = muscle.slot.side
          $0.seconds = hold.seconds
          $0.targetS = hold.prescribed
          $0.inBand = hold.inBand >= hold.seconds - HoldNumbers.longestOutside
          $0.quality = hold.quality
          $0.steadiness = hold.excessCV
        }
        return message(.hold(body), of: set, at: repetition.numbers.end, decided: decided)
      }
    }
  }

  /// The summary after a correction that came when the set was over.
  static func revised(_ set: TrainingSet, decided: MonotonicTime) -> FeedbackMessage {
    var body = SetRevised()
    body.why = "rep_corrected"
    body.text = LocalizedText(
      en: "a repetition was corrected", de: "eine Wiederholung wurde berichtigt"
    ).text(set.setup.lang)
    body.summary = SetSummary(set)
    return message(.setRevised(body), of: set, at: set.end, decided: decided)
  }
}

extension Target.Tempo {
  /// A prescription; the concentric phase has no seconds when it is X.
  init(_ tempo: Tempo) {
    self.init()
    eccentricS = tempo.eccentric
    stretchedS = tempo.stretched
    concentricS = tempo.isExplosive ? nil : tempo.concentric
    contractedS = tempo.contracted
    isExplosive = tempo.isExplosive
  }
}

extension SetMuscle {
  init(slot: MuscleSlot) {
    self.init(
      muscle: slot.muscle, side: slot.side, role: slot.role,
      reference: slot.reference.flatMap { Reference(rawValue: $0.kind.rawValue) } ?? .none,
      band: slot.band.map { Bounds($0.lowerBound, $0.upperBound) })
  }
}
