package import SinewFeedback
package import SinewSignal

/// All that can honestly be said about one repetition of one athlete.
package struct RepetitionNumbers: Sendable, Hashable {
  /// The first phase begins.
  package let start: MonotonicTime
  /// The last phase ends.
  package let end: MonotonicTime
  /// Range below 80 % of the median.
  package let isPartial: Bool
  /// Data are missing inside.
  package let isIncomplete: Bool
  /// In time order.
  package let phases: [MovementSpan]
  /// nil for an unknown exercise.
  package let tempo: RepetitionTempo?
  /// nil for partial repetitions and without a prescription.
  package let inBand: TempoJudgement?
  /// Which measurement carried it, and so the units below.
  package let measure: MovementMeasure
  /// Degrees or metres, by `measure`.
  package let range: Double
  /// Mean speed of the concentric direction, of the first where that is unknown: deg/s or m/s.
  package let speed: Double
  /// In the order of the set-up.
  package let muscles: [MuscleNumbers]
  /// Share of the target muscles in the work, 0...1 (science 4.2).
  package let share: Double?
  /// log2 of target over strongest compensator (science 4.2).
  package let dominanceLog2: Double?
  /// Co-contraction of target and strongest compensator in the concentric phase, 0...100
  /// (science 4.5). A description: often bracing or novelty, no error.
  package let cocontraction: Double?
  /// When each muscle came in, the first one first (science 4.4); empty where it can't be told.
  package let firing: [FiringDelay]
  /// The mind-muscle connection (science 4.12).
  package private(set) var score = ConnectionScore()
  /// What is missing above, and why.
  package private(set) var withheld: [WithheldMetric]

  /// Turns a finding into numbers about a person.
  ///
  /// - Parameters:
  ///   - quality: The state of the channels; muscles without a signal are left out.
  ///   - pauseAfter: Seconds from its end to the start of the next repetition, once known.
  ///   - levels: The envelopes of the last half minute.
  ///   - earlier: The same repetition as it was known before.
  package init(
    repetition: Repetition, setup: StationSetup, quality: SlotQualities = SlotQualities(),
    pauseAfter: Double? = nil, levels: LevelHistory = LevelHistory(),
    earlier: RepetitionNumbers? = nil
  ) {
    start = repetition.start
    end = repetition.end
    isPartial = repetition.isPartial
    isIncomplete = repetition.isIncomplete
    phases = MovementSpan.phases(of: repetition)
    measure = repetition.measure
    range = Self.finite(repetition.range)
    let backIsConcentric = repetition.firstPhase == .eccentric
    speed = Self.finite(backIsConcentric ? repetition.backSpeed : repetition.outSpeed)
    tempo = RepetitionTempo(repetition, pauseAfter: pauseAfter)
    var withheld: [WithheldMetric] = []
    inBand = Self.judge(tempo, repetition: repetition, setup: setup, withheld: &withheld)

    var muscles: [MuscleNumbers] = []
    for slot in setup.muscles {
      let quality = quality[slot.slot]
      guard var numbers = MuscleNumbers(slot, in: repetition, quality: quality),
        quality != .off
      else {
        withheld.append(WithheldMetric("muscles.\(slot.muscle)", .poorSignal))
        continue
      }
      if quality != .poor, !repetition.isIncomplete {
        let before = earlier?.muscles.first { $0.slot.slot == slot.slot }?.envelope
        let now = EnvelopeNumbers(
          numbers, in: repetition, setup: setup, levels: levels, pauseAfter: pauseAfter)
        numbers.envelope = now?.completed(by: before) ?? before
      }
      muscles.append(numbers)
    }
    self.muscles = muscles
    firing = FiringDelay.order(muscles)
    if firing.isEmpty { withheld.append(WithheldMetric("order", FiringDelay.obstacle(muscles))) }
    let balance = MuscleBalance(muscles, isIncomplete: repetition.isIncomplete)
    share = balance.share
    dominanceLog2 = balance.dominanceLog2
    cocontraction =
      CoContraction(muscles, in: repetition, levels: levels)?.percent ?? earlier?.cocontraction
    self.withheld = withheld + balance.withheld
    let (score, obstacle) = ConnectionScore.of(self, setup: setup)
    self.score = score
    if let obstacle { self.withheld.append(WithheldMetric("score", obstacle)) }
  }

  /// The numbers of the muscle on one side; with nil, of whichever side comes first.
  package func muscle(_ id: String, side: Side? = nil) -> MuscleNumbers? {
    muscles.first { $0.slot.muscle == id && (side == nil || $0.slot.side == side) }
  }

  /// Judges the tempo, and notes what can't be judged.
  private static func judge(
    _ tempo: RepetitionTempo?, repetition: Repetition, setup: StationSetup,
    withheld: inout [WithheldMetric]
  ) -> TempoJudgement? {
    guard let tempo else {
      withheld.append(WithheldMetric("tempo", .phaseUnknown))
      return nil
    }
    if tempo.stretched == nil { withheld.append(WithheldMetric("tempo.stretched_s", .notYetKnown)) }
    if tempo.contracted == nil {
      withheld.append(WithheldMetric("tempo.contracted_s", .notYetKnown))
    }
    guard let target = setup.tempo else {
      withheld.append(WithheldMetric("tempo.in_band", .tempoFree))
      return nil
    }
    if repetition.isPartial || repetition.isIncomplete {
      let reason: WithheldMetric.Reason =
        repetition.isPartial ? .partialRepetition : .incompleteData
      withheld.append(WithheldMetric("tempo.in_band", reason))
      return nil
    }
    return TempoJudgement(tempo, target: target)
  }

  private static func finite(_ value: Float) -> Double { value.isFinite ? Double(value) : 0 }
}
