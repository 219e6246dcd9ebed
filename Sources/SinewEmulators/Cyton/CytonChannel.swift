/// The settings of one ADS1299 channel and how a voltage becomes a code through them.
package struct CytonChannel: Sendable, Equatable {
  package static let gains: [Double] = [1, 2, 4, 6, 8, 12, 24]
  /// 2^23 - 1, the divisor of the field's clients (the chip's data sheet says 2^23).
  static let fullScaleCode = 8_388_607.0
  /// Reference voltage of the board, microvolts.
  static let referenceMicrovolts = 4.5e6

  /// 0...6, index into `gains`.
  package var gainCode = 6
  package var powered = true
  /// 0 normal, 1 shorted, 2 bias, 3 supply, 4 temperature, 5 test signal, 6, 7 bias drive.
  package var input = 0
  package var bias = true
  package var srb2 = true
  package var srb1 = false
  /// Lead-off current on the positive or negative side.
  package var leadOff = false

  package init() {}

  /// Amplification, 1...24.
  package var gain: Double {
    Self.gains.indices.contains(gainCode) ? Self.gains[gainCode] : 24
  }

  /// The converter's code for a voltage at the input, clamped to 24 bits.
  package func code(microvolts: Double) -> Int32 {
    let scaled = microvolts * Self.fullScaleCode * gain / Self.referenceMicrovolts
    guard scaled.isFinite else { return 0 }
    return Int32(min(max(scaled.rounded(), -8_388_608), 8_388_607))
  }
}
