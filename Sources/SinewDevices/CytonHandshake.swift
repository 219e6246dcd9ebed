/// The opening conversation with a Cyton: stop, drain, reset, read the banner, set the channels
/// where the owner asks for something else than the board's default, start. Pure: no clock, no I/O.
struct CytonHandshake: Sendable {
  private enum Stage { case closed, draining, banner, channel, starting, streaming }

  private let settings: DriverSettings
  private var stage = Stage.closed
  /// What the board said since the last command, cut at `longestText`.
  private var text: [UInt8] = []
  private var drained = 0
  private var stops = 0
  private var resets = 0
  /// The channel whose settings were sent, 0 before the first.
  private var channel = 0
  /// Set by the banner.
  private(set) var hasDaisy = false

  /// The longest banner of any firmware is below 500 bytes (BrainFlow's limit).
  private static let longestText = 2048
  /// Packets still under way after a stop command: 25 in the radio's buffers, and then some.
  private static let longestDrain = 4096
  /// Names of channels 1...16 in commands.
  private static let channelNames = Array("12345678QWERTYUI".utf8)

  init(settings: DriverSettings) { self.settings = settings }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    switch stage {
    case .closed: return open()
    case .draining: return drain(heard.count)
    case .banner:
      keep(heard)
      return readBanner(isSilent: heard.isEmpty)
    case .channel:
      keep(heard)
      return readReply(isSilent: heard.isEmpty)
    case .starting:
      stage = .streaming
      return .ready
    case .streaming: return .ready
    }
  }

  private mutating func open() -> Conversation {
    guard OpenBCICyton.gains.contains(settings.gain) else {
      return .refuse(
        "A Cyton has no gain \(settings.gain); choose 1, 2, 4, 6, 8, 12 or 24.")
    }
    stage = .draining
    return say("s", wait: 0.1)
  }

  /// A board left streaming by another program sends packets until it hears `s`.
  private mutating func drain(_ count: Int) -> Conversation {
    guard count > 0 else {
      stage = .banner
      return reset()
    }
    drained += count
    guard drained > Self.longestDrain else { return .wait(seconds: 0.1) }
    drained = 0
    stops += 1
    guard stops < 3 else {
      return .refuse("It keeps sending and does not obey the stop command: not an OpenBCI Cyton.")
    }
    return say("s", wait: 0.1)
  }

  /// The soft reset takes more than 0.5 s and puts every channel to its default.
  private mutating func reset() -> Conversation {
    resets += 1
    return say("v", wait: 2.5)
  }

  private mutating func readBanner(isSilent: Bool) -> Conversation {
    if contains("$$$") {
      if contains("Failure:") { return .refuse(Self.failure(text)) }
      if contains("OpenBCI") {
        hasDaisy = contains("Daisy")
        // Commands need 50 ms between them over the radio.
        guard isSilent else { return .wait(seconds: 0.05) }
        return configure()
      }
      text = []
      return .wait(seconds: 2.5)
    }
    if text.count >= Self.longestText {
      return .refuse("It answers, but not as an OpenBCI board does.")
    }
    guard isSilent else { return .wait(seconds: 2.5) }
    guard resets < 2 else {
      return .refuse(
        text.isEmpty
          ? "No answer: is this an OpenBCI dongle, with its switch towards GPIO 6?"
          : "The answer broke off: the radio link is too weak, or this is not an OpenBCI Cyton.")
    }
    return reset()
  }

  /// Sends the next channel's settings, or starts when there is none left to set.
  private mutating func configure() -> Conversation {
    let isDefault = settings.gain == 24 && !settings.isBipolar
    let last = isDefault ? 0 : (hasDaisy ? 16 : 8)
    guard channel < last, let gain = OpenBCICyton.gains.firstIndex(of: settings.gain) else {
      stage = .starting
      return say("b", wait: 0)
    }
    stage = .channel
    channel += 1
    // x, channel, power on, gain code, normal input, in the bias, SRB2, not SRB1, X.
    let name = String(UnicodeScalar(Self.channelNames[channel - 1]))
    return say("x\(name)0\(gain)01\(settings.isBipolar ? 0 : 1)0X", wait: 1)
  }

  private mutating func readReply(isSilent: Bool) -> Conversation {
    if contains("$$$"), contains("Success") {
      return isSilent ? configure() : .wait(seconds: 0.05)
    }
    if contains("$$$") || isSilent || text.count >= Self.longestText {
      return .refuse("The board did not take the settings of channel \(channel).")
    }
    return .wait(seconds: 1)
  }

  /// The dongle's own failures in the words of a person who can act on them.
  private static func failure(_ text: [UInt8]) -> String {
    if text.contains("failed to poll Host") || text.contains("Device failed") {
      return "The dongle answers but no board does: switch the board on (to PC) and, if it is on, "
        + "set board and dongle to the same radio channel."
    }
    if text.contains("overflowed") {
      return "The board's radio buffer overflowed and the board was reset; it will be tried again."
    }
    return "The dongle reports a failure: \(text.printable)."
  }

  private mutating func say(_ command: String, wait: Double) -> Conversation {
    text = []
    return .say(Array(command.utf8), wait: wait)
  }

  private mutating func keep(_ heard: Span<UInt8>) {
    for index in heard.indices where text.count < Self.longestText { text.append(heard[index]) }
  }

  private func contains(_ word: String) -> Bool { text.contains(word) }
}

extension [UInt8] {
  /// True when the ASCII bytes of `word` stand somewhere in these.
  fileprivate func contains(_ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard count >= wanted.count else { return false }
    return (0...(count - wanted.count)).contains { start in
      self[start..<(start + wanted.count)].elementsEqual(wanted)
    }
  }

  /// The printable ASCII part, at most 80 characters: fit to stand in a sentence.
  fileprivate var printable: String {
    String(decoding: filter { $0 >= 0x20 && $0 < 0x7F && $0 != 0x24 }.prefix(80), as: UTF8.self)
  }
}
