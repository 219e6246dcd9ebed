import SinewSignal

/// What is known while a board that prints lines is listened to, and how long to go on.
struct LineListening: Sendable {
  /// True after the first call: silence now is real silence.
  private(set) var isWaiting = false
  private(set) var heardBytes = 0
  private var printable = 0
  private var silences = 0
  private var hasStarted = false

  /// After this many bytes the lines should have agreed.
  private static let patience = 8192
  /// A board that resets on opening needs up to 2 s before its first line (Arduino bootloader).
  private static let bootSeconds = 2.0
  private static let lineSeconds = 3.0

  init() {}

  /// The next step when the lines do not agree yet.
  mutating func next(after heard: Span<UInt8>, startText: String) -> Conversation {
    let isFirst = !isWaiting
    isWaiting = true
    count(heard)
    if !startText.isEmpty, !hasStarted {
      // A greeting, or the end of the boot time: the sketch listens now.
      if isFirst { return .wait(seconds: Self.bootSeconds) }
      hasStarted = true
      return .say(Array(startText.utf8), wait: Self.lineSeconds)
    }
    if isFirst { return .wait(seconds: Self.lineSeconds) }
    if heard.isEmpty { silences += 1 }
    if heardBytes >= 512, printable * 100 < heardBytes * 95 {
      return .refuse("What it sends is not text: another device, or the wrong line speed.")
    }
    if heardBytes >= Self.patience {
      return .refuse("It prints text, but no lines of numbers that agree on their columns.")
    }
    guard silences >= 2 else { return .wait(seconds: Self.lineSeconds) }
    return .refuse(
      heardBytes == 0
        ? "Nothing heard: does the sketch print, or does it wait for a `start_text`?"
        : "It prints too seldom, or its lines do not agree on their columns.")
  }

  private mutating func count(_ heard: Span<UInt8>) {
    heardBytes += heard.count
    for index in heard.indices {
      let byte = heard[index]
      if (byte >= 0x20 && byte < 0x7F) || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        printable += 1
      }
    }
  }

  /// Why these columns can't serve as a stream of this kind; nil when they can.
  func objection(to schema: borrowing LineSchema, kind: StreamKind) -> String? {
    let needed: Int? =
      switch kind {
      case .motion: 6
      case .acceleration: 3
      case .emg, .envelope, .auxiliary: nil
      }
    guard let needed, needed != schema.slots else { return nil }
    return "\(kind.rawValue) needs \(needed) value columns, the lines have \(schema.slots)."
  }
}
