/// The registers a client may write after unlocking, and how long the lock stays open.
struct WitMotionRegisters: Sendable {
  static let save: UInt8 = 0x00
  static let content: UInt8 = 0x02
  static let rate: UInt8 = 0x03
  static let baud: UInt8 = 0x04
  static let version: UInt8 = 0x2E
  static let key: UInt8 = 0x69
  static let keyValue: UInt16 = 0xB588
  /// Seconds an unlock lasts.
  static let unlockSeconds = 10.0

  private static let rates: [UInt16: Double] = [
    0x01: 0.2, 0x02: 0.5, 0x03: 1, 0x04: 2, 0x05: 5, 0x06: 10, 0x07: 20, 0x08: 50, 0x09: 100,
    0x0A: 125, 0x0B: 200,
  ]
  private static let bauds: [UInt16: Double] = [
    1: 4800, 2: 9600, 3: 19200, 4: 38400, 5: 57600, 6: 115_200, 7: 230_400, 8: 460_800,
    9: 921_600,
  ]

  var values: [UInt8: UInt16]

  init(rateCode: UInt16, content: UInt16, baudCode: UInt16) {
    values = [
      Self.rate: rateCode, Self.content: content, Self.baud: baudCode, Self.version: 0x3A98,
    ]
  }

  subscript(register: UInt8) -> UInt16 {
    get { values[register] ?? 0 }
    set { values[register] = newValue }
  }

  /// Bursts a second; nil for single shot and none.
  var burstsPerSecond: Double? { Self.rates[self[Self.rate]] }

  /// Bits a second on the line.
  var bitsPerSecond: Double { Self.bauds[self[Self.baud]] ?? 9600 }
}
