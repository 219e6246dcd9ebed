internal import SinewSignal

/// The one signal that stands for the movement: turn rate about an axis, or vertical speed.
struct MotionChannel: BitwiseCopyable {
  /// m. A vertical speed that a rotation about a joint this far away can't give means that the hand
  /// is carried: bench, press, squat, deadlift, row.
  static var armLength: Double {
    @_noLocks @_noAllocation
    get { 0.60 }
  }

  var isVertical: Bool
  /// The axis of the turn rate, in the sensor's axes.
  var axis: MotionVector

  @_noLocks @_noAllocation
  init(isVertical: Bool, axis: MotionVector) {
    self.isVertical = isVertical
    self.axis = axis
  }

  var measure: MovementMeasure {
    @_noLocks @_noAllocation
    get { isVertical ? .vertical : .rotation }
  }

  /// The smallest turning threshold: 0.12 m/s or 12 deg/s.
  var floor: Double {
    @_noLocks @_noAllocation
    get { isVertical ? 0.12 : 12 }
  }

  /// Writes the channel over the whole window, index 0 = oldest tick.
  @_noLocks @_noAllocation
  func write(
    _ window: borrowing MotionWindow, _ speed: borrowing VerticalSpeed,
    into signal: inout MotionSeries
  ) {
    let count = window.count
    var index = 0
    while index < count {
      signal[index] =
        isVertical
        ? speed.values[index] : window.rotation(at: window.first &+ index).dot(axis)
      index &+= 1
    }
  }
}
