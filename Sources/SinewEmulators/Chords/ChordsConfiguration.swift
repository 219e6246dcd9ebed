/// What a pretend Chords board is and how it behaves.
package struct ChordsConfiguration: Sendable {
  package var board = ChordsBoard.unoR3
  /// Amplifier gain from electrode to pin (Muscle BioAmp BisCute: 2420).
  package var gain = 2420.0
  package var clockSkewPPM = 0.0
  /// Silence of an AVR board's boot loader after its port was opened, seconds.
  package var bootSeconds = 1.8
  /// How long an AVR board waits for more bytes before it takes a command, seconds (the time-out of
  /// Arduino's `readString`).
  package var commandSeconds = 1.0
  /// From one channel's conversion to the next, seconds; AVR boards alone.
  package var channelSkewSeconds = 112e-6
  package var faults = FaultSchedule<FrameFault>()

  package init() {}
}
