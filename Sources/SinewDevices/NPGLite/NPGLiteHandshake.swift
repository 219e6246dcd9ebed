import SinewSignal

/// COLD. Both subscriptions, the question for the name, `START`, and the first notification, whose
/// length tells the firmware.
struct NPGLiteHandshake: ~Copyable, Sendable {
  static let data: UInt8 = 0
  static let control: UInt8 = 1

  private enum Step { case begin, data, control, name, start, first }

  private var exchange = GATTExchange()
  private var step = Step.begin
  /// Samples a second; nil where only measurement can tell.
  private(set) var rateHz: Double? = 250

  init() {}

  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard step != .begin else {
      step = .data
      return exchange.ask(.subscribe, Self.data, [1])
    }
    let reply = exchange.hear(heard)
    if case .failed(let code) = reply {
      return .refuse("The board refused to be set up (ATT error \(code)): is it an NPG Lite?")
    }
    switch step {
    case .begin, .data, .control: return subscribed(reply)
    case .name: return named(reply)
    case .start, .first: return started(reply)
    }
  }

  private mutating func subscribed(_ reply: GATTExchange.Reply) -> Conversation {
    switch reply {
    case .pending(let again): return again
    case .done where step == .data:
      step = .control
      return exchange.ask(.subscribe, Self.control, [1])
    case .done:
      step = .name
      return exchange.ask(.write, Self.control, Array("WHORU".utf8))
    case .failed, .silence:
      return .refuse("The board does not answer: switch it off and on.")
    }
  }

  /// Sketches that do not know the question say so or nothing at all.
  private mutating func named(_ reply: GATTExchange.Reply) -> Conversation {
    if let text = answer {
      guard text.hasPrefix("NPG") || text.hasPrefix("UNKNOWN") else {
        return .refuse("The board calls itself \(text.prefix(40)): not an NPG Lite.")
      }
      return start()
    }
    switch reply {
    case .pending(let again): return again
    case .done: return exchange.listen(wait: 1.5)
    case .failed, .silence: return start()
    }
  }

  /// What the board notified on its control characteristic, printable letters only.
  private var answer: String? {
    exchange.notifications.last { $0.characteristic == Self.control }.map {
      String(decoding: $0.value.filter { (0x20..<0x7F).contains($0) }, as: UTF8.self).uppercased()
    }
  }

  private mutating func start() -> Conversation {
    step = .start
    return exchange.ask(.write, Self.control, Array("START".utf8))
  }

  private mutating func started(_ reply: GATTExchange.Reply) -> Conversation {
    if step == .first || reply == .done([]),
      let first = exchange.notifications.first(where: { $0.characteristic == Self.data })
    {
      return judge(first.value.count)
    }
    switch reply {
    case .pending(let again): return again
    case .done:
      step = .first
      return exchange.listen(wait: 3)
    case .failed, .silence: return .refuse("The board was started but sends nothing.")
    }
  }

  /// 25 samples come from the maker's firmware at 250 Hz, 10 from the Arduino sketch at 500 Hz; of
  /// others only measurement can tell.
  private mutating func judge(_ size: Int) -> Conversation {
    guard size > 0, size % 7 == 0 else {
      return .refuse(
        "The board's values do not fit the link (\(size) bytes): use a Bluetooth adapter that "
          + "allows an ATT MTU of 178.")
    }
    rateHz = size == 175 ? 250 : size == 70 ? 500 : nil
    return .ready
  }
}
