/// The nine bytes of a Thingy:52's motion configuration.
package struct Thingy52Settings: Sendable, Equatable {
  package var pedometerMs: UInt16 = 500
  package var temperatureMs: UInt16 = 5000
  package var compassMs: UInt16 = 500
  package var motionHz: UInt16 = 50
  package var wakesOnMotion = true

  package init() {}

  /// Nil for a value that the firmware's ranges exclude; `bytes` has nine.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 9 else { return nil }
    func word(_ at: Int) -> UInt16 { UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8 }
    pedometerMs = word(0)
    temperatureMs = word(2)
    compassMs = word(4)
    motionHz = word(6)
    wakesOnMotion = bytes[8] != 0
    guard (100...5000).contains(pedometerMs), (100...5000).contains(temperatureMs),
      (100...1000).contains(compassMs), (5...200).contains(motionHz)
    else { return nil }
  }

  package var bytes: [UInt8] {
    [pedometerMs, temperatureMs, compassMs, motionHz].flatMap { LittleEndian.bytes($0, 2) }
      + [wakesOnMotion ? 1 : 0]
  }
}
