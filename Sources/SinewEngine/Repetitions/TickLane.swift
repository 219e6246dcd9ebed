/// Turns the samples of one sensor (accelerometer or gyroscope) into values at ticks of 40 ms.
///
/// A sensor faster than 37.5 Hz is averaged over each tick, a slower one is joined by straight
/// lines. Where more than 0.4 s are missing the ticks between stay without a value.
struct TickLane {
  /// Ticks a second.
  static var rate: Double {
    @_noLocks @_noAllocation
    get { 25 }
  }
  /// Longest time between two samples that is bridged, s.
  static var longestBridge: Double {
    @_noLocks @_noAllocation
    get { 0.4 }
  }
  /// Ticks remembered: more than one sensor ever waits for the other.
  private static var depth: Int {
    @_noLocks @_noAllocation
    get { 64 }
  }

  private var values = InlineArray<64, MotionVector>(repeating: .missing)
  /// Ticks below this one are decided.
  private(set) var filled = 0
  /// The newest sample, seconds since the origin of the grid.
  private(set) var lastTime = -Double.infinity
  private var lastValue = MotionVector.zero
  /// 0, 1, or 2 once the time between samples is known.
  private var samples = 0
  /// Running mean of the time between samples, s.
  private var interval = 0.0
  private var isFast = false
  /// The point the next straight line starts from.
  private var point = MotionVector.zero
  private var pointTime = 0.0
  private var hasPoint = false
  /// The tick that is being averaged.
  private var cell = 0
  private var cellSum = MotionVector.zero
  private var cellCount = 0.0

  @_noLocks @_noAllocation
  init() {}

  var hasSamples: Bool {
    @_noLocks @_noAllocation
    get { samples > 0 }
  }

  /// The value at `tick`, `.missing` in a gap and for ticks not decided or forgotten.
  @_noLocks @_noAllocation
  func value(at tick: Int) -> MotionVector {
    tick >= 0 && tick < filled && tick >= filled &- Self.depth
      ? values[tick % Self.depth] : .missing
  }

  /// Takes a sample; one that is not later than the newest is ignored.
  @_noLocks @_noAllocation
  mutating func add(_ value: MotionVector, at time: Double) {
    if samples == 0 {
      // A sensor that joins late has no value for what was before.
      if time > Self.longestBridge { skip(to: Self.tick(atOrAfter: time - 0.5 / Self.rate)) }
    } else {
      let step = time - lastTime
      guard step > 0 else { return }
      if step > Self.longestBridge { interrupt(until: time) } else { note(step, value, time) }
    }
    if samples > 1 && !isFast { join(value, time) }
    gather(value, time)
    lastTime = time
    lastValue = value
    if samples == 0 { samples = 1 }
  }

  /// Decides the ticks up to and including `tick` with the last value: the recording is over.
  @_noLocks @_noAllocation
  mutating func close(through tick: Int) {
    guard samples > 0 else { return }
    if isFast || samples == 1 { finishCell() }
    hold(lastValue, through: tick)
  }

  /// The first tick not before `time`.
  @_noLocks @_noAllocation
  static func tick(atOrAfter time: Double) -> Int {
    let below = Self.tick(atOrBefore: time)
    return Double(below) / rate < time ? below &+ 1 : below
  }

  /// The last tick not after `time`; times too large to count become 0.
  @_noLocks @_noAllocation
  static func tick(atOrBefore time: Double) -> Int {
    // The grain of a nanosecond clock must not push a sample that lies on a tick below it.
    let scaled = time * rate + 1e-6
    guard scaled > -1e15 && scaled < 1e15 else { return 0 }
    let whole = Int(scaled)
    return Double(whole) > scaled ? whole &- 1 : whole
  }

  /// Learns the rate, and decides with the second sample how the first one is used.
  @_noLocks @_noAllocation
  private mutating func note(_ step: Double, _ value: MotionVector, _ time: Double) {
    if samples == 1 {
      interval = step
      isFast = interval < 1 / 37.5
      if !isFast { join(lastValue, lastTime) }
      samples = 2
      return
    }
    interval += (step - interval) / 16
    // A band around 37.5 Hz, so that jitter does not switch to and fro.
    if isFast ? interval > 1 / 35.0 : interval < 1 / 40.0 { isFast.toggle() }
  }

  /// A gap: the last value holds for half a tick, then nothing until half a tick before `time`.
  @_noLocks @_noAllocation
  private mutating func interrupt(until time: Double) {
    if isFast || samples == 1 { finishCell() }
    hold(lastValue, through: Self.tick(atOrBefore: lastTime + 0.5 / Self.rate))
    cellCount = 0
    hasPoint = false
    skip(to: Self.tick(atOrAfter: time - 0.5 / Self.rate))
  }

  /// Averages over the tick a sample lies in.
  @_noLocks @_noAllocation
  private mutating func gather(_ value: MotionVector, _ time: Double) {
    let current = Self.tick(atOrBefore: time + 0.5 / Self.rate)
    if current != cell || cellCount == 0 {
      if isFast { finishCell() }
      cell = current
      cellSum = .zero
      cellCount = 0
    }
    cellSum = cellSum.plus(value)
    cellCount += 1
  }

  @_noLocks @_noAllocation
  private mutating func finishCell() {
    guard cellCount > 0 else { return }
    join(cellSum.scaled(by: 1 / cellCount), Double(cell) / Self.rate)
    cellCount = 0
  }

  /// Draws the straight line from the last point to this one.
  @_noLocks @_noAllocation
  private mutating func join(_ value: MotionVector, _ time: Double) {
    guard hasPoint else {
      hold(value, through: Self.tick(atOrBefore: time))
      point = value
      pointTime = time
      hasPoint = true
      return
    }
    guard time > pointTime else { return }
    let last = Self.tick(atOrBefore: time)
    while filled <= last {
      let fraction = (Double(filled) / Self.rate - pointTime) / (time - pointTime)
      store(point.mixed(with: value, fraction: max(0, min(1, fraction))))
    }
    point = value
    pointTime = time
  }

  @_noLocks @_noAllocation
  private mutating func hold(_ value: MotionVector, through tick: Int) {
    if tick &- filled > Self.depth { skip(to: tick &- Self.depth) }
    while filled <= tick { store(value) }
  }

  /// Leaves the ticks before `tick` without a value.
  @_noLocks @_noAllocation
  private mutating func skip(to tick: Int) {
    guard tick > filled else { return }
    if tick &- filled > Self.depth { filled = tick &- Self.depth }
    while filled < tick { store(.missing) }
  }

  @_noLocks @_noAllocation
  private mutating func store(_ value: MotionVector) {
    values[filled % Self.depth] = value
    filled &+= 1
  }
}
