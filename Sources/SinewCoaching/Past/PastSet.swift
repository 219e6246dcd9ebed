package import SinewFeedback

/// One set of one athlete as the coach must know it later: medians over its valid repetitions, each
/// absent where it was withheld. The coach makes it when the set is over; whoever keeps the history
/// stores it and gives it back unchanged.
package struct PastSet: Sendable, Hashable, Codable {
  /// What the set was for.
  package enum Purpose: String, CaseIterable, Sendable, Hashable, Codable {
    case training
    case warmUp = "warm_up"
    /// The first work set of a day, feedback hidden: what is kept without it (science 4.13).
    case probe
    /// One set of a pair, feedback hidden (science 4.10).
    case focusTrial = "focus_trial"
    /// A light drill of the target before a compound lift (science 4.15).
    case drill
    /// The set that the reference was taken from.
    case reference
  }

  /// Number of the set, never used again.
  package var number: Int
  /// When it began, seconds since 1970, UTC.
  package var secondsSince1970: Double
  /// The session it belongs to.
  package var day: TrainingDay
  /// Catalogue id.
  package var exercise: String
  package var purpose = Purpose.training
  /// nil: both limbs, or nobody said.
  package var side: Side?
  /// External load, kilograms.
  package var loadKg: Double?
  /// The load as a fraction of the one-repetition maximum of then.
  package var loadOfMaximum: Double?
  /// How hard it was, 1...10 (RPE), by the athlete's tap after the set.
  package var effort: Double?
  package var focus: Focus?
  /// How much the athlete saw.
  package var shown = FeedbackShown.Show.live
  /// The pair of a focus trial that it belongs to, from 1.
  package var pair: Int?
  /// Phase of the programme it was done in, 1...5.
  package var phase: Int?

  /// Full repetitions.
  package var counted = 0
  /// Those with numbers that can be trusted.
  package var valid = 0
  /// Valid ones with the tempo in band and a score of 60 and more (science 4.13).
  package var good = 0
  /// Valid ones in which the target reached the lower edge of its band.
  package var reached: Int?
  /// How far the numbers can be relied on.
  package var confidence = Confidence.low

  /// Every muscle that was measured.
  package var muscles: [Muscle] = []
  /// Of the target over repetitions 2 to 6, a fraction of the reference (science 4.10).
  package var earlyTarget: Double?
  /// Share of the target, 0...1.
  package var share: Double?
  /// The athlete's own share, which the score was taken against; nil while it was unknown.
  package var ownShare: Double?
  /// log2 of target over strongest compensator.
  package var dominanceLog2: Double?
  /// The mind-muscle connection, 0...100.
  package var score: Double?
  /// Coefficient of variation of the scores of its repetitions.
  package var scoreVariation: Double?
  /// Prescribed phases that were in band over all prescribed, 0...1.
  package var tempoInBand: Double?
  /// Median seconds of a repetition, for the match of paired sets.
  package var repetitionSeconds: Double?
  /// Median quality of the holds, 0...100.
  package var holdQuality: Double?
  /// Coefficient of variation of the target about its trend.
  package var consistency: Double?
  /// Symmetry index, percent, positive where left is higher.
  package var symmetry: Double?
  /// The same by muscle; where one limb works at a time, of this set and that of the other side.
  package var symmetries: [String: Double]?
  /// Median speed of the concentric phase, m/s or deg/s: comparable inside one exercise and sensor.
  package var speed: Double?
  /// From the best to the last repetition, percent.
  package var velocityLoss: Double?
  /// The most frequent order of firing, the first muscle first; empty where it could not be told.
  package var firing: [FiringTemplate.Moment] = []
  /// Part of the repetitions that had this order, 0...1.
  package var firingStability: Double?
  /// What was said, and what became of it.
  package var cues: [PastCue] = []
  /// Pain of 3 or more was reported in it.
  package var wasPainful = false

  /// One muscle over the set.
  package struct Muscle: Sendable, Hashable, Codable {
    /// Catalogue id.
    package var muscle: String
    package var side: Side?
    package var role: SetMuscle.Role
    /// What its levels are fractions of; nil: levels are in the unit of the stream.
    package var reference: ActivationReference.Kind?
    /// Median of the concentric phases.
    package var concentric: Double?
    /// Median of the eccentric phases.
    package var eccentric: Double?

    package init(
      muscle: String, side: Side? = nil, role: SetMuscle.Role,
      reference: ActivationReference.Kind? = nil, concentric: Double? = nil,
      eccentric: Double? = nil
    ) {
      self.muscle = muscle
      self.side = side
      self.role = role
      self.reference = reference
      self.concentric = concentric
      self.eccentric = eccentric
    }
  }

  /// A compensator did too much of the work, often enough to be told (science 4.2).
  package var hasDominantCompensator: Bool {
    let balance = [CueMetric.activationRatio.rawValue, CueMetric.ratioOverOwn.rawValue]
    return cues.contains { cue in cue.metric.map(balance.contains) ?? false }
  }

  package init(number: Int, secondsSince1970: Double, day: TrainingDay, exercise: String) {
    self.number = number
    self.secondsSince1970 = secondsSince1970
    self.day = day
    self.exercise = exercise
  }
}

/// A cue of an earlier set.
package struct PastCue: Sendable, Hashable, Codable {
  /// Id in the catalogue.
  package var cue: String
  /// Which of its wordings, from 0.
  package var wording: Int
  package var focus: Focus?
  /// What called for it, a word of `CueMetric`.
  package var metric: String?
  /// nil where the set was over before it could be judged.
  package var outcome: CueOutcome.Outcome?

  package init(
    cue: String, wording: Int = 0, focus: Focus? = nil, metric: String? = nil,
    outcome: CueOutcome.Outcome? = nil
  ) {
    self.cue = cue
    self.wording = wording
    self.focus = focus
    self.metric = metric
    self.outcome = outcome
  }
}
