package import SinewSignal

/// One instant of a motion sensor, in the axes of the sensor.
package struct MotionSample: BitwiseCopyable, Sendable {
  /// When it was true at the sensor (sample time, not arrival).
  package var time: MonotonicTime
  /// Acceleration in g, gravity included; not-a-number where the accelerometer gave no sample.
  package var acceleration: SIMD3<Float>
  /// Turn rate in degrees per second; not-a-number where the gyroscope gave no sample.
  package var rotation: SIMD3<Float>

  @_noLocks @_noAllocation
  package init(time: MonotonicTime, acceleration: SIMD3<Float>, rotation: SIMD3<Float>) {
    self.time = time
    self.acceleration = acceleration
    self.rotation = rotation
  }
}
