/// What a pretend Movella DOT is.
package struct MovellaDOTConfiguration: Sendable {
  package var name = "Movella DOT"
  /// D4:22:CD:AA:BB:CC with its low byte first.
  package var address: [UInt8] = [0xCC, 0xBB, 0xAA, 0xCD, 0x22, 0xD4]
  package var firmware: [UInt8] = [3, 0, 0]
  /// Output rate when it gets power, Hz.
  package var rateHz: UInt16 = 60
  /// What the sensor's microsecond clock shows when the emulation begins.
  package var clockStart: UInt32 = 0
  package var chargePercent: UInt8 = 88
  /// Host seconds at which it reports and switches itself off; nil never.
  package var powerOffAt: Double?
  /// Parts per million its crystal runs fast.
  package var clockSkewPPM = 0.0

  package init() {}
}
