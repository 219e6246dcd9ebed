/// What a pretend OpenEEG board is and how it behaves.
package struct OpenEEGConfiguration: Sendable {
  /// Firmware packet formats.
  package enum Format: Sendable, Hashable { case p2, p3 }

  package var format = Format.p2
  /// Packets a second: 256 by name, 250 with the Olimex sketch's whole milliseconds.
  package var rateHz = 250.0
  /// Channels with a shield; the others pick up noise.
  package var fittedChannels = 1
  /// From electrode to pin: the Olimex shield as it leaves the factory.
  package var gain = 2848.0
  package var referenceVolts = 5.0
  package var clockSkewPPM = 0.0
  /// PD5...PD2 in bits 3...0; the Olimex sketch always sends 1.
  package var switches: UInt8 = 1
  /// Opening the port restarts the board, seconds until it streams.
  package var bootSeconds = 1.5
  package var seed: UInt64 = 1
  package var faults = FaultSchedule<FrameFault>()

  package init() {}
}
