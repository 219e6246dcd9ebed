/// The last 24 s of motion at 25 Hz.
///
/// Each value is written twice, one length apart, so that the window always lies in one piece.
/// Ticks are numbered from 0 since the detector began and are cut out in gaps.
struct MotionWindow: ~Copyable {
  /// 24 s.
  static var length: Int {
    @_noLocks @_noAllocation
    get { 600 }
  }

  private var rotationX = MotionSeries(capacity: 1200)
  private var rotationY = MotionSeries(capacity: 1200)
  private var rotationZ = MotionSeries(capacity: 1200)
  private var vertical = MotionSeries(capacity: 1200)
  private var shake = MotionSeries(capacity: 1200)
  private var times = MotionSeries(capacity: 1200)
  /// One past the newest tick.
  private(set) var end = 0

  init() {}

  /// The oldest tick held.
  var first: Int {
    @_noLocks @_noAllocation
    get { max(0, end &- Self.length) }
  }

  /// Ticks held, 0...600.
  var count: Int {
    @_noLocks @_noAllocation
    get { end &- first }
  }

  /// Adds a tick: turn rate in deg/s and vertical acceleration in g after the low pass, length of
  /// the raw acceleration less 1 in g, time in seconds since the detector's first sample.
  @_noLocks @_noAllocation
  mutating func append(rotation: MotionVector, vertical up: Double, shake raw: Double, time: Double)
  {
    let low = end % Self.length
    let high = low &+ Self.length
    rotationX[low] = rotation.x
    rotationX[high] = rotation.x
    rotationY[low] = rotation.y
    rotationY[high] = rotation.y
    rotationZ[low] = rotation.z
    rotationZ[high] = rotation.z
    vertical[low] = up
    vertical[high] = up
    shake[low] = raw
    shake[high] = raw
    times[low] = time
    times[high] = time
    end &+= 1
  }

  /// Turn rate at a tick, deg/s.
  @_noLocks @_noAllocation
  func rotation(at tick: Int) -> MotionVector {
    let place = place(of: tick)
    return MotionVector(rotationX[place], rotationY[place], rotationZ[place])
  }

  /// Vertical acceleration without gravity at a tick, g.
  @_noLocks @_noAllocation
  func vertical(at tick: Int) -> Double { vertical[place(of: tick)] }

  /// Length of the unfiltered acceleration less 1, g.
  @_noLocks @_noAllocation
  func shake(at tick: Int) -> Double { shake[place(of: tick)] }

  /// Seconds since the detector's first sample of a tick and a part of a tick; ticks outside the
  /// window are reckoned from its nearest edge.
  @_noLocks @_noAllocation
  func time(at tick: Double) -> Double {
    guard count > 0, tick.isFinite else { return 0 }
    let below = max(Double(first), min(Double(end &- 1), tick))
    let whole = Int(below)
    return times[place(of: whole)] + (tick - Double(whole)) / TickLane.rate
  }

  /// The last tick before `tick` at which the sensor had been still for 0.6 s; -1 if there is none.
  @_noLocks @_noAllocation
  func rest(before tick: Int) -> Int {
    var still = 0
    var index = min(tick, end) &- 1
    while index >= first {
      let isStill =
        abs(vertical(at: index)) < Self.stillAcceleration
        && rotation(at: index).length < Self.stillRotation
      still = isStill ? still &+ 1 : 0
      if still == Self.stillTicks { return index &+ Self.stillTicks &- 1 }
      index &-= 1
    }
    return -1
  }

  /// Below these the sensor is still, g and deg/s.
  private static var stillAcceleration: Double {
    @_noLocks @_noAllocation
    get { 0.03 }
  }
  private static var stillRotation: Double {
    @_noLocks @_noAllocation
    get { 12 }
  }
  private static var stillTicks: Int {
    @_noLocks @_noAllocation
    get { 15 }
  }

  @_noLocks @_noAllocation
  private func place(of tick: Int) -> Int {
    // Never negative: ticks before the first are read as the first.
    let inside = max(first, min(end &- 1, tick))
    return first % Self.length &+ (inside &- first)
  }
}
