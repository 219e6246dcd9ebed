internal import SinewSignal

/// Brings the samples of accelerometer and gyroscope, at any rates and in any mixture, onto one
/// grid of 25 Hz. Gaps are cut out: the grid goes on after them with a mark.
struct MotionResampler {
  /// A sensor silent this long while the other one talks is left out, s. Shorter than a lane
  /// remembers.
  private static var patience: Double {
    @_noLocks @_noAllocation
    get { 2.0 }
  }

  private var acceleration = TickLane()
  private var rotation = TickLane()
  private var usesAcceleration = true
  private var usesRotation = true
  private var epoch = MonotonicTime.zero
  private var hasEpoch = false
  /// Where the grid begins, seconds after the epoch.
  private var origin = 0.0
  /// The newest sample, seconds after the origin.
  private var newest = 0.0
  private var nextTick = 0
  private var restarts = false
  /// Every tick up to this one is complete although a sensor may be behind: the recording is over.
  private var isClosing = false

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  mutating func add(_ sample: MotionSample) {
    if !hasEpoch {
      epoch = sample.time
      hasEpoch = true
      origin = 0
    }
    if isClosing { begin(at: sample.time.seconds(since: epoch)) }
    var time = sample.time.seconds(since: epoch) - origin
    if time < newest - 1 {
      // The clock was set back: there is no way to join the two.
      begin(at: sample.time.seconds(since: epoch))
      time = 0
    }
    if time > newest { newest = time }
    let acceleration = MotionVector(sample.acceleration)
    let rotation = MotionVector(sample.rotation)
    if acceleration.isFinite { self.acceleration.add(acceleration, at: time) }
    if rotation.isFinite { self.rotation.add(rotation, at: time) }
    decidePresence()
  }

  /// The next tick for which all sensors in use have spoken.
  @_noLocks @_noAllocation
  mutating func next() -> MotionTick? {
    while true {
      guard usesAcceleration || usesRotation else { return nil }
      var limit = Int.max
      if usesAcceleration { limit = acceleration.filled }
      if usesRotation { limit = min(limit, rotation.filled) }
      guard nextTick < limit else { return nil }
      // Further back nothing is remembered: part of a long gap.
      if limit &- nextTick > 64 {
        nextTick = limit &- 64
        restarts = true
      }
      let tick = nextTick
      nextTick &+= 1
      let a = usesAcceleration ? acceleration.value(at: tick) : .zero
      let w = usesRotation ? rotation.value(at: tick) : .zero
      guard a.isFinite && w.isFinite else {
        restarts = true
        continue
      }
      defer { restarts = false }
      return MotionTick(
        time: origin + Double(tick) / TickLane.rate, acceleration: a, rotation: w,
        hasAcceleration: usesAcceleration, restarts: restarts)
    }
  }

  /// The recording is over: what is left comes out with the last values held.
  @_noLocks @_noAllocation
  mutating func close() {
    guard hasEpoch && !isClosing else { return }
    isClosing = true
    let last = TickLane.tick(atOrBefore: newest)
    acceleration.close(through: last)
    rotation.close(through: last)
    if !acceleration.hasSamples { usesAcceleration = false }
    if !rotation.hasSamples { usesRotation = false }
  }

  /// A new grid that begins at `start` seconds after the epoch.
  @_noLocks @_noAllocation
  private mutating func begin(at start: Double) {
    acceleration = TickLane()
    rotation = TickLane()
    usesAcceleration = true
    usesRotation = true
    origin = start
    newest = 0
    nextTick = 0
    restarts = true
    isClosing = false
  }

  @_noLocks @_noAllocation
  private mutating func decidePresence() {
    let acceleration = isPresent(self.acceleration)
    let rotation = isPresent(self.rotation)
    guard acceleration != usesAcceleration || rotation != usesRotation else { return }
    // What was held back while waiting for a sensor that is gone is a gap.
    let isStart = nextTick == 0 && newest < 2 * TickLane.longestBridge
    if !isStart {
      restarts = true
      if usesAcceleration && !acceleration || usesRotation && !rotation {
        nextTick = max(nextTick, TickLane.tick(atOrBefore: newest))
      }
    }
    usesAcceleration = acceleration
    usesRotation = rotation
  }

  @_noLocks @_noAllocation
  private func isPresent(_ lane: borrowing TickLane) -> Bool {
    lane.hasSamples
      ? newest - lane.lastTime <= Self.patience : newest <= TickLane.longestBridge
  }
}
