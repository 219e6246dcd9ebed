internal import SinewFeedback
internal import SinewSignal

extension PastSet {
  /// A set that is over, as it is to be remembered; nil without an exercise or a calendar.
  init?(_ set: TrainingSet, cues: [PastCue], shown: FeedbackShown.Show, phase: Int?) {
    let setup = set.setup
    guard let exercise = setup.exercise?.id, let calendar = setup.calendar,
      let day = calendar.day(of: set.start)
    else { return nil }
    self.init(
      number: set.number, secondsSince1970: calendar.secondsSince1970(set.start), day: day,
      exercise: exercise)
    purpose = setup.purpose
    side = setup.side.flatMap { Side(rawValue: $0.rawValue) }
    loadKg = setup.loadKg
    loadOfMaximum = setup.loadOfMaximum
    focus = setup.focus
    ownShare = setup.baseline?.share
    self.shown = shown
    self.phase = phase
    self.cues = cues
    note(set.valid, setup: setup)
    let summary = SetSummary(set)
    counted = summary.reps.counted
    score = summary.score?.value
    tempoInBand = summary.tempo?.inBand
    consistency = summary.consistency?.value
    symmetry = summary.symmetry?.value
    velocityLoss = summary.velocityLoss?.value
  }

  /// What the repetitions tell.
  private mutating func note(_ repetitions: [CoachedRepetition], setup: StationSetup) {
    let numbers = repetitions.map(\.numbers)
    valid = numbers.count
    confidence = SetConfidence(repetitions).of(numbers.count)
    muscles = setup.muscles.map { Muscle($0, numbers) }
    earlyTarget = Statistics.mean(numbers.dropFirst().prefix(5).compactMap(\.targetLevel))
    share = Statistics.median(numbers.compactMap(\.share))
    dominanceLog2 = Statistics.median(numbers.compactMap(\.dominanceLog2))
    let scores = numbers.compactMap(\.score.value)
    scoreVariation = scores.count >= 4 ? Statistics.cv(scores) : nil
    good = numbers.count(where: \.isGood)
    reached = Self.reached(numbers, setup: setup)
    repetitionSeconds = Statistics.median(numbers.map { $0.end.seconds(since: $0.start) })
    let holds = numbers.flatMap { $0.muscles.compactMap { $0.envelope?.hold?.quality } }
    holdQuality = Statistics.median(holds)
    speed = Statistics.median(numbers.filter { $0.tempo != nil }.map(\.speed))
    guard let order = OrderOfSet(repetitions, template: nil) else { return }
    firing = order.delays.map {
      FiringTemplate.Moment($0.slot.muscle, side: $0.slot.side, delayMs: $0.milliseconds)
    }
    firingStability = order.stability
  }

  private static func reached(_ numbers: [RepetitionNumbers], setup: StationSetup) -> Int? {
    let bands = setup.muscles.filter { $0.role == .target }.compactMap(\.band)
    guard let edge = bands.map(\.lowerBound).max() else { return nil }
    return numbers.count { $0.targetLevel.map { $0 >= edge } ?? false }
  }
}

extension PastSet.Muscle {
  init(_ slot: MuscleSlot, _ numbers: [RepetitionNumbers]) {
    let own = numbers.compactMap { repetition in
      repetition.muscles.first {
        $0.slot.slot == slot.slot && $0.slot.reference == slot.reference && $0.quality != .poor
      }
    }
    self.init(
      muscle: slot.muscle, side: slot.side, role: slot.role, reference: slot.reference?.kind,
      concentric: Statistics.median(own.compactMap(\.concentric)),
      eccentric: Statistics.median(own.compactMap(\.eccentric)))
  }
}

extension RepetitionNumbers {
  /// A repetition with intent (science 4.13): the tempo in band and a score of 60 and more.
  var isGood: Bool {
    guard let score = score.value, score >= 60, let inBand else { return false }
    return TempoPhase.allCases.allSatisfy { inBand[$0] ?? true }
  }
}
