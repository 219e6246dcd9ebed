/// The opening conversation with an MTi: into the configuration state, who are you, what to send,
/// start. Pure: no clock, no I/O.
struct XbusHandshake: Sendable {
  private enum Stage { case closed, stopping, identifying, configuring, starting, streaming }

  private var stage = Stage.closed
  /// What was heard and is no whole message yet.
  private var bytes: [UInt8] = []
  private var heardBytes = 0
  private var command: [UInt8] = []
  private var attempts = 0
  private var wakeUps = 0
  /// A unit without fusion refuses the quaternion and is asked again without it.
  private var asksForQuaternion = true
  /// Samples a second that the unit accepted.
  private(set) var rateHz: Double
  private let wantedRate: Int

  /// Data under way arrive before the answer, so the stop command is repeated.
  private static let mostAttempts = 10
  private static let patience = 0.5
  /// Bytes that may come between a command and its answer: a third of a second at 115200.
  private static let longestWait = 4096

  /// Ends whatever message the unit believes to be receiving: between `open` and the change to raw a
  /// terminal echoes what a streaming unit sends, and the start of its own message, echoed, would
  /// swallow the command. As long as the longest short message.
  private static let flush = [UInt8](repeating: 0, count: 256)

  /// `rate` samples a second, 1...400; 0: 100, which every series has.
  init(rate: Int) {
    wantedRate = rate == 0 ? 100 : rate
    rateHz = Double(wantedRate)
  }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard stage != .streaming else { return .ready }
    guard (1...400).contains(wantedRate) else {
      return .refuse("An MTi can't send \(wantedRate) samples a second; choose 1 to 400.")
    }
    guard stage != .closed else { return say(XbusMessage.gotoConfig, .stopping) }
    guard !heard.isEmpty else { return again() }
    for index in heard.indices { bytes.append(heard[index]) }
    heardBytes += heard.count
    while let message = XbusMessage.take(from: &bytes) {
      if let next = answer(message) { return next }
    }
    // Whatever is older can't be part of a message any more.
    if bytes.count > 512 { bytes.removeFirst(bytes.count - 260) }
    guard heardBytes > Self.longestWait else { return .wait(seconds: Self.patience) }
    return again()
  }

  /// The step that `message` brings about; nil where it is none of the conversation's.
  private mutating func answer(_ message: XbusMessage) -> Conversation? {
    switch (message.id, stage) {
    case (0x3E, _):
      wakeUps += 1
      guard wakeUps < 5 else {
        return .refuse("The sensor keeps starting anew: check its power supply and cable.")
      }
      return say(XbusMessage.wakeUpAcknowledge + XbusMessage.gotoConfig, .stopping)
    case (0x31, .stopping):
      return say(XbusMessage.requestDeviceID, .identifying)
    case (0x01, .identifying) where message.payload.count >= 4:
      return configure()
    case (0x42, .configuring) where asksForQuaternion:
      asksForQuaternion = false
      return configure()
    case (0x42, .configuring):
      let code = message.payload.first ?? 0
      return .refuse("The sensor refused its output settings (Xbus error \(code)).")
    case (0xC1, .configuring):
      return check(message)
    case (0x11, .starting):
      stage = .streaming
      return .ready
    default:
      return nil
    }
  }

  /// Packet counter, time and status in every packet; quaternion, acceleration and turn rate at the
  /// wanted rate.
  private mutating func configure() -> Conversation {
    let rate = UInt16(clamping: wantedRate)
    var items: [(item: UInt16, rate: UInt16)] = [(0x1020, 0xFFFF), (0x1060, 0xFFFF)]
    if asksForQuaternion { items.append((0x2010, rate)) }
    items += [(0x4020, rate), (0x8020, rate), (0xE020, 0xFFFF)]
    return say(XbusMessage.outputConfiguration(items), .configuring)
  }

  /// The unit answers with what it will really do.
  private mutating func check(_ message: XbusMessage) -> Conversation {
    let acceleration = message.rate(of: 0x4020)
    guard message.rate(of: 0x1020) > 0, acceleration > 0, message.rate(of: 0x8020) > 0 else {
      return .refuse("The sensor can't send acceleration and turn rate with a packet counter.")
    }
    if acceleration != 0xFFFF { rateHz = Double(acceleration) }
    return say(XbusMessage.gotoMeasurement, .starting)
  }

  private mutating func say(_ command: [UInt8], _ next: Stage) -> Conversation {
    stage = next
    attempts = 1
    self.command = command
    heardBytes = 0
    bytes = []
    return .say(command, wait: Self.patience)
  }

  private mutating func again() -> Conversation {
    let wasSilent = heardBytes == 0
    attempts += 1
    guard attempts <= (wasSilent ? 4 : Self.mostAttempts) else {
      return .refuse(
        wasSilent
          ? "No answer: is this an Xsens MTi, and the line speed the one it is set to?"
          : "Bytes come but no Xbus answers: another device, or the wrong line speed.")
    }
    heardBytes = 0
    return .say(Self.flush + command, wait: Self.patience)
  }
}
