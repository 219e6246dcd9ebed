/// Listening for the frames of an Olimex shield or a ModularEEG, which say nothing and can't be
/// asked: six frames in a row with counters that follow each other tell the format. Pure.
struct OlimexListening: Sendable {
  private var isOpen = false
  private var kept: [UInt8] = []
  private var heardBytes = 0

  /// The format that was recognised.
  private(set) var format: OlimexFormat?

  private static let framesWanted = 6
  private static let keptBytes = 512
  private static let longestListening = 4096
  /// Opening resets the board; the stream begins 1 to 2 s later.
  private static let bootSeconds = 3.0

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    if format != nil { return .ready }
    guard isOpen || !heard.isEmpty else {
      isOpen = true
      return .wait(seconds: Self.bootSeconds)
    }
    isOpen = true
    for index in heard.indices { kept.append(heard[index]) }
    if kept.count > Self.keptBytes { kept.removeFirst(kept.count - Self.keptBytes) }
    heardBytes += heard.count
    format = Self.recognise(kept)
    if format != nil { return .ready }
    if heardBytes >= Self.longestListening { return .refuse(refusal) }
    guard heard.isEmpty else { return .wait(seconds: Self.bootSeconds) }
    return .refuse(
      heardBytes == 0 ? "Nothing heard: the board does not send by itself." : refusal)
  }

  private var refusal: String {
    let starts = kept.indices.dropLast(2).filter {
      kept[$0] == 0xA5 && kept[$0 + 1] == 0x5A && kept[$0 + 2] == 2
    }
    if starts.count >= 4, let last = starts.last {
      let spacing = last - starts[starts.count - 2]
      return "Its P2 frames are \(spacing) bytes apart instead of 17: another sketch."
    }
    return "Bytes come but no OpenEEG frames: another device, or the wrong line speed."
  }

  /// The format of the last frames in `bytes`, at any alignment; nil when there are too few.
  private static func recognise(_ bytes: [UInt8]) -> OlimexFormat? {
    let formats: [OlimexFormat] = [.p2, .p3Six, .p3Four, .p3Two]
    return formats.first { format in
      let needed = framesWanted * format.length
      guard bytes.count >= needed else { return false }
      return (0..<format.length).contains { shift in
        let start = bytes.count - needed - shift
        return start >= 0 && isRun(bytes[start..<(start + needed)], of: format)
      }
    }
  }

  private static func isRun(_ bytes: ArraySlice<UInt8>, of format: OlimexFormat) -> Bool {
    var expected = -1
    for number in 0..<framesWanted {
      var window = ByteWindow()
      let start = bytes.startIndex + number * format.length
      for byte in bytes[start..<(start + format.length)] { window.append(byte) }
      let counter = window.counter(format, at: 0)
      guard window.isFrame(format, at: 0), expected < 0 || counter == expected else {
        return false
      }
      expected = (counter + 1) % format.modulus
    }
    return true
  }
}
