internal import SinewFeedback

/// What earlier sessions say about an exercise, told once when the athlete comes to it on a day:
/// the stage, and the trends that have something to say or have just been looked at.
struct SessionNews: Sendable {
  let bodies: [FeedbackBody]

  init(
    _ past: AthletePast, exercise: String, on day: TrainingDay, _ progress: LearningProgress
  ) {
    guard past.sets.contains(where: { $0.exercise == exercise && $0.day < day }) else {
      bodies = []
      return
    }
    let trends = Plateau.Measure.allCases.map {
      Trend($0, of: exercise, in: past, before: day)
    }
    bodies =
      [.stage(progress.message)]
      + trends.filter { $0.percent != nil }.map { .plateau($0.message) }
  }
}
