internal import SinewFeedback
internal import SinewSignal

/// One set while it runs, and for a while after: its repetitions under their numbers.
struct TrainingSet: Sendable {
  let number: Int
  /// As it was when the set began; the muscles may be renewed while it runs.
  var setup: StationSetup
  let start: MonotonicTime
  let startedBy: SetStarted.StartedBy
  private(set) var repetitions: [CoachedRepetition] = []
  /// Isometric holds that are over, in order.
  private(set) var holds: [HoldWatch.State] = []
  var clock: SetClock

  init(
    number: Int, setup: StationSetup, start: MonotonicTime, startedBy: SetStarted.StartedBy
  ) {
    self.number = number
    self.setup = setup
    self.start = start
    self.startedBy = startedBy
    clock = SetClock(timeout: setup.setTimeoutSeconds)
  }

  /// Repetitions whose numbers can be used, in order.
  var valid: [CoachedRepetition] { repetitions.filter(\.isValid) }

  /// When the set was over: at the end of the last repetition that stands, or of the last hold.
  var end: MonotonicTime {
    let ends = repetitions.filter { !$0.isRemoved }.map(\.numbers.end) + holds.map(\.now)
    return max(start, ends.max() ?? start)
  }

  /// Whether steps from `time` on leave the set behind: they come after its last repetition. Who has
  /// done none yet walks to the bar, and a held muscle may be carried about.
  func isLeft(at time: MonotonicTime) -> Bool {
    holds.isEmpty && repetitions.contains { !$0.isRemoved } && end <= time
  }

  /// Keeps a hold that is over.
  mutating func note(_ news: HoldsOfSet.News) {
    guard news.state.isOver else { return }
    holds.append(news.state)
    clock.noteHold(at: news.state.now)
  }

  /// Adds a repetition under the next number and gives it back.
  mutating func add(
    _ repetition: Repetition, qualities: SlotQualities, levels: LevelHistory
  ) -> CoachedRepetition {
    let coached = CoachedRepetition(
      number: (repetitions.last?.number ?? 0) + 1, repetition: repetition, setup: setup,
      qualities: qualities, levels: levels)
    repetitions.append(coached)
    renewPause(before: repetitions.count - 1, levels)
    clock.noteRepetition(repetition)
    return coached
  }

  /// Takes what somebody says about a repetition; nil when the set has none of that number.
  mutating func correct(
    _ number: Int, removed: Bool?, partial: Bool?, levels: LevelHistory
  ) -> CoachedRepetition? {
    guard let index = repetitions.firstIndex(where: { $0.number == number }) else { return nil }
    repetitions[index].correct(
      removed: removed, partial: partial, setup: setup, levels: levels)
    renewPause(before: index, levels)
    renewPause(before: index + 1, levels)
    return repetitions[index]
  }

  /// Takes a correction; nil when the repetition isn't of this set.
  mutating func revise(
    _ revision: RepetitionRevision, levels: LevelHistory
  ) -> CoachedRepetition? {
    guard let index = repetitions.lastIndex(where: { $0.id == revision.id }) else { return nil }
    repetitions[index].revise(revision, setup: setup, levels: levels)
    renewPause(before: index, levels)
    renewPause(before: index + 1, levels)
    return repetitions[index]
  }

  /// Works out anew the pause after the last standing repetition before `index`.
  private mutating func renewPause(before index: Int, _ levels: LevelHistory) {
    let end = min(index, repetitions.count)
    guard let earlier = repetitions[..<end].lastIndex(where: { !$0.isRemoved }) else { return }
    let next = repetitions[(earlier + 1)...].first { !$0.isRemoved }
    repetitions[earlier].followed(at: next?.numbers.start, setup: setup, levels: levels)
  }
}
