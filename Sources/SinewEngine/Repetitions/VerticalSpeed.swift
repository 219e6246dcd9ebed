/// Vertical speed over the window: leaky integral of vertical acceleration, both less their mean
/// since a given tick. The means go because no accelerometer shows exactly 1 g at rest.
struct VerticalSpeed: ~Copyable {
  /// Share of the speed that is left a tick later: time constant 2 s.
  private static var keep: Double {
    @_noLocks @_noAllocation
    get { 1 - 1 / (TickLane.rate * 2.0) }
  }
  /// From g to metres per second in a tick.
  private static var gain: Double {
    @_noLocks @_noAllocation
    get { 9.81 / TickLane.rate }
  }

  /// m/s, index 0 = oldest tick of the window.
  private(set) var values = MotionSeries(capacity: 600)
  private var meanAcceleration = 0.0
  private var meanSpeed = 0.0
  private var integral = 0.0

  init() {}

  /// Computes the whole window with the means taken since `tick`. At `rest` the hand is known to be
  /// still, so that what was before leaves no error; -1 where no such instant is known.
  @_noLocks @_noAllocation
  mutating func compute(_ window: borrowing MotionWindow, meansSince tick: Int, rest: Int = -1) {
    let count = window.count
    let from = max(0, min(count &- 1, tick &- window.first))
    guard count > 0 else { return }
    var sum = 0.0
    var index = from
    while index < count {
      sum += window.vertical(at: window.first &+ index)
      index &+= 1
    }
    meanAcceleration = sum / Double(count &- from)
    var speed = 0.0
    var total = 0.0
    index = 0
    while index < count {
      let acceleration = window.vertical(at: window.first &+ index) - meanAcceleration
      if window.first &+ index == rest { speed = 0 }
      speed = speed * Self.keep + acceleration * Self.gain
      values[index] = speed
      if index >= from { total += speed }
      index &+= 1
    }
    integral = speed
    meanSpeed = total / Double(count &- from)
    index = 0
    while index < count {
      values[index] -= meanSpeed
      index &+= 1
    }
  }

  /// Goes on by one tick with the means of the last computation: for the live phases.
  @_noLocks @_noAllocation
  mutating func extended(by acceleration: Double) -> Double {
    integral = integral * Self.keep + (acceleration - meanAcceleration) * Self.gain
    return integral - meanSpeed
  }
}
