/// What a pretend Cyton is and how it behaves.
package struct CytonConfiguration: Sendable {
  /// Daisy attached: 16 channels, 125 whole samples a second.
  package var daisy = false
  /// Off: the dongle answers for a board that is not there.
  package var boardPresent = true
  /// Parts per million the board's crystal runs fast.
  package var clockSkewPPM = 0.0
  /// From `v` to the banner, seconds; the real board needs more than 0.5.
  package var bannerDelay = 0.6
  /// From any other command to its answer, seconds (a radio poll or two).
  package var replyDelay = 0.012
  /// Between two lines of the register dump, seconds.
  package var registerLineDelay = 0.03
  /// Radio channel of board and dongle, 0...25.
  package var radioChannel: UInt8 = 8
  /// Skin and electrode, ohms, seen while the lead-off current flows.
  package var electrodeOhms = 5000.0
  /// Set: the sketch sends words of its own in packets of type C2.
  package var userWords: [Int16]?
  /// The three words of the analog (A5, A6, A7) and digital board modes.
  package var auxWords: [Int16] = [512, 1023, 1]
  package var faults = FaultSchedule<CytonFault>()

  package init() {}
}
