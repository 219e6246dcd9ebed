/// The opening conversation with a Shimmer3: stop, drain, ask firmware and hardware, set rate,
/// sensors and EMG registers, read them back, read the calibration, switch the CRC on, ask for the
/// packet layout, start. One command at a time, each after the answer to the one before. Pure: no
/// clock, no I/O.
struct Shimmer3Handshake: Sendable {
  private enum Stage: Int {
    case closed, stopping, firmware, hardware, statusAnswer, rate, sensors, firstChip, secondChip
    case readBack, calibration, checksum, inquiry, starting, streaming
  }

  private static let notAcknowledged: UInt8 = 0xFE
  /// Silence that ends an answer, seconds.
  private static let pause = 0.03
  /// More than a second of packets of any setting.
  private static let longestDrain = 32_768
  /// The longest answer, the calibration, has 86 bytes.
  private static let longestAnswer = 512

  private let choice: Shimmer3Choice
  private var stage = Stage.closed
  /// What the device said since the last command, cut at `longestAnswer`.
  private var answer: [UInt8] = []
  private var tries = 0
  private var drained = 0
  private var stops = 0
  /// Firmware 0.15.4 and later can keep quiet about its status, and refuses what it does not know.
  private var isRecent = false
  private var calibrationBlocks: [UInt8] = []

  // What was found out.
  private(set) var layout = Shimmer3Layout.usual
  private(set) var divider: Int
  private(set) var hasCRC = false
  private(set) var acceleration = Shimmer3Calibration.usualAcceleration
  private(set) var turnRate = Shimmer3Calibration.usualTurnRate(range: 1)

