/// An amplifier with fixed gain before a converter whose middle is no signal: the front end of the
/// hobby boards.
package struct ConverterInput: Sendable {
  package var bits: Int
  /// Volts at the pin for the whole range.
  package var referenceVolts: Double
  /// From electrode to pin.
  package var gain: Double

  package init(bits: Int, referenceVolts: Double, gain: Double) {
    self.bits = min(max(bits, 1), 16)
    self.referenceVolts = referenceVolts
    self.gain = gain
  }

  /// The code for a voltage at the electrodes; the ends of the range hold.
  package func code(microvolts: Double) -> Int {
    let steps = Double(1 << bits)
    let scaled = (microvolts * 1e-6 * gain / referenceVolts * steps).rounded() + steps / 2
    return scaled.isFinite ? Int(min(max(scaled, 0), steps - 1)) : 0
  }
}
