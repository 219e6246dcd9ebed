package import SinewFeedback

/// One exercise of the catalogue: what it is for, how it is worn, how it moves, what is said.
package struct Exercise: Sendable, Hashable {
  /// Stable, as on the sockets: `biceps_curl`.
  package let id: String
  /// For people.
  package let names: LocalizedText
  /// Muscle ids: what the exercise is for.
  package let targets: [String]
  /// What takes the work over.
  package let compensators: [String]
  /// Worth watching, neither of the two.
  package let others: [String]
  /// Muscles that get electrodes, most important first. The landmarks are `Muscle.site`.
  package let electrodes: [String]
  /// True when the electrodes go on both sides of the body.
  package let isBothSides: Bool
  /// True where one limb works and the other rests or waits: the two sides are then compared set
  /// against set, never inside a repetition.
  package let isOneLimb: Bool
  /// Where an IMU may sit, best first.
  package let imuPlaces: [IMUPlace]
  /// Which way the hand or limb with the IMU moves first.
  package let firstDirection: FirstDirection
  /// What the target muscle does first.
  package let firstPhase: FirstPhase
  /// nil for holds.
  package let tempo: Tempo?
  /// A set ends when nothing has moved for so long, seconds.
  package let setTimeoutSeconds: Double
  /// What may be said, the more important first.
  package let cues: [ExerciseCue]

  package init(
    id: String, names: LocalizedText, targets: [String], compensators: [String],
    others: [String], electrodes: [String], isBothSides: Bool, isOneLimb: Bool = false,
    imuPlaces: [IMUPlace],
    firstDirection: FirstDirection, firstPhase: FirstPhase, tempo: Tempo?,
    setTimeoutSeconds: Double, cues: [ExerciseCue]
  ) {
    self.id = id
    self.names = names
    self.targets = targets
    self.compensators = compensators
    self.others = others
    self.electrodes = electrodes
    self.isBothSides = isBothSides
    self.isOneLimb = isOneLimb
    self.imuPlaces = imuPlaces
    self.firstDirection = firstDirection
    self.firstPhase = firstPhase
    self.tempo = tempo
    self.setTimeoutSeconds = setTimeoutSeconds
    self.cues = cues
  }

  /// All muscle ids it names, without repeats, targets first.
  package var muscles: [String] {
    var seen: Set<String> = []
    let triggered = cues.flatMap { cue in
      cue.triggers.flatMap { [$0.muscle, $0.other] } + [cue.muscle]
    }
    let named = targets + compensators + others + electrodes + triggered.compactMap(\.self)
    return named.filter { seen.insert($0).inserted }
  }

  /// What a muscle is to this exercise.
  package func role(of muscle: String) -> SetMuscle.Role {
    if targets.contains(muscle) { return .target }
    return compensators.contains(muscle) ? .compensator : .other
  }
}

/// The direction of the first phase, seen from the ground. Sideways, and where gear decides it, is
/// `unknown`.
package enum FirstDirection: String, CaseIterable, Sendable, Hashable {
  case up
  case down
  case unknown
}

/// What the target muscle does first; `hold` for isometric drills.
package enum FirstPhase: String, CaseIterable, Sendable, Hashable {
  case concentric
  case eccentric
  case hold
}
