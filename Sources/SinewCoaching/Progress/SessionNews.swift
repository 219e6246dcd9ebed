internal import SinewFeedback

/// What earlier sessions say about an exercise, told once when the athlete comes to it on a day:
/// the stage, the trends that have something to say, and a target that lags behind its past.
struct SessionNews: Sendable {
  let bodies: [FeedbackBody]

  init(
    _ past: AthletePast, exercise: String, on day: TrainingDay, _ progress: LearningProgress,
    lang: String
  ) {
    guard past.sets.contains(where: { $0.exercise == exercise && $0.day < day }) else {
      bodies = []
      return
    }
    let trends = Plateau.Measure.allCases.map {
      Trend($0, of: exercise, in: past, before: day)
    }
    let told = trends.compactMap { trend -> FeedbackBody? in
      var message = trend.message
      IntentBlock.tell(&message, exercise: exercise, past, on: day, lang: lang)
      return trend.percent == nil && message.block == nil ? nil : .plateau(message)
    }
    bodies =
      [.stage(progress.message)] + told
      + LaggingTarget.all(of: exercise, in: past, before: day).map {
        .lagging($0.message(lang: lang))
      }
  }
}
