package import SinewFeedback

/// Who trains what at a station, and what is stuck where: all that turns findings into sentences
/// about a person.
package struct StationSetup: Sendable, Hashable {
  /// As in the configuration: `rack-2`.
  package var station: String
  /// Pseudonymous id; nil while nobody is signed in.
  package var athlete: String?
  /// For public screens.
  package var nickname: String?
  /// Language tag of the station's screen, `en` or `de`.
  package var lang: String
  /// nil: whatever movement dominates.
  package var exercise: Exercise?
  /// The prescribed tempo; nil: free.
  package var tempo: Tempo?
  /// External load.
  package var loadKg: Double?
  /// The load as a fraction of the athlete's one-repetition maximum, where it is known.
  package var loadOfMaximum: Double?
  /// What is usual for this athlete, from earlier sessions; nil while nobody knows.
  package var baseline: AthleteBaseline?
  /// Where the athlete is asked to put attention.
  package var focus: Focus?
  /// In any order; slots are unique.
  package var muscles: [MuscleSlot]
  /// What the athlete did in earlier sessions; nil while nobody knows. The coach derives the
  /// baseline and the fraction of the maximum from it where they are not given.
  package var past: AthletePast?
  /// What day it is; without it nothing is remembered beyond the session.
  package var calendar: TrainingCalendar?
  /// What the next set is for.
  package var purpose = PastSet.Purpose.training
  /// What is planned for this session; nil: nothing.
  package var plan: SessionPlan?
  /// Which limbs work in the next set; nil: nobody said.
  package var side: SetStarted.Sides?
  /// What the kilograms count.
  package var loadKind: LoadKind?
  /// Whether the next set is a warm-up; nil: nobody said, and the first set of an exercise in a
  /// visit is taken for one.
  package var isWarmUp: Bool?
  /// The next set and how many are planned.
  package var setOf: Pair?
  /// Repetitions asked for, from and to.
  package var reps: Pair?
  /// Seconds to hold, where the set is one.
  package var holdSeconds: Double?

  /// - Parameter tempo: The exercise's own when left out.
  package init(
    station: String, athlete: String? = nil, nickname: String? = nil, lang: String = "en",
    exercise: Exercise? = nil, tempo: Tempo?? = nil, loadKg: Double? = nil,
    loadOfMaximum: Double? = nil, baseline: AthleteBaseline? = nil, focus: Focus? = nil,
    muscles: [MuscleSlot] = []
  ) {
    self.station = station
    self.athlete = athlete
    self.nickname = nickname
    self.lang = lang
    self.exercise = exercise
    self.tempo = tempo ?? exercise?.tempo
    self.loadKg = loadKg
    self.loadOfMaximum = loadOfMaximum
    self.baseline = baseline
    self.focus = focus
    self.muscles = muscles
  }

  /// Forgets what was said about the next set; the exercise stays, with its own tempo.
  package mutating func clearNextSet() {
    (loadKg, loadKind, loadOfMaximum, focus, side) = (nil, nil, nil, nil, nil)
    (isWarmUp, setOf, reps, holdSeconds) = (nil, nil, nil, nil)
    tempo = exercise?.tempo
    purpose = .training
  }

  /// The muscle on a slot of the engine.
  package func muscle(slot: Int) -> MuscleSlot? { muscles.first { $0.slot == slot } }

  /// Whether a calibration that was begun under another set-up means nothing any more.
  package func changesCalibration(from other: StationSetup) -> Bool {
    athlete != other.athlete || wearing != other.wearing || exercise?.id != other.exercise?.id
  }

  /// Which muscle each slot lies on, whatever its reference.
  var wearing: [String] {
    muscles.map { "\($0.slot) \($0.muscle) \($0.side?.rawValue ?? "")" }
  }

  /// Seconds without movement that end a set: the exercise's, else 8 (science 3.3).
  package var setTimeoutSeconds: Double { exercise?.setTimeoutSeconds ?? 8 }
}
