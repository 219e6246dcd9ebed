/// The opening conversation with a VN-100: who are you, no text, binary output, go. Pure: no clock,
/// no I/O.
struct VectorNavHandshake: Sendable {
  private enum Stage {
    case closed, identifying, silencing, configuring, falling, resuming, streaming
  }

  private var stage = Stage.closed
  /// What was heard and is no whole answer yet.
  private var bytes: [UInt8] = []
  private var heardBytes = 0
  private var hasHeard = false
  private var command: [UInt8] = []
  private var attempts = 0
  /// The unit knows no binary output.
  private(set) var isText = false
  /// Binary samples a second.
  let rateHz: Int

  private static let mostAttempts = 4
  private static let patience = 0.5
  /// Bytes that may come between a command and its answer: a third of a second at 115200.
  private static let longestWait = 4096

  /// `rate` samples a second, a divisor of 800 up to 200; 0: 100.
  init(rate: Int) { rateHz = rate == 0 ? 100 : rate }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    guard stage != .streaming else { return .ready }
    guard (1...200).contains(rateHz), 800 % rateHz == 0 else {
      return .refuse("A VN-100 can't send \(rateHz) samples a second; choose 200, 160, 100 or 50.")
    }
    guard stage != .closed else { return say(VectorNavCommand.readModel, .identifying) }
    guard !heard.isEmpty else { return again() }
    hasHeard = true
    for index in heard.indices { bytes.append(heard[index]) }
    heardBytes += heard.count
    while let body = VectorNavCommand.take(from: &bytes) {
      if let next = answer(body.split(separator: ",").map(String.init)) { return next }
    }
    // Whatever is older can't be part of an answer any more.
    if bytes.count > 512 { bytes.removeFirst(bytes.count - 256) }
    return heardBytes > Self.longestWait ? again() : .wait(seconds: Self.patience)
  }

  /// The step that an answer brings about; nil where it is none of the conversation's.
  private mutating func answer(_ words: [String]) -> Conversation? {
    let isError = words.first == "VNERR"
    switch stage {
    case .identifying where isAnswer(words, "VNRRG", 1) && words.count > 2:
      guard words[2].hasPrefix("VN-") else {
        return .refuse("It speaks VectorNav's protocol but is no VN-100: model \(words[2]).")
      }
      return say(VectorNavCommand.silenceText, .silencing)
    case .silencing where isAnswer(words, "VNWRG", 6):
      return say(VectorNavCommand.binaryOutput(divisor: 800 / rateHz), .configuring)
    case .configuring where isAnswer(words, "VNWRG", 75):
      return say(VectorNavCommand.resume, .resuming)
    case .configuring where isError:
      isText = true
      return say(VectorNavCommand.startText, .falling)
    case .falling where isAnswer(words, "VNWRG", 6):
      return say(VectorNavCommand.resume, .resuming)
    case .resuming where words.first == "VNASY" || isError:
      stage = .streaming
      return .ready
    case .silencing where isError, .falling where isError:
      return .refuse("The sensor refused its output settings (error \(words.last ?? "")).")
    default:
      return nil
    }
  }

  /// Units print the register's number with or without a leading zero.
  private func isAnswer(_ words: [String], _ command: String, _ register: Int) -> Bool {
    words.count >= 2 && words[0] == command && Int(words[1]) == register
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
    attempts += 1
    guard attempts <= Self.mostAttempts else {
      return .refuse(
        hasHeard
          ? "Bytes come but no VectorNav answers: another device, or the wrong line speed."
          : "No answer: is this a VectorNav VN-100, and the line speed the one it is set to?")
    }
    heardBytes = 0
    return .say(command, wait: Self.patience)
  }
}
