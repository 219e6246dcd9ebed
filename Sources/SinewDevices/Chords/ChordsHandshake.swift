/// The opening conversation with a Chords board: let it boot, stop what still streams, ask for its
/// name, start. Pure: no clock, no I/O.
///
/// AVR sketches act on a command only after a second without bytes and join commands that come
/// closer together, hence one command at a time and long waits. The published client asks four
/// times, one second each.
struct ChordsHandshake: Sendable {
  private enum Stage { case closed, draining, asking, streaming }

  private var stage = Stage.closed
  private var text: [UInt8] = []
  private var drained = 0
  private var stops = 0
  private var questions = 0
  /// The board that answered.
  private(set) var board: ChordsBoard?

  /// Opening the port resets an AVR; its boot loader takes up to 2 s.
  private static let bootSeconds = 2.0
  /// Above the second of silence after which an AVR acts, and its answer.
  private static let replySeconds = 1.6
  private static let longestText = 1024
  private static let longestDrain = 8192

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    switch stage {
    case .closed:
      stage = .draining
      return heard.isEmpty ? .wait(seconds: Self.bootSeconds) : drain(heard.count)
    case .draining: return drain(heard.count)
    case .asking: return listen(heard)
    case .streaming: return .ready
    }
  }

  /// Something still streams: any byte stops a sketch, `STOP` every firmware.
  private mutating func drain(_ count: Int) -> Conversation {
    guard count > 0 else { return ask() }
    drained += count
    guard stops == 0 || drained > Self.longestDrain else {
      return .wait(seconds: Self.replySeconds)
    }
    guard stops < 3 else {
      return .refuse("It keeps sending and does not obey STOP: not a Chords board.")
    }
    drained = 0
    stops += 1
    return .say(Array("STOP\n".utf8), wait: Self.replySeconds)
  }

  private mutating func ask() -> Conversation {
    stage = .asking
    text = []
    questions += 1
    return .say(Array("WHORU\n".utf8), wait: Self.replySeconds)
  }

  private mutating func listen(_ heard: Span<UInt8>) -> Conversation {
    for index in heard.indices where text.count < Self.longestText { text.append(heard[index]) }
    if let found = Self.named(in: text) {
      board = found
      stage = .streaming
      return .say(Array("START\n".utf8), wait: 0)
    }
    if text.count >= Self.longestText {
      return .refuse("It answers, but not as a Chords board does, or at another line speed.")
    }
    guard heard.isEmpty else { return .wait(seconds: Self.replySeconds) }
    guard questions >= 4 else { return ask() }
    let answer = text.filter { $0 > 0x20 && $0 < 0x7F }.prefix(40)
    return .refuse(
      answer.isEmpty
        ? "No answer to WHORU: not a Chords board, or another line speed."
        : "It calls itself \(String(decoding: answer, as: UTF8.self)): "
          + "no Chords board whose packets are known.")
  }

  /// The board whose name ends a complete line; bytes of a dying stream may stand before it.
  private static func named(in text: [UInt8]) -> ChordsBoard? {
    for line in text.split(omittingEmptySubsequences: true, whereSeparator: { $0 == 0x0A })
    where line.last == 0x0D {
      let name = line.dropLast()
      let fitting = ChordsBoard.all.filter {
        name.count >= $0.name.utf8.count
          && name.suffix($0.name.utf8.count).elementsEqual($0.name.utf8)
      }
      if let board = fitting.max(by: { $0.name.utf8.count < $1.name.utf8.count }) { return board }
    }
    return nil
  }
}
