/// Finds when a muscle begins and ceases to work, sample by sample, from its raw EMG.
///
/// At rest two cumulative sums look for a rise of power against a tracked rest level; a rise is held
/// back while it looks like a step, a movement or mains. The onset is then dated over the last 0.4 s
/// by the posterior median over a family of ramps, and once more 0.2 s later, when the plateau is
/// known. At work a cumulative sum looks for the fall, which is dated the same way backwards.
/// What a causal detector can reach, and by which measures, is in science 2.1 to 2.4.
///
/// Memory is allocated by the initializer alone. Nothing traps on any input.
package struct OnsetDetector: ~Copyable {
  let settings: OnsetDetectorSettings
  let durations: OnsetDurations
  var frontEnd: OnsetFrontEnd
  var history = OnsetHistory()
  var rest: RestLevel
  var wander: RestWander
  var independence: SampleIndependence
  var rises: RiseTests
  let mains: MainsCheck
  var active: ActiveLevel
  var fall: PowerFallTest
  var dating: ChangeDating
  var queue = ActivationEventQueue()

  /// True from the decision for an onset to the decision for the offset.
  package internal(set) var isActive = false

  /// Powers of ten of the settings' decibels.
  let restFloor: Double
  let onsetDatingFloor: Double
  let offsetDatingFloor: Double
  let offsetCorrectionDepth: Double
  let offsetThreshold: Double
  /// What a slow stream adds to the threshold of an onset.
  let slowThreshold: Double
  /// Rough samples that a rise of muscle has and a step or spike has not.
  let roughSamples: Int

  /// The first working sample after the filters have settled: nothing before it is read.
  var readable: Int
  /// Rest is not learned from samples before this one, which belong to a burst.
  var restFrom = 0
  /// No onset is looked for before this sample.
  var quietUntil = 0
  /// The sample at which the present burst was decided, and the power before it.
  var burstDecided = 0
  var burstRest = 0.0
  /// The sample at which the end of the last burst was decided, and the burst's power.
  var endDecided = 0
  var endedPower = 0.0
  /// Samples for which a rise has been held back as hum.
  var humSamples = 0
  /// False for a burst that was under way when the samples began anew after a gap.
  var isBurstAnnounced = true
  /// A rise dated before this sample was there before the last gap.
  var gapEdge = 0
  var onsetCorrection = Appointment()
  var offsetCorrection = Appointment()

  private var inputCount = 0
  /// Missing samples in a row; the beginning is as the end of a gap.
  private var missing = Int.max / 2
  private var lastSample = 0.0

  /// Allocates all memory the detector will use, about 31 kB.
  package init(settings: OnsetDetectorSettings) {
    self.settings = settings
    frontEnd = OnsetFrontEnd(settings)
    let rate = frontEnd.rateHz
    durations = OnsetDurations(settings, rateHz: rate)
    rest = RestLevel(resolution: settings.resolution, durations: durations, rateHz: rate)
    wander = RestWander(rateHz: rate)
    independence = SampleIndependence(settings, rateHz: rate)
    rises = RiseTests(settings)
    mains = MainsCheck(rateHz: rate, settings)
    active = ActiveLevel(settings, rateHz: rate)
    fall = PowerFallTest(settings)
    dating = ChangeDating(rateHz: rate)
    restFloor = Mathematics.pow(10, -settings.restFloorDB / 10)
    onsetDatingFloor = Mathematics.pow(10, -settings.onsetDatingFloorDB / 10)
    offsetDatingFloor = Mathematics.pow(10, -settings.offsetDatingFloorDB / 10)
    offsetCorrectionDepth = Mathematics.pow(10, -settings.offsetCorrectionDB / 10)
    offsetThreshold = max(
      settings.leastOffsetThreshold, settings.offsetThreshold * min(1, rate / 1000))
    slowThreshold = settings.slowOnsetThreshold * max(0, 1 - rate / 400)
    roughSamples = frontEnd.isLowPassed ? 6 : 4
    readable = durations.settling
  }

  /// Takes the next sample in the stream's unit, raw, before any filter. Not-a-number stands for a
  /// missing sample; a few are bridged, more than 50 ms count as a `gap`.
  ///
  /// True when an event waits.
  @_noLocks @_noAllocation
  package mutating func consume(_ sample: Float) -> Bool {
    inputCount &+= 1
    guard sample.isFinite else {
      missing &+= 1
      if Double(missing) <= 0.05 * settings.sampleRateHz { filter(lastSample) }
      return !queue.isEmpty
    }
    if Double(missing) > 0.05 * settings.sampleRateHz { gap() }
    missing = 0
    // No converter's number comes near; squares of squares must stay finite.
    lastSample = max(-1e9, min(1e9, Double(sample)))
    filter(lastSample)
    return !queue.isEmpty
  }

  /// The oldest event that waits.
  @_noLocks @_noAllocation
  package mutating func nextEvent() -> ActivationEvent? {
    guard let entry = queue.pop() else { return nil }
    let period = 1 / settings.sampleRateHz
    return ActivationEvent(
      kind: entry.kind, signalTimeOffset: (entry.sample - Double(inputCount &- 1)) * period,
      uncertaintyMs: entry.uncertaintyMs)
  }

  /// Samples are missing before the next one: the filters settle anew and corrections still due
  /// are dropped. Rest and active levels stay; a burst that began in the gap becomes active without
  /// an event, since its onset was not seen.
  @_noLocks @_noAllocation
  package mutating func gap() {
    frontEnd.restart()
    missing = 0
    readable = history.count &+ durations.settling
    gapEdge = readable &+ durations.gapEdge
    restFrom = max(restFrom, readable)
    onsetCorrection.cancel()
    offsetCorrection.cancel()
    if rest.isKnown { rest.forgetBlock() } else { rest.beginAgain() }
  }

  /// True once there is a first rest level.
  var isRestKnown: Bool {
    @_noLocks @_noAllocation
    get { rest.isKnown }
  }

  /// Rms of the band-passed signal at rest, in the stream's unit; 0 until known.
  package var restLevel: Double {
    @_noLocks @_noAllocation
    get { rest.isKnown ? Mathematics.squareRoot(rest.power) : 0 }
  }

  /// Rms of the band-passed signal in the present or last burst; 0 before the first.
  package var activeLevel: Double {
    @_noLocks @_noAllocation
    get { Mathematics.squareRoot(active.power) }
  }

  /// Power of the present or last burst over rest, decibels; 0 before the first.
  package var snrDB: Float {
    @_noLocks @_noAllocation
    get {
      guard rest.isKnown, active.power > 0 else { return 0 }
      return Float(10 * Mathematics.log10(active.power / rest.power))
    }
  }

  @_noLocks @_noAllocation
  private mutating func filter(_ sample: Double) {
    guard frontEnd.consume(sample) else { return }
    history.append(frontEnd.output)
    let now = history.newest
    guard now >= readable else {
      rises.restart(after: now)
      fall.restart(after: now)
      return
    }
    let energy = frontEnd.output.amplitude * frontEnd.output.amplitude
    guard rest.isKnown else {
      if rest.begin(energy: energy, roughness: frontEnd.output.roughness) {
        rises.restart(after: now)
      }
      return
    }
    correctIfDue(now)
    let floor = active.remembered * restFloor
    active.fade()
    if isActive {
      work(energy, now, max(rest.power, floor))
    } else {
      wait(energy, now, max(rest.power * wander.factor, floor))
    }
  }

  /// Queues an event.
  @_noLocks @_noAllocation
  mutating func publish(_ kind: ActivationEvent.Kind, _ stamp: ChangeDating.Answer) {
    let inputs = Double(frontEnd.decimation)
    let age = (Double(history.newest) - stamp.place) * inputs
    let period = 1000 / settings.sampleRateHz
    queue.push(
      kind, sample: Double(inputCount &- 1) - age,
      uncertaintyMs: max(max(5, 1.5 * period), stamp.deviation * inputs * period))
  }
}
