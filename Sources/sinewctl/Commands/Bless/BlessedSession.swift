import SinewDevices
import SinewRecording

/// A session file with the frames that its driver makes: everything else byte for byte as it was.
struct BlessedSession {
  /// Why it can't be blessed; a sentence that says what to do.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// The whole new file.
  private(set) var bytes: [UInt8] = []
  private(set) var frameCount = 0
  /// Lines of frames that the old file did not have, and those that only it had.
  private(set) var added: [String] = []
  private(set) var removed: [String] = []
  /// True when the new file differs from the old.
  let isChanged: Bool

  /// - Parameters:
  ///   - file: its name, for complaints.
  ///   - bytes: its content, not compressed.
  init(file: String, bytes old: [UInt8]) throws(Problem) {
    let conversation = try SessionConversation(file: file)
    let made = try Self.frames(conversation, file)
    let frames = made.sorted { $0.key < $1.key }.flatMap(\.value)
    frameCount = frames.count
    let changes = frames.difference(from: conversation.expected.map(\.frame)) {
      Self.isSame($0, $1)
    }
    isChanged = !changes.isEmpty
    for change in changes {
      switch change {
      case .insert(_, let frame, _): added.append(SessionFormat.line(.expected(frame)))
      case .remove(_, let frame, _): removed.append(SessionFormat.line(.expected(frame)))
      }
    }
    // Changes come in the order in which they can be applied, removals from the end.
    removed.reverse()
    bytes = isChanged ? Self.rewritten(old, made) : old
  }

  private static func frames(
    _ conversation: SessionConversation, _ file: String
  ) throws(Problem) -> [Int: [ExpectedFrame]] {
    guard let device = conversation.device, let family = deviceFamily(device) else {
      throw Problem(
        description: conversation.device.map {
          "\(file) is of a device that is not in the catalogue: \($0)"
        } ?? "\(file) does not say which device it is of: give its header a line like"
          + " `device: openbci-cyton`")
    }
    let frames = try conversation.frames(family)
    guard !frames.isEmpty else {
      throw Problem(
        description: "\(file) is left as it is: the driver of \(device) makes no frame of its"
          + " bytes")
    }
    return frames
  }

  /// The shared tests compare so too: not-a-number equals itself, and so do both zeros.
  private static func isSame(_ left: ExpectedFrame, _ right: ExpectedFrame) -> Bool {
    left.stream == right.stream && left.counter == right.counter
      && left.values.count == right.values.count
      && zip(left.values, right.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// The file without its old frames, the new ones behind the lines that complete them.
  private static func rewritten(_ old: [UInt8], _ made: [Int: [ExpectedFrame]]) -> [UInt8] {
    var bytes: [UInt8] = []
    var lines = old.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    // A last line end leaves an empty piece behind it, which is no line.
    if old.last == 0x0A { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      if line.first(where: { $0 != 0x20 && $0 != 0x09 }) != UInt8(ascii: "=") {
        bytes += line
        if index < lines.count - 1 || old.last == 0x0A { bytes.append(0x0A) }
      }
      guard let frames = made[index + 1] else { continue }
      if bytes.last != 0x0A { bytes.append(0x0A) }
      for frame in frames { bytes += Array("\(SessionFormat.line(.expected(frame)))\n".utf8) }
    }
    return bytes
  }
}
