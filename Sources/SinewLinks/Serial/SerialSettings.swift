/// How a terminal is set up. Always raw, 8 data bits, no parity, 1 stop bit, no flow control: every
/// device family here speaks that.
package struct SerialSettings: Sendable, Hashable {
  /// Bits a second, any number, not only the standard ones.
  package var baud: Int
  /// Nobody else may open the port while it is ours.
  package var exclusive: Bool
  /// Ask the driver to hand bytes on at once (an FTDI chip otherwise holds them up to 16 ms).
  package var lowLatency: Bool
  /// Drop DTR at close, which resets Arduino-like boards at the next open.
  package var hangUpOnClose: Bool

  package init(
    baud: Int, exclusive: Bool = true, lowLatency: Bool = true, hangUpOnClose: Bool = false
  ) {
    self.baud = baud
    self.exclusive = exclusive
    self.lowLatency = lowLatency
    self.hangUpOnClose = hangUpOnClose
  }

  /// Speeds any driver is asked for: 0 would hang up the line (termios(3)), and the fastest USB
  /// bridges sold do 12 Mbaud.
  package static let baudRange = 50...12_000_000

  /// How far the speed a driver reports may lie from the one asked for, as a fraction. The middle
  /// of a stop bit lies 9.5 bits after the start edge, so both ends together may be off by
  /// 0.5 / 9.5 = 5 %; device clocks of this field use up to 3.55 % of it (16 MHz AVR at 230400).
  package static let baudTolerance = 0.015
}
