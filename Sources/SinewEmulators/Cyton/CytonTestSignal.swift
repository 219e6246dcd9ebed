internal import Glibc

/// The converter's internal test signal, switched on for every channel by one command.
enum CytonTestSignal: UInt8, Sendable {
  case ground = 0x30  // 0
  case slow = 0x2D  // -
  case fast = 0x3D  // =
  case direct = 0x70  // p
  case slowDouble = 0x5B  // [
  case fastDouble = 0x5D  // ]

  /// Microvolts at `seconds`: a square of 1.875 or 3.75 mV (reference / 2400), 0.98 or 1.95 Hz
  /// (2.048 MHz / 2^21 or 2^20), ADS1299 data sheet, CONFIG2.
  func microvolts(at seconds: Double) -> Double {
    switch self {
    case .ground: 0
    case .direct: 3750
    case .slow: square(seconds, hertz: 2_048_000 / 0x1p21, peak: 1875)
    case .fast: square(seconds, hertz: 2_048_000 / 0x1p20, peak: 1875)
    case .slowDouble: square(seconds, hertz: 2_048_000 / 0x1p21, peak: 3750)
    case .fastDouble: square(seconds, hertz: 2_048_000 / 0x1p20, peak: 3750)
    }
  }

  private func square(_ seconds: Double, hertz: Double, peak: Double) -> Double {
    let turns = seconds * hertz
    return turns - floor(turns) < 0.5 ? peak : -peak
  }
}
