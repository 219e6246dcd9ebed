import SinewSignal

/// COLD. Subscribes to the answers, asks what the armband can do, sets the EMG, subscribes to the data and
/// switches it on.
struct GForceHandshake: ~Copyable, Sendable {
  private static let command: UInt8 = 0
  private static let data: UInt8 = 1

  private enum Step { case begin, answers, features, configuring, data, starting }

  private let setup: GForceSetup
  private var exchange = GATTExchange()
  private var step = Step.begin
  private var isWritten = false

  init(_ setup: GForceSetup) { self.setup = setup }

  static let farewell: [UInt8] = GATTRecord(.write, command, [0x4F, 0, 0, 0, 0]).bytes

  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard step != .begin else {
      if let refusal = setup.refusal { return .refuse(refusal) }
      step = .answers
      return exchange.ask(.subscribe, Self.command, [1])
    }
    let reply = exchange.hear(heard)
    if case .failed(let code) = reply {
      return .refuse("The armband refused to be set up (ATT error \(code)): is it a gForcePro?")
    }
    switch step {
    case .begin, .answers, .data: return subscribed(reply)
    case .features, .configuring, .starting: return commanded(reply)
    }
  }

  private mutating func subscribed(_ reply: GATTExchange.Reply) -> Conversation {
    switch reply {
    case .pending(let again): return again
    case .done where step == .data: return send(setup.switchCommand, .starting)
    case .done: return send([0x01], .features)
    case .failed, .silence: return Self.silent
    }
  }

  private mutating func send(_ bytes: [UInt8], _ step: Step) -> Conversation {
    self.step = step
    isWritten = false
    return exchange.ask(.write, Self.command, bytes)
  }

  /// Both must come, in either order: the write's answer and the notified one, `code command data`.
  private mutating func commanded(_ reply: GATTExchange.Reply) -> Conversation {
    if case .done = reply { isWritten = true }
    let command: UInt8 =
      step == .features ? 0x01 : step == .configuring ? setup.emgCommand[0] : 0x4F
    let answer = exchange.notifications.first {
      $0.characteristic == Self.command && $0.value.count >= 2 && $0.value[1] == command
    }
    if isWritten, let answer { return judge(answer.value) }
    switch reply {
    case .pending(let again): return again
    case .done: return exchange.listen(wait: 3)
    case .failed, .silence: return Self.silent
    }
  }

  private mutating func judge(_ answer: [UInt8]) -> Conversation {
    guard answer[0] == 0 else {
      return .refuse(
        "The armband does not take \(setup.rateHz) samples a second at \(setup.bits) bits "
          + "(code \(answer[0])).")
    }
    switch step {
    case .features: return setup.isMotion ? subscribeData() : send(setup.emgCommand, .configuring)
    case .configuring: return subscribeData()
    default: return .ready
    }
  }

  private mutating func subscribeData() -> Conversation {
    step = .data
    return exchange.ask(.subscribe, Self.data, [1])
  }

  private static var silent: Conversation {
    .refuse("The armband does not answer: switch it off and on.")
  }
}
