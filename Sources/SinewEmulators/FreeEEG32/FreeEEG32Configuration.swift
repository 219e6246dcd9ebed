/// What a pretend FreeEEG32 is.
package struct FreeEEG32Configuration: Sendable {
  /// Frames a second; the firmware's only rate is 512.
  package var rateHz = 512.0
  package var firstCounter: UInt8 = 0
  /// Parts per million the board's crystal runs fast.
  package var clockSkewPPM = 0.0
  package var faults = FaultSchedule<FrameFault>()

  package init() {}
}
