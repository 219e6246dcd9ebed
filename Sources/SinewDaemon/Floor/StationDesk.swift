import SinewCoaching
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// What the server thread keeps for one station: who trains there with what, and the pipeline that
/// turns findings into messages.
final class StationDesk {
  let index: Int
  private(set) var configuration: StationConfiguration
  private(set) var setup: StationSetup
  /// True once the configuration no longer names it.
  private(set) var isClosed = false
  let pipeline: StationPipeline
  /// Who is signed in, in the order of coming.
  var guests: [Guest] = []
  /// When somebody last did something here.
  var lastUse = MonotonicClock.now()
  /// Whoever trains here answered the questions before a maximal contraction.
  var hasScreened = false
  /// The engine's half, replaced when the sensors worn change.
  var engine: StationEngine?
  /// Which device channel each muscle slot is, by slot.
  var channels: [Int: (device: String, channel: Int)] {
    get { pipeline.channels }
    set { pipeline.channels = newValue }
  }

  init(
    index: Int, configuration: StationConfiguration, catalogue: Catalogue, numbers: SetNumbering
  ) {
    self.index = index
    self.configuration = configuration
    setup = StationSetup(
      station: configuration.name, athlete: configuration.athlete,
      nickname: configuration.nickname, lang: configuration.lang,
      exercise: configuration.exercise.flatMap { catalogue[$0] })
    pipeline = StationPipeline(setup: setup, numbers: numbers)
  }

  var name: String { configuration.name }

  /// What moves how, for the engine.
  var motion: (motion: ExerciseMotion, firstPhase: MovementPhase) {
    StationPipeline.motion(of: setup.exercise)
  }

  /// Other muscles, exercise or language from now on.
  func change(_ setup: StationSetup, at now: MonotonicTime) -> [FeedbackMessage] {
    self.setup = setup
    return pipeline.change(setup, at: now)
  }

  /// Another athlete from the next plan on, which tells it and knows the muscles.
  func prepare(_ setup: StationSetup) {
    if setup.athlete != self.setup.athlete { hasScreened = false }
    self.setup = setup
  }

  /// Other words about the same station. What the configuration says anew holds over what was
  /// asked for at run time; the rest stays. Returns whether anything changed.
  func configure(_ new: StationConfiguration, _ catalogue: Catalogue) -> Bool {
    let before = (configuration, setup, isClosed)
    let old = configuration
    configuration = new
    isClosed = false
    if new.lang != old.lang { setup.lang = new.lang }
    if new.nickname != old.nickname { setup.nickname = new.nickname }
    if new.athlete != old.athlete {
      setup.athlete = new.athlete
      // Of the one who was there before.
      (setup.past, setup.plan) = (nil, nil)
    }
    let id = new.exercise != old.exercise ? new.exercise : setup.exercise?.id
    let exercise = id.flatMap { catalogue[$0] }
    if exercise != setup.exercise {
      setup.exercise = exercise
      setup.tempo = exercise?.tempo
    }
    return (configuration, setup, isClosed) != before
  }

  /// The configuration no longer names the station.
  func close() { isClosed = true }

  /// The state told last, so that only a change is news.
  private var told: StationState.Activity?

  /// What goes on here now.
  private var activity: StationState.Activity {
    if pipeline.isInSet { return .set }
    if pipeline.isCalibrating { return .calibrating }
    if told == .set || told == .rest { return .rest }
    return setup.athlete == nil ? .idle : .signedIn
  }

  /// What was said about the set that is over is no longer said about the next.
  private func finishSet() {
    guard setup.isWarmUp != nil || setup.setOf != nil else { return }
    setup.isWarmUp = nil
    setup.setOf = setup.setOf.flatMap {
      $0.first < $0.second ? Pair($0.first + 1, $0.second) : nil
    }
    // Neither athlete nor exercise changes by it, so there is nothing to tell.
    _ = pipeline.change(setup, at: MonotonicClock.now())
  }

  /// The station as a `station` message if what goes on there has changed since the last.
  func takeNews() -> FeedbackMessage? {
    if activity == told { return nil }
    lastUse = MonotonicClock.now()
    if told == .set { finishSet() }
    return takeMessage()
  }

  /// The station as a `station` message.
  func takeMessage() -> FeedbackMessage {
    told = activity
    let state = StationState {
      $0.state = activity
      $0.nickname = setup.nickname
      $0.lang = setup.lang
      $0.isPrivate = configuration.isPrivate
      let waiting = guests.filter { $0.athlete != setup.athlete }
      if !waiting.isEmpty { $0.queue = waiting.map { $0.nickname ?? $0.athlete } }
      $0.wearing = setup.muscles.map { muscle in
        StationState.Worn {
          $0.device = channels[muscle.slot]?.device ?? ""
          $0.channel = channels[muscle.slot]?.channel
          $0.muscle = muscle.muscle
          $0.side = muscle.side
        }
      }
    }
    return FeedbackMessage(
      envelope: Envelope(station: name, athlete: setup.athlete), body: .station(state))
  }
}
