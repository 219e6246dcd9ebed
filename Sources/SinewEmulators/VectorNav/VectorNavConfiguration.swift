/// What a pretend VectorNav VN-100 is and how it is set when it gets power.
package struct VectorNavConfiguration: Sendable {
  package var model = "VN-100T-CR"
  package var serialNumber = 100_012_345
  package var firmware = "2.1.0.0"
  /// 0 off, 1 `VNYPR`, 2 `VNQTN`, 14 `VNYMR` (factory), 19 `VNIMU`.
  package var asyncType = 14
  /// Text messages a second; the factory's is 40.
  package var asyncHz = 40.0
  /// The first binary output as its register 75 is written: port, divisor of 800 Hz, groups, masks;
  /// empty: off.
  package var binaryOutput = ""
  /// Parts per million the sensor's crystal runs fast.
  package var clockSkewPPM = 0.0
  /// From a command to its answer, seconds.
  package var replyDelay = 0.003
  package var faults = FaultSchedule<FrameFault>()

  package init() {}
}
