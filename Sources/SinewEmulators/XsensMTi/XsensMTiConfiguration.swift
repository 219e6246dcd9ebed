/// What a pretend Xsens MTi is and how it is set when it gets power.
package struct XsensMTiConfiguration: Sendable {
  package var deviceID: UInt32 = 0x0380_001A
  package var productCode = "MTi-3-8A7G6T"
  /// Identifiers of the items and their rates; 0xFFFF for items that come with every packet.
  package var outputs: [Output] = [
    Output(0x1020, 0xFFFF), Output(0x1060, 0xFFFF), Output(0x2010, 100), Output(0x4020, 100),
    Output(0x8020, 100), Output(0xE020, 0xFFFF),
  ]
  /// The highest rate the model can do; higher ones are lowered in the acknowledgement.
  package var highestRate: UInt16 = 400
  package var firstCounter: UInt16 = 0
  /// Parts per million the sensor's crystal runs fast.
  package var clockSkewPPM = 0.0
  /// From a command to its acknowledgement, seconds.
  package var replyDelay = 0.003
  package var faults = FaultSchedule<FrameFault>()

  package init() {}

  /// One line of the output configuration.
  package struct Output: Sendable, Equatable {
    package var identifier: UInt16
    package var rateHz: UInt16

    package init(_ identifier: UInt16, _ rateHz: UInt16) {
      self.identifier = identifier
      self.rateHz = rateHz
    }
  }
}
