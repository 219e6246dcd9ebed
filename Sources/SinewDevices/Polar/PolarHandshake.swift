import SinewSignal

/// The opening conversation with a Polar sensor: switch on the indications of the control point, then
/// the notifications of the data (without both, commands get no answer), read which measurements it
/// has, and for each one wanted ask what settings it offers and start it. Pure: no clock, no I/O.
struct PolarHandshake: ~Copyable, Sendable {
  /// A measurement that runs.
  struct Start: Sendable {
    let sensor: PolarSensor
    let rateHz: Int
    let factor: Double
  }

  private enum Stage {
    case closed, indications, notifications, features, settings, start, stop, streaming
  }

  private static let getSettings: UInt8 = 1
  private static let start: UInt8 = 2
  static let stop: UInt8 = 3

  private let wantedRate: Int
  private var exchange = GATTExchange()
  private var stage = Stage.closed
  private var waiting: ArraySlice<PolarSensor> = []
  private var rateHz = 0
  private var startCommand: [UInt8] = []
  private var command: UInt8 = 0
  private var isWritten = false
  private var hasStopped = false
  /// In the order of the driver's streams.
  private(set) var started: [Start] = []

  init(settings: DriverSettings) { wantedRate = settings.rateHz }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    switch stage {
    case .closed:
      stage = .indications
      return exchange.ask(.subscribeIndications, PolarPMD.control, [1])
    case .streaming: return .ready
    default: break
    }
    switch exchange.hear(heard) {
    case .silence:
      return .refuse(
        "The Polar sensor stopped answering while it was being set up: it will be tried again.")
    case .failed(let code): return .refuse(sentence(code))
    case .pending(let again): return takeResponse() ?? again
    case .done(let value):
      switch stage {
      case .indications:
        stage = .notifications
        return exchange.ask(.subscribe, PolarPMD.data, [1])
      case .notifications:
        stage = .features
        return exchange.ask(.read, PolarPMD.control)
      case .features: return choose(value)
      default:
        isWritten = true
        return takeResponse() ?? exchange.listen(wait: GATTExchange.patience)
      }
    }
  }

  /// Feature list: `0F`, then bits.
  private mutating func choose(_ features: [UInt8]) -> Conversation {
    guard features.count >= 2, features[0] == 0x0F else {
      return .refuse("It does not list its measurements as a Polar sensor does.")
    }
    let order: [PolarSensor] = [.acceleration, .ecg, .turnRate]
    waiting = order.filter { features[1] & $0.featureBit != 0 }[...]
    guard waiting.first == .acceleration else {
      return .refuse("This Polar sensor does not offer acceleration: it is of no use here.")
    }
    return askForSettings()
  }

  private mutating func askForSettings() -> Conversation {
    guard let sensor = waiting.first else {
      stage = .streaming
      return .ready
    }
    stage = .settings
    return say([Self.getSettings, sensor.rawValue])
  }

  private mutating func say(_ command: [UInt8]) -> Conversation {
    self.command = command[0]
    isWritten = false
    return exchange.ask(.write, PolarPMD.control, command)
  }

  /// What follows from the answer of the control point; nil while it is not whole:
  /// `F0 | command | type | status | more follows | parameters`.
  private mutating func takeResponse() -> Conversation? {
    guard isWritten, let sensor = waiting.first else { return nil }
    var parameters: [UInt8] = []
    for note in exchange.notifications where note.characteristic == PolarPMD.control {
      let value = note.value
      guard value.count >= 4, value[0] == 0xF0, value[1] == command,
        value[2] & 0x3F == sensor.rawValue
      else { continue }
      parameters += value.dropFirst(5)
      if value[3] != 0 || value.count < 5 || value[4] == 0 {
        return take(status: value[3], parameters, of: sensor)
      }
    }
    return nil
  }

  private mutating func take(status: UInt8, _ parameters: [UInt8], of sensor: PolarSensor)
    -> Conversation
  {
    switch (stage, status) {
    case (.settings, 0):
      guard let offered = PolarSettings(parameters[...]), let most = offered.rates.max() else {
        return .refuse("The Polar sensor's list of settings is not understood.")
      }
      rateHz = most
      if wantedRate != 0, sensor != .ecg {
        guard offered.rates.contains(wantedRate) else {
          let known = offered.rates.sorted().map(String.init).joined(separator: ", ")
          return .refuse("This Polar sensor can't send at \(wantedRate) Hz; it offers \(known).")
        }
        rateHz = wantedRate
      }
      startCommand =
        [Self.start, sensor.rawValue]
        + offered.start(rateHz: rateHz, isAcceleration: sensor == .acceleration)
      hasStopped = false
      stage = .start
      return say(startCommand)
    case (.start, 0):
      let factor = PolarSettings(parameters[...])?.factor ?? 1
      started.append(Start(sensor: sensor, rateHz: rateHz, factor: factor))
      waiting = waiting.dropFirst()
      return askForSettings()
    case (.start, 6) where !hasStopped:
      // Somebody left it running, with settings nobody knows.
      hasStopped = true
      stage = .stop
      return say([Self.stop, sensor.rawValue])
    case (.stop, _):
      stage = .start
      return say(startCommand)
    default: return .refuse(Self.sentence(status: status))
    }
  }

  private func sentence(_ code: UInt8) -> String {
    code == GATTExchange.notFound
      ? "This Polar sensor has no measurement service: its firmware is too old, update it."
      : "The Polar sensor refused a step of its set-up (ATT error \(code))."
  }

  private static func sentence(status: UInt8) -> String {
    switch status {
    case 6: "The Polar sensor still streams to somebody else and does not stop."
    case 10: "The Polar sensor wants longer packets than this Bluetooth adapter agreed on."
    case 12: "The Polar sensor is in a state in which it can't measure: switch it off and on."
    case 13: "The Polar sensor lies in its charger: take it out."
    default: "The Polar sensor refused a command (status \(status))."
    }
  }
}
