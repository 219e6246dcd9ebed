/// Which way is up in the sensor's axes: turned by the gyroscope, pulled towards the accelerometer.
struct GravityFollower {
  /// How fast the accelerometer wins, s. Shorter follows the lift, longer lets the gyroscope drift.
  private static var timeConstant: Double {
    @_noLocks @_noAllocation
    get { 2.0 }
  }

  /// Unit vector along the acceleration at rest.
  private(set) var direction = MotionVector.zero
  /// Since the restart.
  private var ticks = 1.0

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  mutating func restart(at acceleration: MotionVector) {
    direction = acceleration.normalised
    ticks = 1
  }

  /// One tick: acceleration in g, turn rate in deg/s, both low-passed. Returns the vertical
  /// acceleration without gravity, g.
  @_noLocks @_noAllocation
  mutating func process(acceleration: MotionVector, rotation: MotionVector) -> Double {
    let dt = 1 / TickLane.rate
    // At first the mean of all so far: one sample in the middle of a movement is no vertical.
    ticks += 1
    let pull = max(dt / Self.timeConstant, 1 / ticks)
    let g = direction
    let w = rotation.scaled(by: Double.pi / 180)
    // g' = -w x g, and a step towards the accelerometer.
    direction =
      MotionVector(
        g.x - dt * (w.y * g.z - w.z * g.y) + pull * (acceleration.x - g.x),
        g.y - dt * (w.z * g.x - w.x * g.z) + pull * (acceleration.y - g.y),
        g.z - dt * (w.x * g.y - w.y * g.x) + pull * (acceleration.z - g.z)
      ).normalised
    return acceleration.dot(direction) - 1
  }
}
