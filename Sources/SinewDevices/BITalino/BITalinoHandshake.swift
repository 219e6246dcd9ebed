/// The opening conversation with a BITalino: stop, drain, ask the version, set the rate, start.
/// Only the version is answered. Pure: no clock, no I/O.
struct BITalinoHandshake: Sendable {
  private enum Stage { case closed, draining, version, rate, starting, streaming }

  /// Stops a running board; an idle one ignores it (00 would set its battery threshold).
  static let stop: UInt8 = 0xFF
  private static let askVersion: UInt8 = 0x07
  /// The board takes a command every 100 ms (the vendor's client pauses as long).
  private static let pause = 0.1
  /// Bytes under way follow the stop for 200 ms.
  private static let drain = 0.2
  /// Twice what six inputs at 1000 Hz send in that time, and the board's buffer of 1.5 kB.
  private static let longestDrain = 6000
  private static let longestVersion = 200

  private let inputs: BITalinoInputs
  private var stage = Stage.closed
  private var text: [UInt8] = []
  private var drained = 0
  private var stops = 0
  private var asked = 0

  init(inputs: BITalinoInputs) { self.inputs = inputs }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    switch stage {
    case .closed:
      if let problem = inputs.problem { return .refuse(problem) }
      stage = .draining
      return .say([Self.stop], wait: Self.drain)
    case .draining: return drain(heard.count)
    case .version:
      for index in heard.indices where text.count < Self.longestVersion {
        text.append(heard[index])
      }
      return readVersion(isSilent: heard.isEmpty)
    case .rate:
      guard heard.isEmpty else { return .wait(seconds: Self.pause) }
      stage = .starting
      // FF0000 11 with the rate's code above: 03, 43, 83, C3.
      let code = [1: 0x03, 10: 0x43, 100: 0x83][inputs.rateHz] ?? 0xC3
      return .say([UInt8(code)], wait: Self.pause)
    case .starting:
      stage = .streaming
      return .say([inputs.mask << 2 | 1], wait: 0)
    case .streaming: return .ready
    }
  }

  /// A board left streaming by another program sends frames until it hears the stop.
  private mutating func drain(_ count: Int) -> Conversation {
    guard count > 0 else { return ask() }
    drained += count
    guard drained > Self.longestDrain else { return .wait(seconds: Self.drain) }
    drained = 0
    stops += 1
    guard stops < 3 else {
      return .refuse("It keeps sending and does not obey the stop command: not a BITalino.")
    }
    return .say([Self.stop], wait: Self.drain)
  }

  private mutating func ask() -> Conversation {
    stage = .version
    asked += 1
    text = []
    return .say([Self.askVersion], wait: 1)
  }

  /// `BITalino_v5.2` and a line feed; the first generation answers `BITalino V3...`.
  private mutating func readVersion(isSilent: Bool) -> Conversation {
    if let version = Self.version(text) {
      guard version.major > 4 || (version.major == 4 && version.minor >= 2) else {
        return .refuse(
          "A BITalino with firmware \(version.major).\(version.minor): "
            + "only the (r)evolution, 4.2 and later, is understood.")
      }
      stage = .rate
      return .wait(seconds: Self.pause)
    }
    if text.count >= Self.longestVersion {
      return .refuse("It answers, but not as a BITalino does.")
    }
    guard isSilent else { return .wait(seconds: 1) }
    guard asked >= 2 else { return ask() }
    return .refuse(
      text.isEmpty
        ? "No answer: is the BITalino switched on and charged?"
        : "It answers, but not as a BITalino does.")
  }

  /// The numbers behind `BITalino`, once their line has ended.
  private static func version(_ text: [UInt8]) -> (major: Int, minor: Int)? {
    let name = Array("BITalino".utf8)
    guard text.contains(0x0A), text.count > name.count,
      let start = (0...(text.count - name.count)).first(where: {
        text[$0..<($0 + name.count)].elementsEqual(name)
      }),
      let end = text[start...].firstIndex(of: 0x0A)
    else { return nil }
    let numbers = text[(start + name.count)..<end].split { !(0x30...0x39).contains($0) }
    guard let major = numbers.first.flatMap(number) else { return nil }
    return (major, numbers.dropFirst().first.flatMap(number) ?? 0)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }
}
