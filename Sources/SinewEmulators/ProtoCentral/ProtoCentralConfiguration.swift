/// What a pretend ProtoCentral board is.
package struct ProtoCentralConfiguration: Sendable {
  package var board = ProtoCentralBoard.ads1292r
  /// Microvolts at the electrodes of one code; depends on the sketch.
  package var microvoltsPerCode = 1.0
  /// From opening the port to the first packet, seconds; the boot text comes in the middle.
  package var bootSeconds = 1.0
  package var bootText = "Setting up ...\r\n"
  package var heartRate: UInt8 = 72
  package var breathRate: UInt8 = 15
  /// Degrees Celsius, and percent of oxygen.
  package var celsius = 36.5
  package var oxygen: UInt8 = 98
  /// Codes of the red and infrared light.
  package var red: Int32 = 123_456
  package var infrared: Int32 = 234_567
  /// Parts per million the board's crystal runs fast.
  package var clockSkewPPM = 0.0
  package var faults = FaultSchedule<FrameFault>()

  package init(board: ProtoCentralBoard = .ads1292r) { self.board = board }
}
