/// What the electrodes and inertial sensors of a device would feel: a body, or a test signal.
///
/// Times are seconds of the true (host) clock at which a sample is taken; for each function they
/// never go backwards. Sources are values: two devices on one body hold two copies made from the
/// same seed, and agree about the movement while each has noise of its own.
package protocol SignalSource: Sendable {
  /// Voltage at the electrode pair of `channel` (0 based), microvolts at the input.
  mutating func emgMicrovolts(channel: Int, at seconds: Double) -> Double

  /// What the inertial sensor feels.
  mutating func motion(at seconds: Double) -> MotionSample
}
