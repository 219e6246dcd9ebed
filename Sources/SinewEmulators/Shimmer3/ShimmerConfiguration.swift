/// What a pretend Shimmer3 is and how it is set when it gets power.
package struct ShimmerConfiguration: Sendable {
  /// Firmware: 3 = LogAndStream, then major, minor, patch.
  package var firmware: [Int] = [3, 0, 16, 9]
  /// 3 = Shimmer3.
  package var hardware: UInt8 = 3
  /// Samples a second are 32768 / divider.
  package var divider = 640
  /// Sensor bitmap: low-noise accelerometer and gyroscope, ExG chip 1 with 24 bits.
  package var sensors: [UInt8] = [0xD0, 0x00, 0x00]
  /// Configuration bytes; gyroscope range in bits 1-0 of the third, wide-range accelerometer's in
  /// bits 3-2 of the first.
  package var configurationBytes: [UInt8] = [0x01, 0xFF, 0x01, 0x08]
  /// Off: the calibration blocks are unprogrammed, all FF.
  package var isCalibrated = true
  /// The magnetometer of the first units sends its high byte first.
  package var hasOldMagnetometer = false
  package var magnetometer: SIMD3<Int> = [120, -340, 55]
  /// Battery converter code, 12 bit: volts = code / 4095 x 3 x 1.988.
  package var batteryCode = 2700
  package var name = "Shimmer_1234"
  /// Parts per million the unit's crystal runs fast.
  package var clockSkewPPM = 0.0
  /// 32768 Hz ticks the unit's clock shows at time 0.
  package var firstTick: UInt64 = 0
  /// From a command to its acknowledgement, seconds.
  package var replyDelay = 0.005
  /// Packets that were queued before a stop and follow its acknowledgement.
  package var tailPackets = 0
  /// Set: the acknowledgement of a stop is lost, as in firmware before 0.15.4.
  package var losesStopAcknowledgement = false
  package var faults = FaultSchedule<ShimmerFault>()

  package init() {}
}
