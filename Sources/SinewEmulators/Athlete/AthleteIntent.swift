/// What the athlete means to do in one repetition: plan and faults, before chance has its say.
///
/// This is the place where an athlete that listens would change its mind: whoever gives it a cue alters
/// the intent of the repetitions that have not begun. Today nothing does.
struct AthleteIntent: Sendable {
  var tempo: AthleteTempo
  /// Factors on the activation of target and compensator.
  var targetGain = 1.0
  var compensatorGain = 1.0
  /// Share of the whole range.
  var rangeShare = 1.0
  /// How far the shoulder swings forward, degrees.
  var shoulderDegrees = 4.0

  /// The intent for repetition `number` (1 is the first) of a set.
  init(_ plan: AthleteSetPlan, repetition number: Int) {
    tempo = plan.tempo
    for fault in plan.faults { apply(fault, repetition: number) }
  }

  private mutating func apply(_ fault: AthleteFault, repetition number: Int) {
    switch fault {
    case .tempo(let first, let seconds):
      if number >= first { tempo.eccentric = seconds }
    case .compensation(let first):
      guard number >= first else { return }
      // Grows over two repetitions.
      let strength = number == first ? 0.6 : 1
      targetGain = 1 - 0.25 * strength
      compensatorGain = 1 + 1.4 * strength
      shoulderDegrees = 4 + 20 * strength
    case .shortRange(let first, let share):
      if number >= first { rangeShare = share }
    }
  }
}
