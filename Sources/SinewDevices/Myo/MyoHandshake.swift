import SinewSignal

/// The opening conversation with a Myo: read the firmware's version, subscribe, forbid it to sleep,
/// start raw EMG and IMU data. Pure: no clock, no I/O.
struct MyoHandshake: ~Copyable, Sendable {
  /// Places in the profile's list of characteristics.
  private static let version: UInt8 = 0
  static let command: UInt8 = 1
  private static let motion: UInt8 = 2

  // Commands: number, bytes that follow, those bytes.
  static let neverSleep: [UInt8] = [0x09, 0x01, 0x01]
  static let shortVibration: [UInt8] = [0x03, 0x01, 0x01]
  /// Raw EMG, IMU data, no classifier: with raw EMG it can't work.
  private static let start: [UInt8] = [0x01, 0x03, 0x03, 0x01, 0x00]
  /// No data, and sleep as usual, which saves the battery.
  static let farewell =
    GATTRecord(.write, command, [0x01, 0x03, 0x00, 0x00, 0x00]).bytes
    + GATTRecord(.write, command, [0x09, 0x01, 0x00]).bytes

  /// What follows the version.
  private static let requests =
    ([motion] + (3...6)).map { GATTRecord(.subscribe, $0, [1]) }
    + [GATTRecord(.write, command, neverSleep), GATTRecord(.write, command, start)]

  private var exchange = GATTExchange()
  private var isOpen = false
  /// Requests answered, -1 until the version is known.
  private var answered = -1

  init() {}

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard isOpen else {
      isOpen = true
      return exchange.ask(.read, Self.version)
    }
    guard answered < Self.requests.count else { return .ready }
    switch exchange.hear(heard) {
    case .pending(let again): return again
    case .silence:
      return .refuse("The Myo stopped answering while it was being set up: it will be tried again.")
    case .failed(let code):
      return .refuse(
        answered < 0
          ? "It does not tell a Myo's firmware version: another device."
          : "The Myo refused a command of its set-up (ATT error \(code)).")
    case .done(let value):
      if answered < 0, let why = judge(version: value) { return .refuse(why) }
      answered += 1
      guard answered < Self.requests.count else { return .ready }
      let next = Self.requests[answered]
      return exchange.ask(next.kind, next.characteristic, next.value)
    }
  }

  /// Major, minor, patch and hardware revision, two bytes each. Nil when this firmware will do.
  private func judge(version: [UInt8]) -> String? {
    guard version.count >= 8 else { return "Its firmware version is not a Myo's: another device." }
    guard version[0] != 0 || version[1] != 0 else {
      return "This Myo runs firmware 0.x, which speaks an older protocol: update it."
    }
    return nil
  }
}
