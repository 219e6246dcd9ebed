internal import SinewFeedback
internal import SinewSignal

/// What earlier sessions bear on a set, and what a set adds to them.
extension Coach {
  /// How far the exercise is learnt decides what is shown, and whether this set is a probe.
  mutating func prepare(_ set: inout TrainingSet, at start: MonotonicTime)
    -> [FeedbackBody]
  {
    var news: [FeedbackBody] = []
    var stage = LearningStage.Stage.cognitive
    if let exercise = set.setup.exercise?.id, let day = set.setup.calendar?.day(of: start) {
      let progress = LearningProgress(of: exercise, in: past, on: day)
      stage = progress.stage
      if set.setup.purpose == .training {
        let isFirst = reported.insert("\(exercise) \(day.number)").inserted
        if isFirst {
          news = SessionNews(past, exercise: exercise, on: day, progress, lang: setup.lang).bodies
        }
        if isFirst, progress.isProbeDue { set.setup.purpose = .probe }
      }
    }
    let feedback = guidance.begin(
      stage: stage, purpose: set.setup.purpose, lang: set.setup.lang)
    if let feedback { news.append(.feedback(feedback)) }
    return news
  }

  /// The set-up with what the past tells about it.
  func informed(at time: MonotonicTime) -> StationSetup {
    var setup = setup
    guard let exercise = setup.exercise?.id, let day = setup.calendar?.day(of: time) else {
      return setup
    }
    setup.baseline =
      setup.baseline
      ?? AthleteBaseline(past, exercise: exercise, loadKg: setup.loadKg, before: day)
    setup.loadOfMaximum = setup.loadOfMaximum ?? past.loadOfMaximum(setup.loadKg, in: exercise)
    if let phase = past.programme.last?.phase, let table = try? PhaseTable.standard.get() {
      setup.muscles = setup.muscles.map { $0.inBand(of: table.phase(phase)) }
    }
    return setup
  }

  /// Adds a set to the past, and gives what it adds up to.
  mutating func remember(_ set: PastSet?) -> [FeedbackBody] {
    guard let set else { return [] }
    let before = PracticeCount(past, on: set.day)
    past.sets.append(set)
    newPast.sets.append(set)
    var news: [FeedbackBody] = []
    if set.purpose == .focusTrial, let target = set.target?.muscle {
      news.append(.focusEffect(FocusTrial(of: set.exercise, in: past).message(muscle: target)))
    }
    let today = past.sets.filter { $0.day == set.day }
    if set.purpose != .drill, today.dropLast().last?.purpose == .drill,
      let check = PreActivationCheck(today, exercise: set.exercise)
    {
      news.append(.preActivation(check.message))
    }
    let now = PracticeCount(past, on: set.day)
    if let milestone = now.milestone(since: before, lang: setup.lang) {
      news.append(.milestone(milestone))
    }
    return news
  }
}
