/// What a pretend WitMotion sensor is and how it is set when it gets power.
package struct WitMotionConfiguration: Sendable {
  /// Output rate code: 6 = 10 Hz (factory), 8 = 50, 9 = 100, 11 = 200 Hz.
  package var rateCode: UInt16 = 0x06
  /// Output content mask; factory: acceleration, turn rate, angle, magnetic field.
  package var content: UInt16 = 0x001E
  /// Line speed code: 6 = 115200 (BWT types), 2 = 9600 (WT901).
  package var baudCode: UInt16 = 0x06
  /// Parts per million the sensor's crystal runs fast.
  package var clockSkewPPM = 0.0
  /// Degrees Celsius in the frames.
  package var celsius = 25.36
  /// The time the sensor's clock shows at power-on: year - 2000, month, day, hour, minute, second.
  package var calendar: [UInt8] = [26, 11, 22, 16, 40, 5]
  /// From a register read to its answer, seconds.
  package var replyDelay = 0.004
  package var faults = FaultSchedule<WitMotionFault>()

  package init() {}

  /// Acceleration, turn rate and quaternion at a rate code: what a driver for training asks for.
  package static func motion(rateCode: UInt16) -> WitMotionConfiguration {
    var configuration = WitMotionConfiguration()
    configuration.rateCode = rateCode
    configuration.content = 0x0206
    return configuration
  }
}
