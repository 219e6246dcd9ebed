/// What is plugged into one analog input of a BITalino.
package enum BITalinoInput: Sendable, Hashable {
  /// The EMG sensor, gain 1009 about half the supply, on the source's electrode pair (0 based).
  case emg(channel: Int)
  /// One axis (0...2) of the accelerometer: 208 at -1 g, 312 at +1 g, the sheet's typical unit.
  case acceleration(axis: Int)
  /// A constant 10-bit code.
  case level(Int)

  /// The converter's 10-bit code of a reading at `seconds`.
  func code(_ source: inout any SignalSource, at seconds: Double) -> Int {
    let code: Double
    switch self {
    case .emg(let channel):
      let volts = source.emgMicrovolts(channel: channel, at: seconds) * 1e-6 * 1009
      code = (volts / 3.3 + 0.5) * 1024
    case .acceleration(let axis):
      let g = source.motion(at: seconds).accelerationG[min(max(0, axis), 2)]
      code = 208 + (g + 1) / 2 * (312 - 208)
    case .level(let level):
      code = Double(level)
    }
    guard code.isFinite else { return 0 }
    return Int(min(max(code.rounded(), 0), 1023))
  }
}
