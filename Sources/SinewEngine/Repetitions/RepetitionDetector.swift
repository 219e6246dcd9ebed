package import SinewSignal

/// Finds repetitions and their phases in the motion of a wrist, an arm or a bar, as they happen.
///
/// A repetition is two opposite lobes of a speed: out and back. Two speeds are looked at, the turn
/// rate about the main axis and the vertical speed; physics decides which one counts. A set opens
/// once three cycles in a row look alike, and its first repetitions are then published dated back.
/// Fixed memory; every call does a bounded amount of work and allocates nothing.
package struct RepetitionDetector: ~Copyable {
  let motion: ExerciseMotion
  private var resampler = MotionResampler()
  private var accelerationFilter = MotionLowPass()
  private var rotationFilter = MotionLowPass()
  private var gravity = GravityFollower()
  private var hasTicks = false
  private var epoch = MonotonicTime.zero
  private var hasEpoch = false

  var window = MotionWindow()
  var speed = VerticalSpeed()
  var signal = MotionSeries(capacity: 600)
  var barSpeed = BarSpeed()
  var lobes = LobeList()
  var statistics = OrderStatistics()
  var walking = WalkingTest()
  /// The last look at a time without movement saw steps.
  var isWalking = false
  var ledger = RepetitionLedger()
  var live = LivePhase()
  var events = MotionEventQueue()
  /// The movement under way.
  var set: RunningSet?
  /// Repetitions told before their set is certain.
  var tentative = TentativeRepetitions()
  /// Nothing that begins up to this tick is told early a second time.
  var toldUntil = -1
  /// The tick at which the coach started a set that has not ended; -1: none.
  var startedAt = -1
  /// The axis of the turn rate, kept so that its sign does not jump.
  var axis = MotionVector.zero
  /// Lobes that begin up to this tick belong to what is over.
  var consumed = -1
  /// The time of the newest sample.
  var newest = MonotonicTime.zero

  /// Takes the fixed memory, about 150 KiB.
  package init(motion: ExerciseMotion) {
    self.motion = motion
  }

  /// A set of repetitions is under way. Kept, since it is asked for with every sample of a muscle.
  package internal(set) var isActive = false

  /// Events lost because nobody fetched them.
  package var eventsLost: UInt64 {
    @_noLocks @_noAllocation
    get { events.lost }
  }

  /// Takes a sample. The times of one sensor must rise; samples out of order are left out.
  @_noLocks @_noAllocation
  package mutating func consume(_ sample: MotionSample) {
    if !hasEpoch {
      hasEpoch = true
      epoch = sample.time
      newest = sample.time
    }
    if newest < sample.time { newest = sample.time }
    resampler.add(sample)
    while let tick = resampler.next() { take(tick) }
  }

  /// The recording is over: what is nearly complete is published, and the set ends.
  @_noLocks @_noAllocation
  package mutating func finish() {
    resampler.close()
    while let tick = resampler.next() { take(tick) }
    step(isEnding: true)
    if set != nil { end() }
    if startedAt < 0 { takeBackTentative() }
    tentative.clear()
  }

  /// The coach ended the set at `time`: what is nearly complete is published, and nothing before
  /// now is looked at again.
  @_noLocks @_noAllocation
  package mutating func endMovement(at time: MonotonicTime) {
    if newest < time { newest = time }
    step(isEnding: true)
    if set != nil { end() }
    if startedAt < 0 { takeBackTentative() }
    tentative.clear()
    startedAt = -1
    consumed = window.end
  }

  /// The oldest event not yet fetched.
  @_noLocks @_noAllocation
  package mutating func nextEvent() -> MotionEvent? { events.next() }

  /// The instant of a tick, the delay of the filters taken off.
  @_noLocks @_noAllocation
  func instant(_ tick: Double) -> MonotonicTime {
    epoch.advanced(bySeconds: window.time(at: tick) - MotionLowPass.delay)
  }

  /// Filters a tick, keeps it, and looks at the whole: with every tick in a set or one that the coach
  /// started, since who lifts is waiting for the count, and five times a second before.
  @_noLocks @_noAllocation
  private mutating func take(_ tick: MotionTick) {
    if tick.restarts || !hasTicks {
      accelerationFilter.restart(at: tick.acceleration)
      rotationFilter.restart(at: tick.rotation)
      gravity.restart(at: tick.acceleration)
      hasTicks = true
    }
    let acceleration = accelerationFilter.process(tick.acceleration)
    let rotation = rotationFilter.process(tick.rotation)
    let vertical = gravity.process(acceleration: acceleration, rotation: rotation)
    window.append(
      rotation: rotation, vertical: tick.hasAcceleration ? vertical : 0,
      shake: tick.hasAcceleration ? tick.acceleration.length - 1 : 0, time: tick.time)
    followPhase(rotation, vertical: tick.hasAcceleration ? vertical : 0, time: tick.time)
    if set != nil || startedAt >= 0 || window.end % 5 == 0 { step(isEnding: false) }
  }

  /// Publishes directions and pauses while they happen.
  @_noLocks @_noAllocation
  private mutating func followPhase(_ rotation: MotionVector, vertical: Double, time: Double) {
    guard let set else { return }
    let upward = speed.extended(by: vertical)
    let value = set.channel.isVertical ? upward : rotation.dot(set.channel.axis)
    let sign = set.startsPositive ? 1.0 : -1.0
    let usual = set.amplitude / 2
    guard usual > 0, let change = live.process(sign * value / usual, at: time) else { return }
    let at = epoch.advanced(bySeconds: change.time - MotionLowPass.delay)
    events.append(.phase(change.phase, at: at, decided: newest))
  }

  @_noLocks @_noAllocation
  private mutating func step(isEnding: Bool) {
    // A second and a half is the least to compute anything from.
    guard window.count >= 37 else { return }
    if set == nil { search(isEnding: isEnding) } else { follow(isEnding: isEnding) }
    reviewTentative()
  }
}
