package import SinewCoaching
package import SinewFeedback
internal import SinewSignal

/// Weeks of one simulated athlete, three sessions a week, trained with the coach as the daemon runs
/// it: a new one each day, given the past.
package struct Season: Sendable {
  /// What one set is to be.
  package struct PlannedSet: Sendable {
    package var exercise: String
    package var purpose: PastSet.Purpose
    package var focus: Focus?
    package var repetitions: Int

    package init(
      _ exercise: String, purpose: PastSet.Purpose = .training, focus: Focus? = nil,
      repetitions: Int = 8
    ) {
      self.exercise = exercise
      self.purpose = purpose
      self.focus = focus
      self.repetitions = repetitions
    }
  }

  /// All that the coach knows at the end.
  package private(set) var past = AthletePast()
  /// All that was said, with the session in which it was said, from 0.
  package private(set) var said: [(session: Int, message: FeedbackMessage)] = []
  private var athlete: SeasonAthlete
  private let catalogue: Catalogue
  private var setNumber = 1
  /// Days of the week on which people train.
  private static let days = [0, 2, 4]
  /// A Monday: 2026-01-05.
  private static let firstDay = 20_458
  /// Loads are 55 % of the maximum: where internal focus can work (science 5).
  package static let intensity = 0.55

  package init(_ traits: AthleteTraits, seed: UInt64, catalogue: Catalogue) {
    athlete = SeasonAthlete(traits, seed: seed)
    self.catalogue = catalogue
    for exercise in catalogue.ids {
      past.maxima[exercise] = OneRepetitionMaximum(
        kilograms: 40 / Self.intensity, source: .told, day: TrainingDay(Self.firstDay))
    }
  }

  /// The day of a session, from 0.
  package static func day(_ session: Int) -> TrainingDay {
    TrainingDay(firstDay + 7 * (session / days.count) + days[session % days.count])
  }

  /// Trains one session.
  package mutating func train(session: Int, _ sets: [PlannedSet]) {
    let isolating = ["glute_bridge", "box_squat", "paused_romanian_deadlift"]
    athlete.beginSession(isolatesGlutes: sets.contains { isolating.contains($0.exercise) })
    let calendar = TrainingCalendar(
      instant: .zero, secondsSince1970: Double(Self.day(session).number) * 86_400 + 61_200)
    var coach: Coach?
    var now = 60.0
    for planned in sets {
      guard let exercise = catalogue[planned.exercise] else { continue }
      var setup = Self.setup(exercise)
      setup.past = past
      setup.calendar = calendar
      setup.purpose = planned.purpose
      setup.focus = planned.focus
      if coach == nil {
        coach = Coach(setup: setup, numbers: SequentialSetNumbers(startingAt: setNumber))
      } else {
        _ = coach?.change(setup: setup, at: MonotonicTime(seconds: now))
      }
      guard var trainer = coach else { continue }
      let (messages, end) = athlete.train(
        &trainer, repetitions: planned.repetitions, intensity: Self.intensity, at: now)
      trainer.noteEffort(7)
      past.append(trainer.takeNewPast())
      coach = trainer
      said += messages.map { (session, $0) }
      setNumber += 1
      now = end + 150
    }
  }

  /// Electrodes as the catalogue has them, with maxima; the biceps on both sides.
  private static func setup(_ exercise: Exercise) -> StationSetup {
    let worn = exercise.electrodes.flatMap { muscle -> [(String, Side?)] in
      muscle == "biceps" ? [(muscle, .left), (muscle, .right)] : [(muscle, nil)]
    }
    return StationSetup(
      station: "season", athlete: "a", exercise: exercise, loadKg: 40,
      muscles: worn.enumerated().map { slot, worn in
        MuscleSlot(
          slot: slot, muscle: worn.0, side: worn.1, role: exercise.role(of: worn.0),
          reference: ActivationReference(kind: .mvc, value: 100), sampleRateHz: 1000,
          device: "season")
      })
  }
}
