import SinewCoaching
import SinewEngine
import SinewFeedback
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

  /// Other words about the same station. What the configuration says anew holds over what was
  /// asked for at run time; the rest stays. Returns whether anything changed.
  func configure(_ new: StationConfiguration, _ catalogue: Catalogue) -> Bool {
    let before = (configuration, setup, isClosed)
    let old = configuration
    configuration = new
    isClosed = false
    if new.lang != old.lang { setup.lang = new.lang }
    if new.nickname != old.nickname { setup.nickname = new.nickname }
    if new.athlete != old.athlete { setup.athlete = new.athlete }
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
    if told == .set || told == .rest { return .rest }
    return setup.athlete == nil ? .idle : .signedIn
  }

  /// The station as a `station` message if what goes on there has changed since the last.
  func takeNews() -> FeedbackMessage? { activity == told ? nil : takeMessage() }

  /// The station as a `station` message.
  func takeMessage() -> FeedbackMessage {
    told = activity
    let state = StationState {
      $0.state = activity
      $0.nickname = setup.nickname
      $0.lang = setup.lang
      $0.isPrivate = configuration.isPrivate
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
