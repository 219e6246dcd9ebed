import SinewSignal

/// COLD. Subscribes, stops what an earlier client left running, asks which chip is on the board, and
/// starts it.
struct MetaMotionHandshake: ~Copyable, Sendable {
  private static let command: UInt8 = 0
  private static let data: UInt8 = 1

  private enum Step { case begin, subscribing, asking, starting }

  private let setup: MetaMotionSetup
  private var exchange = GATTExchange()
  private var step = Step.begin
  private var accelerometer: MetaMotionSetup.Chip?
  private var chip: MetaMotionSetup.Chip?

  init(_ setup: MetaMotionSetup) { self.setup = setup }

  /// Stop, no more data, and let the board end the link: it would go on for nobody.
  var farewell: [UInt8] {
    guard let chip else { return [] }
    let ends = [setup.subscription(of: 0x03, chip, 0), setup.subscription(of: 0x13, chip, 0)]
    return Self.records(MetaMotionSetup.stopCommands + ends + [[0xFE, 0x06]])
  }

  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard step != .begin else {
      if let refusal = setup.refusal { return .refuse(refusal) }
      step = .subscribing
      return exchange.ask(.subscribe, Self.data, [1])
    }
    let reply = exchange.hear(heard)
    switch (step, reply) {
    case (.begin, _), (.subscribing, .done): return ask()
    case (.subscribing, .pending(let again)): return again
    case (.subscribing, .failed):
      return .refuse(
        "The board has no MetaWear service or is in its boot loader: restart it with the "
          + "maker's app.")
    case (.subscribing, .silence): return .refuse("The board does not answer: press its button.")
    case (.asking, _): return judge(reply)
    // The commands have no answers: a moment of silence is enough, and data says the same.
    case (.starting, _): return .ready
    }
  }

  private mutating func ask() -> Conversation {
    step = .asking
    _ = exchange.listen(wait: 2)
    return .say(
      Self.records(MetaMotionSetup.stopCommands + [[0x03, 0x80], [0x13, 0x80]]), wait: 2)
  }

  /// `03 80 01` is a BMI160, `03 80 04` a BMI270; `13 80 00` and `13 80 01` the gyroscopes with them.
  /// Two bytes alone: no such module.
  private mutating func judge(_ reply: GATTExchange.Reply) -> Conversation {
    let answers = exchange.notifications.map(\.value)
    if let first = answers.first(where: { $0.starts(with: [0x03, 0x80]) }) {
      accelerometer =
        first.count < 3 ? nil : first[2] == 1 ? .bmi160 : first[2] == 4 ? .bmi270 : nil
      guard accelerometer != nil else { return unknown(first) }
    }
    if let second = answers.first(where: { $0.starts(with: [0x13, 0x80]) }) {
      guard second.count >= 3, second[2] <= 1 else { return unknown(second) }
      if let accelerometer { return start(accelerometer) }
    }
    if case .pending(let again) = reply { return again }
    return .refuse("The board does not tell what sensors it has: restart it with the maker's app.")
  }

  private func unknown(_ answer: [UInt8]) -> Conversation {
    .refuse(
      answer.count < 3
        ? "The board has no \(answer[0] == 0x03 ? "accelerometer" : "gyroscope")."
        : "The board has a sensor chip of a kind not known here (\(answer[2])).")
  }

  private mutating func start(_ chip: MetaMotionSetup.Chip) -> Conversation {
    step = .starting
    self.chip = chip
    return .say(Self.records(setup.startCommands(chip)), wait: 0.2)
  }

  private static func records(_ commands: [[UInt8]]) -> [UInt8] {
    commands.flatMap { GATTRecord(.writeCommand, command, $0).bytes }
  }
}
