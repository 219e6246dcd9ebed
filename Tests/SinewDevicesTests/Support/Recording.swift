import Foundation
import SinewDevices
import SinewRecording
import SinewSignal
import Testing

/// A `.session` file of the folder `Recordings`.
struct Recording: Sendable, CustomStringConvertible {
  let name: String
  let device: String
  private let lines: [SessionLine]

  init(path: String) throws {
    var reader = try SessionReader(path: path)
    var lines: [SessionLine] = []
    while let line = try reader.next() { lines.append(line) }
    self.lines = lines
    device = reader.header["device"] ?? ""
    name = URL(filePath: path).deletingPathExtension().lastPathComponent
  }

  var description: String { name }

  /// The frames the file says a driver must make.
  var expected: [ExpectedFrame] {
    lines.compactMap { if case .expected(let frame) = $0 { frame } else { nil } }
  }

  /// The most frames that any one read completes.
  var mostFramesInARead: Int {
    lines.reduce(into: (most: 0, count: 0)) { seen, line in
      if case .expected = line { seen.count += 1 } else { seen.count = 0 }
      seen.most = max(seen.most, seen.count)
    }.most
  }

  /// Plays the conversation to the driver and returns the reads that come after it. Records an
  /// issue where the driver says something else than was sent in the recording.
  func shakeHands<Driver: DeviceDriver & ~Copyable>(_ driver: inout Driver) -> [[UInt8]] {
    var wire = lines.compactMap { Event($0) }[...]
    var now = 0.0
    var step = converse(&driver)
    for _ in 0..<10_000 {
      switch step {
      case .ready:
        return wire.filter(\.isReceived).map(\.bytes)
      case .refuse(let why):
        Issue.record("\(name): refused: \(why)")
        return []
      case .say(let bytes, let wait):
        guard let sent = wire.popFirst(), !sent.isReceived, sent.bytes == bytes else {
          Issue.record("\(name): the driver says \(bytes), the recording does not")
          return []
        }
        now = sent.seconds
        step = converse(&driver, hear(&wire, &now, for: wait))
      case .wait(let seconds):
        step = converse(&driver, hear(&wire, &now, for: seconds))
      }
    }
    Issue.record("\(name): the conversation does not end")
    return []
  }

  private func hear(_ wire: inout ArraySlice<Event>, _ now: inout Double, for wait: Double)
    -> [UInt8]
  {
    guard wait > 0, let next = wire.first, next.isReceived, next.seconds - now <= wait else {
      now += wait
      return []
    }
    wire.removeFirst()
    now = next.seconds
    return next.bytes
  }

  private struct Event {
    let seconds: Double
    let isReceived: Bool
    let bytes: [UInt8]

    init?(_ line: SessionLine) {
      switch line {
      case .received(let at, let bytes):
        (seconds, isReceived, self.bytes) = (at.seconds, true, bytes)
      case .sent(let at, let bytes): (seconds, isReceived, self.bytes) = (at.seconds, false, bytes)
      case .expected, .clock, .comment: return nil
      }
    }
  }

  /// Every recording, by name.
  static let all: [Recording] = {
    let folder = Bundle.module.url(forResource: "Recordings", withExtension: nil)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder?.path ?? "")) ?? []
    return files.filter { $0.hasSuffix(".session") }.sorted().compactMap { file in
      do {
        return try Recording(path: "\(folder?.path ?? "")/\(file)")
      } catch {
        Issue.record("\(file): \(error)")
        return nil
      }
    }
  }()
}

/// What a fresh driver of the recording's family makes of the reads after its handshake, as
/// `damage` joins them.
func play(
  _ recording: Recording, _ chunking: Chunking = .every(512),
  damage: ([[UInt8]]) -> [UInt8] = { Array($0.joined()) }
) throws -> (decoded: Decoded, streams: [StreamProfile]) {
  func run<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type) -> (Decoded, [StreamProfile]) {
    var driver = Driver()
    let reads = recording.shakeHands(&driver)
    let streams = driver.streams
    return (SinewDevicesTests.decode(&driver, damage(reads), chunking), streams)
  }
  guard let family = deviceFamily(recording.device) else {
    throw UnknownFamily(id: recording.device)
  }
  return run(family)
}

/// A device id that the catalogue does not have.
struct UnknownFamily: Error { let id: String }
