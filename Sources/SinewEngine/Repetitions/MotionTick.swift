/// Both sensors at one tick of the 25 Hz grid.
struct MotionTick {
  /// Seconds since the detector's first sample.
  var time: Double
  /// g; zero when `hasAcceleration` is false.
  var acceleration: MotionVector
  /// deg/s; zero without a gyroscope.
  var rotation: MotionVector
  var hasAcceleration: Bool
  /// Time was cut out before this tick, or a sensor came or went: filters start afresh.
  var restarts: Bool

  @_noLocks @_noAllocation
  init(
    time: Double, acceleration: MotionVector, rotation: MotionVector, hasAcceleration: Bool,
    restarts: Bool
  ) {
    self.time = time
    self.acceleration = acceleration
    self.rotation = rotation
    self.hasAcceleration = hasAcceleration
    self.restarts = restarts
  }
}
