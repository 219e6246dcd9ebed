/// Finds bursts in a slow envelope that the sensor has rectified and smoothed itself.
///
/// The likelihood tests for raw EMG fail here: the envelope sits on an offset and its rest is not
/// Gaussian. So a running minimum is subtracted, a rest and an active level are tracked, and bursts
/// begin and end at 40 and 25 % of the distance between them. The sensor's own delay is unknown and
/// not taken off (science 1.2: no onset order from envelopes). There are no corrections.
package struct EnvelopeDetector: ~Copyable {
  private let settings: EnvelopeDetectorSettings
  private let firstLevel: Double
  private let restTime: Double
  private let onsetRun: Int
  private let offsetRun: Int
  private let longestHold: Int
  /// Samples by which the moving mean is late.
  private let delay: Double
  private let uncertaintyMs: Double

  private var mean: MovingMean
  private var offset: RunningMinimum
  private var queue = ActivationEventQueue()
  /// Rest, its mean deviation, and the active level, above the offset.
  private var rest = 0.0
  private var spread = 0.0
  private var work = 0.0
  private var peak = 0.0
  /// Samples learned from, at most the rest's time constant.
  private var learned = 0.0
  /// Samples past the threshold in a row, and the last sample below the lower threshold.
  private var run = 0
  private var lastLow = 0
  private var began = 0
  private var inputCount = 0
  /// Missing samples in a row; the beginning is as the end of a gap.
  private var missing = Int.max / 2
  private var lastSample = 0.0

  /// True from the decision for an onset to the decision for the offset.
  package private(set) var isActive = false

  /// A detector that has seen nothing.
  package init(settings: EnvelopeDetectorSettings) {
    let rate = settings.sampleRateHz
    let length = max(1, Int(settings.smoothing * rate + 0.5))
    self.settings = settings
    firstLevel = settings.firstLevel * rate
    restTime = settings.restTime * rate
    onsetRun = max(1, Int(settings.onsetTime * rate + 0.5))
    offsetRun = max(1, Int(settings.offsetTime * rate + 0.5))
    longestHold = Int(settings.longestHold * rate)
    delay = 0.5 * Double(length - 1)
    uncertaintyMs = max(1500 / rate, 500 * settings.smoothing)
    mean = MovingMean(length: length)
    offset = RunningMinimum(length: Int(settings.minimumBlock * rate + 0.5))
  }

  /// Takes the next sample in the stream's unit. Not-a-number stands for a missing sample; a few
  /// are bridged, more than half a second count as a `gap`.
  ///
  /// True when an event waits.
  @_noLocks @_noAllocation
  package mutating func consume(_ sample: Float) -> Bool {
    inputCount &+= 1
    if sample.isFinite {
      if Double(missing) > 0.5 * settings.sampleRateHz { gap() }
      missing = 0
      lastSample = max(-1e9, min(1e9, Double(sample)))
    } else {
      missing &+= 1
      if Double(missing) > 0.5 * settings.sampleRateHz { return !queue.isEmpty }
    }
    let smooth = mean.add(lastSample)
    if !isActive || inputCount &- began > longestHold { offset.add(smooth) }
    step(smooth - offset.value, floor: 0.002 * smooth.magnitude)
    return !queue.isEmpty
  }

  /// The oldest event that waits.
  @_noLocks @_noAllocation
  package mutating func nextEvent() -> ActivationEvent? {
    guard let entry = queue.pop() else { return nil }
    return ActivationEvent(
      kind: entry.kind,
      signalTimeOffset: (entry.sample - Double(inputCount &- 1)) / settings.sampleRateHz,
      uncertaintyMs: entry.uncertaintyMs)
  }

  /// Samples are missing before the next one: the mean and the runs begin anew; levels stay.
  @_noLocks @_noAllocation
  package mutating func gap() {
    mean.restart()
    offset.forgetBlock()
    run = 0
    missing = 0
    lastLow = inputCount
  }

  /// The envelope at rest, in the stream's unit.
  package var restLevel: Double {
    @_noLocks @_noAllocation
    get { offset.value + rest }
  }

  /// The envelope that counts as full activity, in the stream's unit.
  package var activeLevel: Double {
    @_noLocks @_noAllocation
    get { offset.value + max(rest, work) }
  }

  /// Active over rest level, decibels; 0 where one of them is not positive.
  package var snrDB: Float {
    @_noLocks @_noAllocation
    get {
      guard restLevel > 0, activeLevel > 0 else { return 0 }
      return Float(20 * Mathematics.log10(activeLevel / restLevel))
    }
  }

  /// Takes a sample above the offset; the spread is taken as at least `floor`.
  @_noLocks @_noAllocation
  private mutating func step(_ level: Double, floor: Double) {
    if learned < firstLevel {
      learned += 1
      rest += (level - rest) / learned
      spread += ((level - rest).magnitude - spread) / learned
      work = rest + settings.firstActiveSpreads * spread
      lastLow = inputCount
      return
    }
    let noise = max(spread, max(settings.resolution, floor))
    let low = rest + max(settings.offsetPart * (work - rest), settings.offsetSpreads * noise)
    if isActive {
      peak = max(peak, level)
      run = level < low ? run &+ 1 : 0
      if run >= offsetRun { end() }
      return
    }
    let high = rest + max(settings.onsetPart * (work - rest), settings.onsetSpreads * noise)
    if level < low { lastLow = inputCount }
    run = level > high ? run &+ 1 : 0
    if run >= onsetRun { begin(level) } else if run == 0 { learn(level) }
  }

  @_noLocks @_noAllocation
  private mutating func learn(_ level: Double) {
    learned = min(learned + 1, restTime)
    rest += (level - rest) / learned
    spread += ((level - rest).magnitude - spread) / learned
    work += (rest - work) / (settings.memoryTime * settings.sampleRateHz)
  }

  @_noLocks @_noAllocation
  private mutating func begin(_ level: Double) {
    isActive = true
    run = 0
    peak = level
    began = inputCount
    publish(.onset, after: lastLow)
  }

  @_noLocks @_noAllocation
  private mutating func end() {
    isActive = false
    work += (peak > work ? settings.riseOfLevel : settings.fallOfLevel) * (peak - work)
    lastLow = inputCount
    publish(.offset, after: inputCount &- run)
    run = 0
  }

  /// Queues an event between sample number `sample`, counted from 1, and the next.
  @_noLocks @_noAllocation
  private mutating func publish(_ kind: ActivationEvent.Kind, after sample: Int) {
    queue.push(
      kind, sample: Double(sample &- 1) + 0.5 - delay, uncertaintyMs: max(5, uncertaintyMs))
  }
}