  init(choice: Shimmer3Choice) {
    self.choice = choice
    divider = choice.divider
  }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    switch stage {
    case .closed:
      if let problem = choice.problem { return .refuse(problem) }
      stage = .stopping
      // Old firmware may lose this one's answer: go on after a second of silence.
      return .say([Shimmer3.stop], wait: 1)
    case .stopping: return drain(heard.count)
    case .streaming: return .ready
    default:
      for index in heard.indices where answer.count < Self.longestAnswer {
        answer.append(heard[index])
      }
      return listen(isSilent: heard.isEmpty)
    }
  }

  /// Packets already queued follow the answer to the stop.
  private mutating func drain(_ count: Int) -> Conversation {
    guard count > 0 else { return go(to: .firmware) }
    drained += count
    guard drained > Self.longestDrain else { return .wait(seconds: 0.3) }
    drained = 0
    stops += 1
    guard stops < 3 else {
      return .refuse("It keeps sending and does not obey the stop command: not a Shimmer3.")
    }
    return .say([Shimmer3.stop], wait: 1)
  }

  private mutating func listen(isSilent: Bool) -> Conversation {
    if answer.count >= Self.longestAnswer {
      return .refuse("It answers, but not as a Shimmer3 does.")
    }
    // Packets come right behind the answer to the start; or alone, when the answer got lost.
    if stage == .starting, Shimmer3Answer.isAcknowledged(answer) || answer.first == 0 {
      stage = .streaming
      return .ready
    }
    if let body = Shimmer3Answer.body(of: answer, expecting: expected) {
      return isSilent ? take(body) : .wait(seconds: Self.pause)
    }
    if answer.first == Self.notAcknowledged {
      if stage == .checksum { return isSilent ? go(to: .inquiry) : .wait(seconds: Self.pause) }
      return .refuse("This Shimmer3's firmware does not know a command that is needed: update it.")
    }
    guard isSilent else { return .wait(seconds: 1) }
    if stage == .checksum { return go(to: .inquiry) }
    if tries < 2 { return go(to: stage) }
    return .refuse(
      stage == .firmware && answer.isEmpty
        ? "No answer: is the Shimmer switched on and out of its dock?"
        : stage == .firmware
          ? "It answers, but not as a Shimmer3 does."
          : "The Shimmer3 stopped answering while it was being set up; it will be tried again.")
  }

  /// What follows the acknowledgement in this stage.
  private var expected: Shimmer3Answer.Expected {
    switch stage {
    case .firmware: .response(0x2F, length: 6)
    case .hardware: .response(0x25, length: 1)
    case .readBack: .response(0x62, length: 11)
    case .calibration: .response(0x2D, length: 84)
    case .inquiry: .inquiry
    default: .nothing
    }
  }

  /// The answer of this stage is whole.
  private mutating func take(_ body: ArraySlice<UInt8>) -> Conversation {
    let bytes = Array(body)
    switch stage {
    case .firmware:
      if let why = judgeFirmware(bytes) { return .refuse(why) }
      return go(to: .hardware)
    case .hardware:
      guard bytes == [3] else {
        return .refuse("Only the Shimmer3 is understood, not the model with code \(bytes[0]).")
      }
      return go(to: isRecent ? .statusAnswer : .rate)
    case .readBack:
      let wanted = choice.firstChip
      // Converter rate and the settings of both channels; other registers hold states.
      guard bytes[1] == wanted[0], bytes[4] == wanted[3], bytes[5] == wanted[4] else {
        return .refuse("The Shimmer3 did not take the EMG settings: is its EMG board fitted?")
      }
      return go(to: .calibration)
    case .calibration:
      calibrationBlocks = bytes
      return go(to: isRecent ? .checksum : .inquiry)
    case .inquiry: return takeInquiry(bytes)
    default: return go(to: Stage(rawValue: stage.rawValue + 1) ?? .streaming)
    }
  }

  /// Nil when this firmware will do.
  private mutating func judgeFirmware(_ bytes: [UInt8]) -> String? {
    func word(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
    guard word(0) == 3 else {
      return "The Shimmer3 runs another firmware (kind \(word(0))): it needs LogAndStream."
    }
    let version = (word(2), Int(bytes[4]), Int(bytes[5]))
    isRecent = version >= (0, 15, 4)
    return nil
  }

  /// Rate u16, four configuration bytes, number of channels, buffer size, channels.
  private mutating func takeInquiry(_ bytes: [UInt8]) -> Conversation {
    switch Shimmer3Answer.tail(of: answer) {
    case .none: hasCRC = false
    case .checksum: hasCRC = true
    case .other:
      guard tries >= 2 else { return go(to: .inquiry) }
      return .refuse("The Shimmer3's answers arrive damaged: the radio link is too weak.")
    }
    divider = Int(bytes[0]) | Int(bytes[1]) << 8
    guard divider >= 1, let found = Shimmer3Layout(channels: bytes[8...]) else {
      return .refuse(
        "The Shimmer3 does not send EMG, acceleration and turn rate as it was told to.")
    }
    layout = found
    let range = Int(bytes[4] & 3)
    acceleration = .acceleration(block: calibrationBlocks.prefix(21))
    turnRate = .turnRate(block: calibrationBlocks.dropFirst(21).prefix(21), range: range)
    return go(to: .starting)
  }

  private mutating func go(to next: Stage) -> Conversation {
    tries = next == stage ? tries + 1 : 1
    stage = next
    answer = []
    return .say(command, wait: 1)
  }

  private var command: [UInt8] {
    switch stage {
    case .firmware: [0x2E]
    case .hardware: [0x3F]
    case .statusAnswer: [0xA3, 0x00]
    case .rate: [0x05, UInt8(choice.divider & 0xFF), UInt8(choice.divider >> 8 & 0xFF)]
    // Low-noise acceleration, turn rate, ExG chip 1 with 24 bits.
    case .sensors: [0x08, 0xD0, 0x00, 0x00]
    case .firstChip: [0x61, 0, 0, 10] + choice.firstChip
    case .secondChip: [0x61, 1, 0, 10] + choice.secondChip
    case .readBack: [0x63, 0, 0, 10]
    case .calibration: [0x2C]
    case .checksum: [0x8B, 2]
    case .inquiry: [0x01]
    default: [0x07]
    }
  }
}
