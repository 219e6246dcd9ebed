/// What a pretend Myo is.
package struct MyoConfiguration: Sendable {
  /// Major, minor, patch, hardware revision (1 C, 2 D).
  package var version: [UInt16] = [1, 5, 1970, 2]
  package var serial: [UInt8] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06]
  /// EMG per count. The maker never told a scale; this one lets a strong contraction fill the range.
  package var microvoltsPerCount = 8.0
  /// Seconds after connecting at which it leaves unless it was told never to sleep; nil stays.
  package var sleepsAfterSeconds: Double? = 30
  /// Parts per million its crystal runs fast.
  package var clockSkewPPM = 0.0

  package init() {}
}
