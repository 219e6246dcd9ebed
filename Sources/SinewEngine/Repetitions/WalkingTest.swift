/// Tells walking from lifting by the rhythm of the steps in the length of the acceleration.
struct WalkingTest: ~Copyable {
  /// Limits of the step rhythm: to open a set, and while one runs.
  static var limitToOpen: Double {
    @_noLocks @_noAllocation
    get { 0.62 }
  }
  /// Before a set is certain a hint of steps is enough to wait.
  static var limitToTell: Double {
    @_noLocks @_noAllocation
    get { 0.35 }
  }
  static var limitToGoOn: Double {
    @_noLocks @_noAllocation
    get { 0.75 }
  }
  /// Nobody lifts this regularly at the pace of steps.
  private static var surely: Double {
    @_noLocks @_noAllocation
    get { 0.80 }
  }
  /// Two steps take less, s.
  static var longestStride: Double {
    @_noLocks @_noAllocation
    get { 2.0 }
  }

  /// 2.4 s, the least that tells steps.
  static var leastTicks: Int {
    @_noLocks @_noAllocation
    get { 60 }
  }

  private var detrended = MotionSeries(capacity: 600)
  private var count = 0
  /// Height of the step rhythm, 0...1.
  private(set) var rhythm = 0.0
  /// Ticks from step to step, where there is a rhythm.
  private var step = 0.0
  /// Spread of the acceleration, g.
  private(set) var spread = 0.0
  /// Root mean square of the turn rate, deg/s.
  private(set) var turning = 0.0

  init() {}

  /// Whether the ticks from `begin` up to `end` look like walking. `period` is the time from one
  /// repetition to the next, ticks.
  @_noLocks @_noAllocation
  mutating func isWalking(
    _ window: borrowing MotionWindow, from begin: Int, to end: Int, period: Double,
    limit: Double, channel: MotionChannel
  ) -> Bool {
    measure(window, from: begin, to: end)
    // Too short to tell anything.
    guard count >= Self.leastTicks else { return false }
    let seconds = period / TickLane.rate
    // Degrees from one end of the swing to the other, if it were a sine.
    let swing = turning * seconds / Double.pi * 1.4142135623730951
    let steps = (rhythm > limit && seconds < Self.longestStride) || rhythm > Self.surely
    if steps && spread > 0.05 && swing < 110 { return true }
    // Rotations this small are no exercise.
    return !channel.isVertical && swing < 20
  }

  /// Whether the ticks from `begin` up to `end` are steps beyond doubt, whatever is made of them.
  @_noLocks @_noAllocation
  mutating func isSurelyWalking(
    _ window: borrowing MotionWindow, from begin: Int, to end: Int
  ) -> Bool {
    measure(window, from: begin, to: end)
    guard count >= Self.leastTicks, rhythm > Self.limitToGoOn, spread > 0.05 else { return false }
    // An arm swings once in two steps.
    return turning * 2 * step / TickLane.rate / Double.pi * 1.4142135623730951 < 110
  }

  @_noLocks @_noAllocation
  private mutating func measure(_ window: borrowing MotionWindow, from begin: Int, to end: Int) {
    rhythm = 0
    spread = 0
    turning = 0
    count = end &- begin
    guard begin >= window.first, end <= window.end, count >= Self.leastTicks, count <= 600 else {
      return
    }
    detrend(window, from: begin)
    var sum = 0.0
    var squares = 0.0
    var turns = 0.0
    var index = 0
    while index < count {
      let x = detrended[index]
      sum += x
      squares += x * x
      let w = window.rotation(at: begin &+ index)
      turns += w.dot(w)
      index &+= 1
    }
    let mean = sum / Double(count)
    spread = Mathematics.squareRoot(max(0, squares / Double(count) - mean * mean))
    turning = Mathematics.squareRoot(turns / Double(count))
    findRhythm()
  }

  /// The shake less its moving mean over one second (25 ticks), edges held.
  @_noLocks @_noAllocation
  private mutating func detrend(_ window: borrowing MotionWindow, from begin: Int) {
    let last = begin &+ count &- 1
    var sum = 0.0
    var offset = -13
    while offset < 12 {
      sum += window.shake(at: max(begin, min(last, begin &+ offset)))
      offset &+= 1
    }
    var index = 0
    while index < count {
      let tick = begin &+ index
      sum += window.shake(at: min(last, tick &+ 12))
      sum -= window.shake(at: max(begin, tick &- 13))
      detrended[index] = window.shake(at: tick) - sum / 25
      index &+= 1
    }
  }

  /// The first rises of the autocorrelation at 0.36-0.72 s that follow a trough. What is as regular
  /// at shorter times is no rhythm of steps: tremor comes back after every one of its periods.
  @_noLocks @_noAllocation
  private mutating func findRhythm() {
    var lowest = Double.infinity
    var quicker = 0.0
    var before = autocorrelation(lag: 4)
    var current = autocorrelation(lag: 5)
    var lag = 5
    while lag < 19 {
      let next = autocorrelation(lag: lag &+ 1)
      lowest = min(lowest, before)
      if lowest < 0.2 {
        if lag < 9 {
          quicker = max(quicker, current)
        } else if current >= before && current >= next {
          if current > rhythm {
            rhythm = current
            step = Double(lag)
          }
        }
      }
      before = current
      current = next
      lag &+= 1
    }
    if quicker >= rhythm { rhythm = 0 }
  }

  @_noLocks @_noAllocation
  private func autocorrelation(lag: Int) -> Double {
    var product = 0.0
    var late = 0.0
    var early = 0.0
    var index = lag
    while index < count {
      let a = detrended[index]
      let b = detrended[index &- lag]
      product += a * b
      late += a * a
      early += b * b
      index &+= 1
    }
    return product / (Mathematics.squareRoot(late * early) + 1e-9)
  }
}
