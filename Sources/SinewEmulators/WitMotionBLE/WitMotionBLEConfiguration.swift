/// What a pretend WT901BLE is and how it is set when it gets power.
package struct WitMotionBLEConfiguration: Sendable {
  package var name = "WT901BLE68"
  /// True for the models that also speak SPP and use other UUIDs for the same service.
  package var isDualMode = false
  /// Code of the stored rate: 6 is 10 Hz, 7 20 Hz, 8 50 Hz, 9 100 Hz, B 200 Hz.
  package var rateCode: UInt8 = 0x06
  /// Bytes a notification. 20 holds one frame; others let frames straddle.
  package var bytesPerNotification = 20
  /// Seconds in which a further command is not heard.
  package var commandPause = 0.1
  /// Hundredths of a volt.
  package var batteryCentivolts = 396.0
  /// Parts per million its crystal runs fast.
  package var clockSkewPPM = 0.0

  package init() {}
}
