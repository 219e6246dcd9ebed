/// When the coach may speak (science 4.16). Defaults of ours, not validated.
package struct CueRules: Sendable, Hashable {
  /// A trigger must hold in so many repetitions of the window.
  package var holding = 3
  /// The last so many valid repetitions.
  package var window = 4
  /// The same for tempo, which is told at once and easily mended.
  package var tempoHolding = 2
  package var tempoWindow = 3
  /// Repetitions at the start of a set that later ones are compared with.
  package var opening = 3
  /// No cue before this repetition.
  package var earliestRepetition = 2
  /// At least so many repetitions between two cues.
  package var spacingRepetitions = 2
  /// Seconds between two cues.
  package var spacingSeconds = 6.0
  /// Cues in one set.
  package var mostPerSet = 3
  /// Nothing is said past this loss of speed, percent.
  package var velocityLossPercent = 35.0
  /// Nothing is said at this part of the one-repetition maximum or above.
  package var heavyLoad = 0.85
  /// Repetitions watched after a cue.
  package var watched = 3
  /// A cue that failed so often in its latest uses is rested.
  package var failures = 3
  /// The latest uses of a cue that are remembered.
  package var uses = 5
  /// Ratios of two muscles count only while one of them is active (science 2.3).
  package var activeLevel = 0.10
  /// What makes a cue about balance work (science 4.2): the share up by so much, or `targetStep`.
  package var shareStep = 0.05
  /// The target's activation up by this part of itself.
  package var targetStep = 0.10
  /// What makes a cue about tempo work: seconds nearer, the limit of the measurement (science 3.4).
  package var tempoStep = 0.2
  /// What makes a cue about the squeeze or the range work: so much of the whole nearer. Ours.
  package var indexStep = 0.05
  /// What makes any other cue about levels work: so much of its threshold nearer. Ours.
  package var levelStep = 0.10
  /// What makes a cue about the order work, milliseconds: the error of one moment (science 4.4).
  package var orderStep = 50.0

  package init() {}
}
