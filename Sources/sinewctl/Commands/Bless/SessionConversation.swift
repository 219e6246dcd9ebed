import SinewDevices
import SinewRecording
import SinewSignal

/// What was said and heard in a recording, line by line, ready to be played to a driver.
struct SessionConversation {
  /// Bytes on the wire and where they stand in the file.
  private struct Event {
    /// From 1.
    let line: Int
    let seconds: Double
    let isReceived: Bool
    let bytes: [UInt8]
  }

  private let file: String
  /// The family that the header names.
  let device: String?
  private var events: [Event] = []
  /// The frames that the file has now, by line.
  private(set) var expected: [(line: Int, frame: ExpectedFrame)] = []

  init(file: String) throws(BlessedSession.Problem) {
    self.file = file
    do throws(RecordingError) {
      var reader = try SessionReader(path: file)
      device = reader.header["device"]
      while let line = try reader.next() {
        switch line {
        case .received(let at, let bytes):
          events.append(
            Event(line: reader.line, seconds: at.seconds, isReceived: true, bytes: bytes))
        case .sent(let at, let bytes):
          events.append(
            Event(line: reader.line, seconds: at.seconds, isReceived: false, bytes: bytes))
        case .expected(let frame): expected.append((reader.line, frame))
        case .clock, .comment: break
        }
      }
    } catch {
      throw BlessedSession.Problem(description: error.description)
    }
  }

  /// The frames of a fresh driver, by the line whose bytes complete them.
  func frames(
    _ family: any (DeviceDriver & ~Copyable).Type
  ) throws(BlessedSession.Problem) -> [Int: [ExpectedFrame]] {
    func play<Driver: DeviceDriver & ~Copyable>(
      _ type: Driver.Type
    ) throws(BlessedSession.Problem) -> [Int: [ExpectedFrame]] {
      var driver = Driver()
      let stream = try shakeHands(&driver)
      let streams = driver.streams
      var frames: [Int: [ExpectedFrame]] = [:]
      var batch = FrameBatch()
      for event in stream where event.isReceived {
        var start = 0
        while start < event.bytes.count {
          let end = min(start + FrameBatch.readSize, event.bytes.count)
          batch.clear()
          driver.decode(event.bytes.span.extracting(start..<end), arrival: .zero, into: &batch)
          for index in 0..<batch.count {
            frames[event.line, default: []] += Self.frame(batch[index], streams)
          }
          start = end
        }
      }
      return frames
    }
    return try play(family)
  }

  private static func frame(_ frame: Frame, _ streams: [StreamProfile]) -> [ExpectedFrame] {
    guard streams.indices.contains(Int(frame.stream)) else { return [] }
    return [ExpectedFrame(frame, channels: streams[Int(frame.stream)].channels.count)]
  }

  /// Plays the recorded answers to the driver as the shared tests do; returns what comes after.
  private func shakeHands<Driver: DeviceDriver & ~Copyable>(
    _ driver: inout Driver
  ) throws(BlessedSession.Problem) -> ArraySlice<Event> {
    var wire = events[...]
    var now = 0.0
    var step = driver.converse([UInt8]().span)
    // No handshake takes so many steps: a driver that never ends must not hang this program.
    for _ in 0..<10_000 {
      let patience: Double
      switch step {
      case .ready: return wire
      case .refuse(let why):
        throw BlessedSession.Problem(description: "\(file): the driver refuses it: \(why)")
      case .say(let bytes, let wait):
        guard let sent = wire.first, !sent.isReceived, sent.bytes == bytes else {
          throw disagreement(bytes, wire.first)
        }
        wire = wire.dropFirst()
        now = sent.seconds
        patience = wait
      case .wait(let seconds): patience = seconds
      }
      if patience > 0, let next = wire.first, next.isReceived, next.seconds - now <= patience {
        wire = wire.dropFirst()
        now = next.seconds
        step = driver.converse(next.bytes.span)
      } else {
        now += patience
        step = driver.converse([UInt8]().span)
      }
    }
    throw BlessedSession.Problem(description: "\(file): the driver's handshake does not end")
  }

  private func disagreement(_ bytes: [UInt8], _ event: Event?) -> BlessedSession.Problem {
    let words = SessionFormat.line(.sent(at: .zero, bytes: bytes)).split(separator: ">").last ?? ""
    let place = event.map { "line \($0.line) has something else" } ?? "the recording ends there"
    return BlessedSession.Problem(
      description: "\(file): the driver now sends\(words), but \(place):"
        + " record the handshake too, from the opening of the port on")
  }
}
