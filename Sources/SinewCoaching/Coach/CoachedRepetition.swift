internal import SinewSignal

/// A repetition of a set as the coach remembers it: the finding, so that a correction can be worked
/// out anew, and what follows from it.
struct CoachedRepetition: Sendable {
  let number: Int
  let id: UInt32
  private(set) var numbers: RepetitionNumbers
  private(set) var isRemoved = false
  private var repetition: Repetition
  private let qualities: SlotQualities
  private(set) var pauseAfter: Double?

  init(
    number: Int, repetition: Repetition, setup: StationSetup, qualities: SlotQualities,
    levels: LevelHistory
  ) {
    self.number = number
    id = repetition.id
    self.repetition = repetition
    self.qualities = qualities
    numbers = RepetitionNumbers(
      repetition: repetition, setup: setup, quality: qualities, levels: levels)
  }

  /// A full repetition that stands.
  var isCounted: Bool { !isRemoved && !numbers.isPartial }
  /// One whose numbers can be used for metrics and cues.
  var isValid: Bool { isCounted && !numbers.isIncomplete }
  /// One that stands and has all its data, full or partial.
  var hasNumbers: Bool { !isRemoved && !numbers.isIncomplete }

  /// The next repetition began at `start`, so that the pause after this one is known; nil: this
  /// one is the last, and the pause is cut.
  mutating func followed(
    at start: MonotonicTime?, setup: StationSetup, levels: LevelHistory
  ) {
    let pause = start.map { max(0, $0.seconds(since: repetition.end)) }
    guard pause != pauseAfter else { return }
    pauseAfter = pause
    renew(setup, levels)
  }

  /// Somebody says that it was none or was one, or that it was whole or not.
  mutating func correct(
    removed: Bool?, partial: Bool?, setup: StationSetup, levels: LevelHistory
  ) {
    isRemoved = removed ?? isRemoved
    guard let partial, partial != repetition.isPartial else { return }
    repetition.isPartial = partial
    renew(setup, levels)
  }

  /// Takes a correction.
  mutating func revise(
    _ revision: RepetitionRevision, setup: StationSetup, levels: LevelHistory
  ) {
    if revision.removed {
      isRemoved = true
      return
    }
    repetition.end = max(revision.end, repetition.backStart)
    renew(setup, levels)
  }

  private mutating func renew(_ setup: StationSetup, _ levels: LevelHistory) {
    numbers = RepetitionNumbers(
      repetition: repetition, setup: setup, quality: qualities, pauseAfter: pauseAfter,
      levels: levels, earlier: numbers)
  }
}
