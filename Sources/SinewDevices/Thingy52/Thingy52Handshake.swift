import SinewSignal

/// COLD. Reads the configuration, writes one with the rate wanted where it differs, subscribes.
struct Thingy52Handshake: ~Copyable, Sendable {
  private enum Step { case begin, reading, writing, raw, quaternion }

  private let rateHz: Int
  private var exchange = GATTExchange()
  private var step = Step.begin
  /// The configuration as it was found, to be written back; empty while nothing was changed.
  private var found: [UInt8] = []

  init(rateHz: Int) { self.rateHz = rateHz }

  /// Ends the subscriptions and puts the configuration back.
  var farewell: [UInt8] {
    let ends = [NordicThingy52.raw, NordicThingy52.quaternion].flatMap {
      GATTRecord(.subscribe, $0, [0]).bytes
    }
    return found.isEmpty
      ? ends : ends + GATTRecord(.write, NordicThingy52.configuration, found).bytes
  }

  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard step != .begin else {
      guard (5...200).contains(rateHz) else {
        return .refuse("A Thingy:52 measures 5 to 200 times a second, not \(rateHz).")
      }
      step = .reading
      return exchange.ask(.read, NordicThingy52.configuration)
    }
    switch exchange.hear(heard) {
    case .pending(let again): return again
    case .done(let value): return next(value)
    case .failed(let code):
      return .refuse(
        "The sensor refused to be set up (ATT error \(code)): is it a Thingy:52 with its own "
          + "firmware?")
    case .silence: return .refuse("The sensor does not answer: switch it off and on.")
    }
  }

  private mutating func next(_ value: [UInt8]) -> Conversation {
    switch step {
    case .begin, .reading: return configure(value)
    case .writing:
      step = .raw
      return exchange.ask(.subscribe, NordicThingy52.raw, [1])
    case .raw:
      step = .quaternion
      return exchange.ask(.subscribe, NordicThingy52.quaternion, [1])
    case .quaternion: return .ready
    }
  }

  /// Changes the rate and nothing else: flash wears, and the rest is the owner's.
  private mutating func configure(_ value: [UInt8]) -> Conversation {
    guard value.count == 9 else {
      return .refuse("The sensor's configuration has \(value.count) bytes instead of 9.")
    }
    guard Int(value[6]) | Int(value[7]) << 8 != rateHz else {
      step = .raw
      return exchange.ask(.subscribe, NordicThingy52.raw, [1])
    }
    found = value
    var wanted = value
    wanted[6] = UInt8(truncatingIfNeeded: rateHz)
    wanted[7] = 0
    step = .writing
    return exchange.ask(.write, NordicThingy52.configuration, wanted)
  }
}
