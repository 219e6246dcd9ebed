import SinewSignal

/// The opening conversation with a DOT: read what it is, end a measurement that somebody left running,
/// set the rate where it is another, subscribe, start. Pure: no clock, no I/O.
struct DOTHandshake: ~Copyable, Sendable {
  private enum Stage {
    case closed, information, stopping, control, rate, subscribing, starting, streaming
  }

  private static let rates = [1, 4, 10, 12, 15, 20, 30, 60]

  private let mode: DOTMode
  private let problem: String?
  private var exchange = GATTExchange()
  private var stage = Stage.closed
  /// Samples a second that will be asked for.
  let rateHz: Int

  init(settings: DriverSettings, mode: DOTMode) {
    self.mode = mode
    let rate = settings.rateHz == 0 ? 60 : settings.rateHz
    rateHz = Self.rates.contains(rate) ? rate : 60
    if !Self.rates.contains(rate) {
      problem = "A DOT can't send at \(rate) Hz; choose 1, 4, 10, 12, 15, 20, 30 or 60."
    } else if settings.payloadMode != 0, DOTMode(settings.payloadMode) == nil {
      let known = DOTMode.numbers.map(String.init).joined(separator: ", ")
      problem =
        "Payload mode \(settings.payloadMode) of the DOT is not understood; choose \(known)."
    } else {
      problem = nil
    }
  }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    if stage == .streaming { return .ready }
    if stage == .closed {
      if let problem { return .refuse(problem) }
      stage = .information
      return exchange.ask(.read, MovellaDOT.information)
    }
    switch exchange.hear(heard) {
    case .pending(let again): return again
    case .silence:
      return .refuse("The DOT stopped answering while it was being set up: it will be tried again.")
    case .failed(let code):
      // There may have been nothing to stop.
      return stage == .stopping ? readControl() : .refuse(sentence(code))
    case .done(let value): return take(value)
    }
  }

  private mutating func take(_ value: [UInt8]) -> Conversation {
    switch stage {
    case .information:
      guard value.count >= 34 else { return .refuse("It does not describe itself as a DOT does.") }
      stage = .stopping
      return exchange.ask(.write, MovellaDOT.measurementControl, [1, 0, mode.number])
    case .stopping: return readControl()
    case .control:
      guard value.count >= 32 else { return .refuse("Its settings are not those of a DOT.") }
      let found = Int(value[24]) | Int(value[25]) << 8
      return found == rateHz ? subscribe() : setRate(in: value)
    case .rate: return subscribe()
    case .subscribing:
      stage = .starting
      return exchange.ask(.write, MovellaDOT.measurementControl, [1, 1, mode.number])
    default:
      stage = .streaming
      return .ready
    }
  }

  private mutating func readControl() -> Conversation {
    stage = .control
    return exchange.ask(.read, MovellaDOT.deviceControl)
  }

  /// Writes the settings back with the mask's rate bit alone, so that nothing else changes.
  private mutating func setRate(in settings: [UInt8]) -> Conversation {
    stage = .rate
    var settings = Array(settings.prefix(32))
    settings[0] = 0x10
    settings[24] = UInt8(truncatingIfNeeded: rateHz)
    settings[25] = 0
    return exchange.ask(.write, MovellaDOT.deviceControl, settings)
  }

  private mutating func subscribe() -> Conversation {
    stage = .subscribing
    return exchange.ask(.subscribe, mode.characteristic, [1])
  }

  private func sentence(_ code: UInt8) -> String {
    switch stage {
    case .information: "It has no description of a DOT: another device."
    case .rate: "The DOT does not take \(rateHz) Hz now (ATT error \(code)): is it synchronised?"
    case .starting: "The DOT does not start payload mode \(mode.number) (ATT error \(code))."
    default: "The DOT refused a step of its set-up (ATT error \(code))."
    }
  }
}
