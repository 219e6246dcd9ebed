import SinewSignal

/// The opening conversation with a Ganglion: read the firmware's version, subscribe, let the board
/// come up (the connection has reset it), switch the accelerometer off, start. Pure: no clock, no I/O.
struct GanglionHandshake: ~Copyable, Sendable {
  private enum Stage { case closed, version, subscribing, rising, quieting, starting, streaming }

  // Places in the profile's list of characteristics.
  private static let version: UInt8 = 0
  private static let receive: UInt8 = 1
  static let send: UInt8 = 2

  /// Seconds from the connection until the board hears commands.
  private static let rise = 1.0
  /// Commands go without an answer; this much between them.
  private static let pause = 0.1

  private var exchange = GATTExchange()
  private var stage = Stage.closed
  private(set) var isFirmware2 = false

  init() {}

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    switch stage {
    case .closed:
      stage = .version
      return exchange.ask(.read, Self.version)
    case .streaming: return .ready
    case .version, .subscribing: return setUp(exchange.hear(heard))
    case .rising, .quieting, .starting:
      // Text of the board is of no interest; a board that chatters on is not waited for.
      if case .pending(let again) = exchange.hear(heard), exchange.notifications.count < 64 {
        return again
      }
      return goOn()
    }
  }

  private mutating func setUp(_ reply: GATTExchange.Reply) -> Conversation {
    switch (reply, stage) {
    case (.pending(let again), _): return again
    case (.silence, _):
      return .refuse("The Ganglion does not answer: switch it off and on, it will be tried again.")
    case (.done(let text), .version):
      isFirmware2 = text.first != UInt8(ascii: "3")
      return subscribe()
    case (.failed(let code), .version) where code == GATTExchange.notFound:
      isFirmware2 = true
      return subscribe()
    case (.failed(let code), _):
      return .refuse("The Ganglion refused a step of its set-up (ATT error \(code)).")
    case (.done, _):
      stage = .rising
      return exchange.listen(wait: Self.rise)
    }
  }

  private mutating func subscribe() -> Conversation {
    stage = .subscribing
    return exchange.ask(.subscribe, Self.receive, [1])
  }

  private mutating func goOn() -> Conversation {
    switch stage {
    case .rising:
      stage = .quieting
      return exchange.ask(.writeCommand, Self.send, [UInt8(ascii: "N")], wait: Self.pause)
    case .quieting:
      stage = .starting
      return exchange.ask(.writeCommand, Self.send, [UInt8(ascii: "b")], wait: 0)
    default:
      stage = .streaming
      return .ready
    }
  }
}
