/// When a device takes its next sample: an exact divider of its own crystal.
struct SampleTimer: Sendable {
  private let clock: DeviceClock
  /// Device seconds of sample 0, and samples since.
  private var epoch = 0.0
  private(set) var index = 0
  private(set) var rateHz: Double

  /// `rateHz` above 0; sample 0 is due one period after power-on.
  init(rateHz: Double, clock: DeviceClock) {
    self.rateHz = rateHz
    self.clock = clock
    epoch = 1 / rateHz
  }

  /// Host seconds of the next sample.
  var due: Double { clock.host(fromDevice: epoch + Double(index) / rateHz) }

  /// Device seconds since sample 0 of the next sample.
  var deviceSeconds: Double { Double(index) / rateHz }

  mutating func step() { index += 1 }

  /// Starts anew at `seconds` of the host, with another rate where one is given.
  mutating func restart(at seconds: Double, rateHz: Double? = nil) {
    if let rateHz, rateHz > 0 { self.rateHz = rateHz }
    epoch = clock.device(fromHost: seconds) + 1 / self.rateHz
    index = 0
  }
}
