/// The opening conversation with a SpikerBox: ask what it is until it says so, find the number of
/// channels from the length of its frames, set it where the owner wants another. Pure: no clock.
///
/// Asked like Spike Recorder does, every 100 ms, but for 3 s, so that an Arduino can boot. While a
/// stream runs, silence does not come; 2000 bytes count as 100 ms (20 kB/s on an Arduino).
struct SpikerBoxHandshake: Sendable {
  private enum Stage { case closed, asking, measuring, setting, streaming }

  private let wantedChannels: Int
  private var stage = Stage.closed
  private var kept: [UInt8] = []
  private var sinceQuestion = 0
  private var questions = 0
  private var measured = 0
  private var settings = 0
  private var silences = 0

  /// What answered, and how many channels it sends.
  private(set) var board: SpikerBoxBoard?
  private(set) var channels = 1
  /// True for a box that waited for the start command.
  private(set) var wasStarted = false

  private static let keptBytes = 1200
  private static let measureBytes = 600

  init(channels: Int) { wantedChannels = channels }

  /// The next step after `heard`, which is empty when the wait ran out.
  mutating func step(_ heard: Span<UInt8>) -> Conversation {
    for index in heard.indices { kept.append(heard[index]) }
    if kept.count > Self.keptBytes { kept.removeFirst(kept.count - Self.keptBytes) }
    switch stage {
    case .closed:
      guard wantedChannels >= 0, wantedChannels <= 6 else {
        return .refuse("A SpikerBox has 1 to 6 channels, not \(wantedChannels).")
      }
      stage = .asking
      return ask()
    case .asking: return awaitName(heard.count)
    case .measuring: return measure(heard.count)
    case .setting:
      guard heard.isEmpty || measured >= Self.measureBytes else {
        measured += heard.count
        return .wait(seconds: 0.2)
      }
      return startMeasuring()
    case .streaming: return .ready
    }
  }

  private mutating func ask() -> Conversation {
    questions += 1
    sinceQuestion = 0
    return .say(Array("b:;\n".utf8), wait: 0.1)
  }

  private mutating func awaitName(_ count: Int) -> Conversation {
    let (_, name) = SpikerBoxText.split(kept)
    if let name {
      board = SpikerBoxBoard.named(name)
      return startMeasuring()
    }
    sinceQuestion += count
    guard count == 0 || sinceQuestion >= 2000 else { return .wait(seconds: 0.1) }
    if questions < 30 { return ask() }
    // The first sketch has no name; a long run of its frames is as good.
    if let seen = SpikerBoxText.channels(of: kept, bits: 10, frames: 64) {
      board = .muscleShield
      return finish(seen)
    }
    return .refuse("It says no board name and sends no SpikerBox frames: another device.")
  }

  private mutating func startMeasuring() -> Conversation {
    stage = .measuring
    kept = []
    measured = 0
    return .wait(seconds: 0.5)
  }

  private mutating func measure(_ count: Int) -> Conversation {
    measured += count
    if measured >= Self.measureBytes {
      if let seen = SpikerBoxText.channels(of: kept, bits: board?.bits ?? 14, frames: 16) {
        return finish(seen)
      }
      if measured >= 8 * Self.measureBytes {
        return .refuse("The box answers, but its samples can't be read.")
      }
    }
    guard count == 0 else { return .wait(seconds: 0.5) }
    silences += 1
    guard silences <= 4 else { return .refuse("The box answers but sends no samples.") }
    guard board?.isArduino != true, !wasStarted else { return .wait(seconds: 0.5) }
    wasStarted = true
    return .say(Array("start:;\n".utf8), wait: 0.5)
  }

  private mutating func finish(_ seen: Int) -> Conversation {
    if wantedChannels == 0 || wantedChannels == seen {
      channels = seen
      stage = .streaming
      return .ready
    }
    settings += 1
    guard settings <= 2 else {
      return .refuse("The box sends \(seen) channels and can't be set to \(wantedChannels).")
    }
    stage = .setting
    measured = 0
    return .say(Array("c:\(wantedChannels);\n".utf8), wait: 0.2)
  }
}
