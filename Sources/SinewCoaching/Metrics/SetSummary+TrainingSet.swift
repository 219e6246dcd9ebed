internal import SinewFeedback
internal import SinewSignal

extension SetSummary {
  /// A set in numbers (science 3.4, 3.5, 4.1, 4.2, 4.8): medians over the valid repetitions, each
  /// with what it rests on, or the reason for withholding it.
  init(_ set: TrainingSet) {
    self.init()
    let valid = set.valid
    let lang = set.setup.lang
    let confidence = SetConfidence(valid)
    reps = Reps(
      counted: set.repetitions.filter(\.isCounted).count, valid: valid.count,
      partial: set.repetitions.filter { !$0.isRemoved && $0.numbers.isPartial }.count)
    tempo = TempoSummary(valid, target: set.setup.tempo, lang: lang)
    activation = ActivationSummary(valid, setup: set.setup, confidence, lang: lang)
    share = Metric(
      valid.compactMap(\.numbers.share), of: "share", in: valid, confidence, lang: lang)
    dominance = Metric(
      valid.compactMap(\.numbers.dominanceLog2), of: "dominance_log2", in: valid, confidence,
      lang: lang)
    consistency = Self.consistency(valid, setup: set.setup, confidence, lang: lang)
    velocityLoss = Self.velocityLoss(valid, tempo: set.setup.tempo, confidence, lang: lang)
    symmetry = Self.symmetry(valid, setup: set.setup, lang: lang)
    steadiness = Self.steadiness(valid, set.holds, setup: set.setup, confidence, lang: lang)
    fatigue = Self.fatigue(valid, setup: set.setup, confidence, lang: lang)
    (tempoConsistency, rangeConsistency) = Self.movement(valid, lang: lang)
    cocontraction = Self.cocontraction(valid, confidence, lang: lang)
    let parts = ConnectionScore(valid, consistency: consistency?.value, symmetry: symmetry?.value)
    score = Self.score(parts, valid, setup: set.setup, confidence, lang: lang)
    if score?.value != nil { self.parts = parts.message }
  }

  /// Science 4.8. A ratio of levels of one muscle to themselves: it needs no reference.
  private static func consistency(
    _ valid: [CoachedRepetition], setup: StationSetup, _ confidence: SetConfidence, lang: String
  ) -> Metric<Variation> {
    guard let slot = setup.muscles.first(where: { $0.role == .target }) else {
      return Metric(setup.muscles.isEmpty ? .noEMG : .noTarget, lang: lang)
    }
    let levels = valid.compactMap { repetition in
      repetition.numbers.muscles.first { $0.slot.slot == slot.slot && $0.quality != .poor }?
        .concentric
    }
    let latest = Array(levels.suffix(SetConfidence.mostRepetitions))
    guard let variation = Statistics.detrendedCV(latest) else {
      let isUnknown = !valid.isEmpty && valid.allSatisfy { $0.numbers.tempo == nil }
      return Metric(isUnknown ? .phaseUnknown : .tooFewRepetitions, lang: lang)
    }
    return Metric(variation, n: latest.count, confidence: confidence.of(latest.count))
  }

  /// The slope of the median frequency of the first target (science 4.11).
  private static func fatigue(
    _ valid: [CoachedRepetition], setup: StationSetup, _ confidence: SetConfidence, lang: String
  ) -> Metric<FrequencySlope> {
    guard let slot = setup.muscles.first(where: { $0.role == .target }),
      let fatigue = FatigueOfSet(valid, slot: slot)
    else {
      let isShort = valid.count < FatigueOfSet.fewestRepetitions
      return Metric(
        setup.muscles.isEmpty ? .noEMG : isShort ? .tooFewRepetitions : .noSpectrum, lang: lang)
    }
    return Metric(
      fatigue.frequencyPercent, n: fatigue.repetitions,
      confidence: confidence.of(fatigue.repetitions))
  }

  /// Withheld for the reason for which the share is, else because the levels are missing.
  private static func cocontraction(
    _ valid: [CoachedRepetition], _ confidence: SetConfidence, lang: String
  ) -> Metric<Cocontraction> {
    let values = valid.compactMap(\.numbers.cocontraction)
    guard let median = Statistics.median(values) else {
      let reason = valid.last?.numbers.withheld.last { $0.metric == "share" }?.reason
      return Metric(reason ?? (valid.isEmpty ? .tooFewRepetitions : .incompleteData), lang: lang)
    }
    return Metric(median, n: values.count, confidence: confidence.of(values.count))
  }

