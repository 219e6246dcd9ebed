import SinewSignal

/// COLD. Finds out which of three services the sensor has, sets the rate, subscribes, and reads the rate
/// back. The commands come before the subscription because they need a pause between them, and a
/// sensor that is subscribed to streams at once.
struct WitMotionBLEHandshake: ~Copyable, Sendable {
  /// Notify and write characteristic of the BLE 5.0 models, the dual-mode models, and of firmware that
  /// uses the Bluetooth base UUID.
  static let characteristics: [GATTCharacteristic] = [
    ("0000ffe5-0000-1000-8000-00805f9a34fb", "0000ffe4-0000-1000-8000-00805f9a34fb"),
    ("0000ffe5-0000-1000-8000-00805f9a34fb", "0000ffe9-0000-1000-8000-00805f9a34fb"),
    ("49535343-fe7d-4ae5-8fa9-9fafd205e455", "49535343-1e4d-4bd9-ba61-23c647249616"),
    ("49535343-fe7d-4ae5-8fa9-9fafd205e455", "49535343-8841-43f4-a8d4-ecbe34729bb3"),
    ("0000ffe5-0000-1000-8000-00805f9b34fb", "0000ffe4-0000-1000-8000-00805f9b34fb"),
    ("0000ffe5-0000-1000-8000-00805f9b34fb", "0000ffe9-0000-1000-8000-00805f9b34fb"),
  ].map { service, characteristic in
    GATTCharacteristic(
      service: BluetoothUUID(service) ?? BluetoothUUID(0xFFE5),
      uuid: BluetoothUUID(characteristic) ?? BluetoothUUID(0xFFE4), isRequired: false)
  }

  private static let unlock: [UInt8] = [0xFF, 0xAA, 0x69, 0x88, 0xB5]
  /// The sensor needs 100 ms between two commands.
  private static let pause = 0.12
  /// Rate register 03: code by rate.
  private static let rates: [Int: UInt8] = [10: 0x06, 20: 0x07, 50: 0x08, 100: 0x09, 200: 0x0B]

  private enum Step { case begin, unlocking, resting, setting, settled, subscribing, readingBack }

  private let rateHz: Int
  private var exchange = GATTExchange()
  private var step = Step.begin
  /// Place of the notify characteristic; the write one follows it.
  private var notify: UInt8 = 0
  /// What a command is sent as: some models take only writes without an answer.
  private var kind = GATTRecord.Kind.write
  /// The rate the sensor said it has; nil where it said none.
  private(set) var measuredRateHz: Double?

  init(rateHz: Int) { self.rateHz = rateHz }

  var farewell: [UInt8] { GATTRecord(.subscribe, notify, [0]).bytes }

  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard step != .begin else {
      guard Self.rates[rateHz] != nil else {
        return .refuse(
          "A WitMotion sensor measures 10, 20, 50, 100 or 200 times a second, not \(rateHz).")
      }
      return send(Self.unlock, .unlocking)
    }
    let reply = exchange.hear(heard)
    switch reply {
    case .pending(let again) where step != .readingBack: return again
    case .failed(let code): return tryOther(code)
    case .silence where kind == .write && (step == .unlocking || step == .setting):
      return .refuse("The sensor does not answer: switch it off and on.")
    default: return next(reply)
    }
  }

  private mutating func next(_ reply: GATTExchange.Reply) -> Conversation {
    switch step {
    case .begin, .unlocking:
      step = .resting
      return reply == .silence ? set() : exchange.listen(wait: Self.pause)
    case .resting: return set()
    case .setting:
      step = .settled
      return reply == .silence ? subscribe() : exchange.listen(wait: Self.pause)
    case .settled: return subscribe()
    case .subscribing:
      guard case .done = reply else {
        return .refuse("The sensor does not answer: switch it off and on.")
      }
      return send([0xFF, 0xAA, 0x27, 0x03, 0x00], .readingBack)
    case .readingBack: return judge(reply)
    }
  }

  private mutating func set() -> Conversation {
    send([0xFF, 0xAA, 0x03, Self.rates[rateHz] ?? 0x09, 0x00], .setting)
  }

  private mutating func subscribe() -> Conversation {
    step = .subscribing
    return exchange.ask(.subscribe, notify, [1])
  }

  /// A command without an answer is over after the pause it needs anyway.
  private mutating func send(_ command: [UInt8], _ step: Step) -> Conversation {
    self.step = step
    let wait = step == .readingBack ? 1.5 : kind == .write ? GATTExchange.patience : Self.pause
    return exchange.ask(kind, notify + 1, command, wait: wait)
  }

  /// No such characteristic: the next service. Write not permitted: without an answer.
  private mutating func tryOther(_ code: UInt8) -> Conversation {
    if code == 0x03, kind == .write, step == .unlocking {
      kind = .writeCommand
      return send(Self.unlock, .unlocking)
    }
    guard code == GATTExchange.notFound, step == .unlocking, notify < 4 else {
      return .refuse("The sensor refused to be set up (ATT error \(code)): is it a WitMotion?")
    }
    notify += 2
    return send(Self.unlock, .unlocking)
  }

  /// Waits for the register's answer, at most as long as 64 notifications or a silence take.
  private mutating func judge(_ reply: GATTExchange.Reply) -> Conversation {
    let values = exchange.notifications.map(\.value)
    for value in values {
      if let code = Self.rateCode(in: value) {
        measuredRateHz = Self.rates.first { $0.value == code }.map { Double($0.key) }
        return .ready
      }
    }
    let isStreaming = values.contains { $0.contains(0x55) && $0.contains(0x61) }
    if values.count >= 64 { return isStreaming ? .ready : strange }
    switch reply {
    case .pending(let again): return again
    case .done: return exchange.listen(wait: 1.5)
    case .failed, .silence: return isStreaming ? .ready : strange
    }
  }

  private var strange: Conversation {
    .refuse("The sensor sends no WitMotion frames: is it another model?")
  }

  /// The low byte of register 03 in an answer `55 71 03 00 ...`, wherever it begins in a notification.
  private static func rateCode(in value: [UInt8]) -> UInt8? {
    guard value.count >= 20 else { return nil }
    for start in 0...(value.count - 20)
    where value[start...].starts(with: [0x55, 0x71, 0x03, 0x00]) {
      return value[start + 4]
    }
    return nil
  }
}
