/// A crystal that runs fast (positive) or slow by some parts per million.
package struct DeviceClock: Sendable {
  package let skewPPM: Double
  private let pace: Double

  /// `skewPPM` in parts per million of the host's clock.
  package init(skewPPM: Double = 0) {
    self.skewPPM = skewPPM
    pace = 1 + skewPPM * 1e-6
  }

  /// Seconds the device's clock shows at `host` seconds.
  package func device(fromHost host: Double) -> Double { host * pace }

  /// Host seconds at which the device's clock shows `device` seconds.
  package func host(fromDevice device: Double) -> Double { device / pace }
}
