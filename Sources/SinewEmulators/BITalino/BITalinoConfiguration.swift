/// What a pretend BITalino is and how it behaves.
package struct BITalinoConfiguration: Sendable {
  /// What answers the version command, without its end of line.
  package var version = "BITalino_v5.2"
  /// From 5.2 on the state block tells the PWM duty: 17 bytes instead of 16.
  package var tellsPWM = true
  /// A1...A6.
  package var inputs: [BITalinoInput] = (0..<6).map { .emg(channel: $0) }
  /// The 10-bit code of half the battery's voltage; 560 is 3.6 V.
  package var batteryCode = 560
  /// The digital inputs I1 and I2.
  package var digitalInputs = [false, false]
  /// Parts per million the board's crystal runs fast.
  package var clockSkewPPM = 0.0
  /// From a question to its answer, seconds.
  package var replyDelay = 0.01
  package var faults = FaultSchedule<BITalinoFault>()

  package init() {}
}
