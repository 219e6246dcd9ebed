/// What the simulated athlete can do.
package enum PracticedExercise: String, Sendable, CaseIterable {
  /// Sensor on the forearm; target biceps, compensator front deltoid; the hand goes up first.
  case bicepsCurl
  /// Sensor on the bar; target gluteus, compensator quadriceps; the bar goes down first.
  case backSquat
  /// Sensor on the bar; target chest, compensator front deltoid; the bar goes down first.
  case benchPress

  /// How the sensor moves between the two ends of a repetition.
  enum Movement: Sendable {
    /// Turns about the elbow by so many degrees.
    case hinge(degrees: Double)
    /// Rises and falls by so many metres.
    case vertical(metres: Double)
  }

  var movement: Movement {
    switch self {
    case .bicepsCurl: .hinge(degrees: 130)
    case .backSquat: .vertical(metres: 0.55)
    case .benchPress: .vertical(metres: 0.40)
    }
  }

  /// The order of the four parts of a repetition (science 3.4).
  package var phases: [AthletePhase] {
    self == .bicepsCurl
      ? [.concentric, .contracted, .eccentric, .stretched]
      : [.eccentric, .stretched, .concentric, .contracted]
  }

  /// Range of a whole repetition: degrees or metres.
  package var range: Double {
    switch movement {
    case .hinge(let degrees): degrees
    case .vertical(let metres): metres
    }
  }
}
