/// What really happened, for judging what a detector found. All times in seconds of the body's clock.
package struct AthleteTruth: Sendable {
  /// A part of a repetition.
  package struct Phase: Sendable {
    package let phase: AthletePhase
    package let start: Double
    package let end: Double
    /// True root mean square of target and compensator over the phase, microvolts, without noise.
    package internal(set) var targetMicrovolts = 0.0
    package internal(set) var compensatorMicrovolts = 0.0

    /// How long it took.
    package var seconds: Double { end - start }
  }

  /// One whole repetition as it was done.
  package struct Repetition: Sendable {
    /// 1 is the first of its set.
    package let number: Int
    /// In the order done; the last is the pause before the next repetition.
    package internal(set) var phases: [Phase]
    /// Degrees or metres, as done.
    package let range: Double

    /// The movement starts and, both directions done, ends (the last pause is outside).
    package var start: Double { phases.first?.start ?? 0 }
    package var end: Double { phases.last?.start ?? 0 }

    package subscript(phase: AthletePhase) -> Phase? { phases.first { $0.phase == phase } }
  }

  /// One set, from taking the weight to putting it down.
  package struct Set: Sendable {
    package let plan: AthleteSetPlan
    /// The weight is taken, and is down again.
    package internal(set) var pickUp = 0.0...0.0
    package internal(set) var putDown = 0.0...0.0
    package internal(set) var repetitions: [Repetition] = []
  }

  /// A muscle at work.
  package struct Burst: Sendable {
    /// 0 target, 1 compensator.
    package let channel: Int
    /// The ramp up begins; the ramp down ends.
    package let onset: Double
    package let offset: Double
    /// Highest level, microvolts rms.
    package let peakMicrovolts: Double
    /// Nil outside repetitions (picking up, maximal contractions).
    package let repetition: Int?
  }

  package internal(set) var sets: [Set] = []
  package internal(set) var bursts: [Burst] = []
  /// When the plan is over; the athlete then stands still for ever.
  package internal(set) var end = 0.0

  /// Of all sets, in order.
  package var repetitions: [Repetition] { sets.flatMap(\.repetitions) }
}
