package import SinewFeedback
package import SinewSignal

extension RepetitionNumbers {
  /// Mean concentric level of the target muscles as a fraction of their references.
  var targetLevel: Double? {
    let targets = muscles.filter { $0.slot.role == .target && $0.isNormalised }
    return Statistics.mean(targets.compactMap(\.concentric))
  }

  /// The fields of a `rep` message.
  ///
  /// - Parameter lang: The language of the reasons for what is withheld.
  package func details(lang: String) -> RepDetails {
    var details = RepDetails()
    details.isPartial = isPartial
    details.isIncomplete = isIncomplete
    details.tStart = start.seconds
    details.tEnd = end.seconds
    details.phases = phases.map {
      PhaseSpan(Phase($0.phase), from: $0.start.seconds, to: $0.end.seconds)
    }
    details.tempo = tempo.map { RepTempo($0, inBand: inBand) }
    switch measure {
    case .rotation: (details.romDegrees, details.velocityDegreesPerSecond) = (range, speed)
    case .vertical:
      (details.romMetres, details.velocityMetresPerSecond) = (range, speed)
      details.isEstimated = true
    }
    details.muscles = muscles.map(RepMuscle.init(_:))
    details.share = share
    details.dominanceLog2 = dominanceLog2
    if !firing.isEmpty { details.order = firing.map(MuscleDelay.init(_:)) }
    details.score = score.value
    details.parts = score.message
    details.withheld = withheld.map { $0.message(lang: lang) }
    return details
  }
}

extension Phase {
  package init(_ phase: MovementPhase) {
    switch phase {
    case .eccentric: self = .eccentric
    case .stretched: self = .stretched
    case .concentric: self = .concentric
    case .contracted: self = .contracted
    case .out: self = .out
    case .outPause: self = .outPause
    case .back: self = .back
    case .backPause: self = .backPause
    }
  }
}

extension RepTempo {
  init(_ tempo: RepetitionTempo, inBand judgement: TempoJudgement?) {
    self.init()
    eccentricS = tempo.eccentric
    stretchedS = tempo.stretched
    concentricS = tempo.concentric
    contractedS = tempo.contracted
    guard let judgement else { return }
    inBand = InBand { inBand in
      inBand.eccentric = judgement.eccentric
      inBand.stretched = judgement.stretched
      inBand.concentric = judgement.concentric
      inBand.contracted = judgement.contracted
    }
  }
}

extension MuscleDelay {
  init(_ delay: FiringDelay) {
    self.init()
    muscle = delay.slot.muscle
    side = delay.slot.side
    delayMs = delay.milliseconds
    uncertaintyMs = FiringDelay.uncertaintyMs
  }
}

extension RepMuscle {
  init(_ numbers: MuscleNumbers) {
    self.init(muscle: numbers.slot.muscle, side: numbers.slot.side)
    var activity = Activity()
    activity.concentric = numbers.concentric
    activity.eccentric = numbers.eccentric
    if numbers.concentric == nil { (activity.out, activity.back) = (numbers.out, numbers.back) }
    activity.peak = numbers.peak
    take(activity, of: numbers)
  }

  /// Puts the levels where their unit belongs.
  mutating func take(_ activity: Activity, of numbers: MuscleNumbers) {
    if numbers.isNormalised {
      level = activity
      zone = numbers.slot.reference.flatMap { reference in
        activity.concentric.map { Zone($0, of: reference.kind) }
      }
    } else if numbers.slot.unit == .microvolts {
      microvolts = activity
    } else {
      counts = activity
    }
  }
}

extension RepMuscle.Zone {
  /// Over 60 % of a maximum is the "very high" of Krause Neto 2020, the lower cuts are customary
  /// (science 4.1).
  init(_ level: Double, of kind: ActivationReference.Kind) {
    let cuts = kind == .refset ? [0.8, 1.1, 1.3] : [0.2, 0.4, 0.6]
    self =
      level < cuts[0] ? .low : level < cuts[1] ? .moderate : level <= cuts[2] ? .high : .veryHigh
  }
}

extension WithheldMetric {
  /// As a part of a message.
  func message(lang: String) -> Withheld {
    var message = Withheld(metric, why: reason.rawValue)
    message.text = reason.sentence.text(lang)
    return message
  }
}