  /// How alike the repetitions were in length and range (science 4.8); needs 4.
  private static func movement(
    _ valid: [CoachedRepetition], lang: String
  ) -> (Metric<Variation>, Metric<Variation>) {
    let latest = valid.suffix(SetConfidence.mostRepetitions).map(\.numbers)
    func metric(_ values: [Double]) -> Metric<Variation> {
      guard let variation = Statistics.detrendedCV(values) else {
        return Metric(.tooFewRepetitions, lang: lang)
      }
      return Metric(variation, n: values.count, confidence: SetConfidence.ofMovement(values.count))
    }
    return (metric(latest.map { $0.end.seconds(since: $0.start) }), metric(latest.map(\.range)))
  }

  /// The first target muscle that both sides can be told of.
  private static func symmetry(
    _ valid: [CoachedRepetition], setup: StationSetup, lang: String
  ) -> Metric<Symmetry> {
    let symmetry = SymmetryOfSet(valid, setup: setup)
    guard let first = symmetry.indices.first else {
      return Metric(symmetry.obstacle ?? .oneSide, lang: lang)
    }
    // Only good signals went in.
    let confidence = SetConfidence([]).of(first.n)
    return Metric(first.percent, n: first.n, confidence: confidence)
  }

  /// The median over the holds of the set (science 4.7).
  private static func steadiness(
    _ valid: [CoachedRepetition], _ isometric: [HoldWatch.State], setup: StationSetup,
    _ confidence: SetConfidence, lang: String
  ) -> Metric<Variation> {
    if setup.exercise?.firstPhase == .hold {
      guard let median = Statistics.median(isometric.compactMap(\.excessCV)) else {
        return Metric(.noHold, lang: lang)
      }
      return Metric(median, n: isometric.count, confidence: confidence.of(isometric.count))
    }
    guard setup.tempo?.contracted ?? 0 >= HoldNumbers.shortest else {
      return Metric(.noHold, lang: lang)
    }
    let holds = valid.flatMap { $0.numbers.muscles.compactMap(\.envelope?.hold) }
    let values = holds.compactMap(\.excessCV)
    guard let median = Statistics.median(values) else {
      if valid.isEmpty { return Metric(.tooFewRepetitions, lang: lang) }
      if holds.isEmpty {
        return Metric(setup.muscles.isEmpty ? .noEMG : .incompleteData, lang: lang)
      }
      let rates = setup.muscles.filter { $0.role == .target }.map(\.sampleRateHz)
      let isSilent = rates.allSatisfy { $0.flatMap(NoiseFloor.variation(rateHz:)) == nil }
      return Metric(isSilent ? .rateUnknown : .noHold, lang: lang)
    }
    return Metric(median, n: values.count, confidence: confidence.of(values.count))
  }

  private static func score(
    _ parts: ConnectionScore, _ valid: [CoachedRepetition], setup: StationSetup,
    _ confidence: SetConfidence, lang: String
  ) -> Metric<Points> {
    let scored = valid.filter { repetition in
      !repetition.numbers.withheld.contains { $0.metric == "score" && $0.reason != .tooFewParts }
    }
    guard let value = parts.value, !scored.isEmpty else {
      let reason = valid.last?.numbers.withheld.last { $0.metric == "score" }?.reason
      return Metric(reason ?? .tooFewRepetitions, lang: lang)
    }
    return Metric(value, n: scored.count, confidence: confidence.of(scored.count))
  }

  private static func velocityLoss(
    _ valid: [CoachedRepetition], tempo: Tempo?, _ confidence: SetConfidence, lang: String
  ) -> Metric<VelocityLoss> {
    let loss = VelocityLossOfSet(valid, tempo: tempo)
    guard let percent = loss.percent else {
      return Metric(loss.reason ?? .tooFewRepetitions, lang: lang)
    }
    return Metric(percent, n: valid.count, confidence: confidence.of(valid.count))
  }
}

extension Metric {
  /// A withheld metric with its sentence.
  init(_ reason: WithheldMetric.Reason, lang: String) {
    self.init(withheld: reason.rawValue)
    text = reason.sentence.text(lang)
  }

  /// The median of a number that repetitions carry, or what the last of them says about its
  /// absence.
  init(
    _ values: [Double], of name: String, in valid: [CoachedRepetition],
    _ confidence: SetConfidence, lang: String
  ) {
    guard let median = Statistics.median(values) else {
      let reason = valid.last?.numbers.withheld.last { $0.metric == name }?.reason
      self.init(reason ?? .tooFewRepetitions, lang: lang)
      return
    }
    self.init(median, n: values.count, confidence: confidence.of(values.count))
  }
}
