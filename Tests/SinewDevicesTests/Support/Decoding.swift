import SinewDevices
import SinewSignal

/// A frame as the tests compare it: not-a-number equals itself, the arrival does not count.
struct Seen: Hashable, CustomStringConvertible {
  let stream: UInt8
  let counter: UInt32
  let flags: UInt8
  let values: [UInt32]

  init(_ frame: Frame) {
    stream = frame.stream
    counter = frame.counter
    flags = frame.flags.rawValue
    values = (0..<Frame.capacity).map { frame.values[$0].bitPattern }
  }

  /// The first values as numbers.
  func numbers(_ count: Int) -> [Float] {
    (0..<count).map { Float(bitPattern: values[$0]) }
  }

  /// True when each value is the other's or missing; numbering and flags do not count.
  func isPart(of other: Seen) -> Bool {
    stream == other.stream
      && zip(values, other.values).allSatisfy { $0 == $1 || Float(bitPattern: $0).isNaN }
  }

  var description: String {
    "s\(stream) #\(counter) f\(flags) \(values.map { Float(bitPattern: $0) })"
  }
}

/// The frames of a recording, to ask quickly whether another one is among them.
struct KnownFrames {
  private let frames: [Seen]
  private let whole: Set<[UInt32]>

  init(_ frames: [Seen]) {
    self.frames = frames
    whole = Set(frames.map(Self.key))
  }

  /// True when some frame has the same stream and values, but for those that are missing here.
  func hold(_ frame: Seen) -> Bool {
    whole.contains(Self.key(frame)) || frames.contains { frame.isPart(of: $0) }
  }

  private static func key(_ frame: Seen) -> [UInt32] { [UInt32(frame.stream)] + frame.values }
}

/// How a stream of bytes is cut into reads.
enum Chunking: Sendable, CustomStringConvertible {
  case every(Int)
  case random(seed: UInt64)

  static let all: [Chunking] = [
    .every(1), .every(2), .every(7), .every(33), .every(512), .random(seed: 1), .random(seed: 2),
  ]

  func cut(_ bytes: [UInt8]) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var start = 0
    var random = SeededGenerator(0)
    if case .random(let seed) = self { random = SeededGenerator(seed) }
    while start < bytes.count {
      let size =
        switch self {
        case .every(let size): size
        case .random: Int.random(in: 1...90, using: &random)
        }
      let end = min(bytes.count, start + size)
      chunks.append(Array(bytes[start..<end]))
      start = end
    }
    return chunks
  }

  var description: String {
    switch self {
    case .every(let size): "\(size) at a time"
    case .random(let seed): "random \(seed)"
    }
  }
}

/// What a driver made of some bytes.
struct Decoded: Equatable {
  var frames: [Seen] = []
  /// By `DecodeFault.rawValue`.
  var faults = [UInt64](repeating: 0, count: DecodeFault.allCases.count)
  var bytesLost: UInt64 = 0
  var overflow: UInt64 = 0

  var faultTotal: UInt64 { faults.reduce(0, +) }

  subscript(fault: DecodeFault) -> UInt64 { faults[Int(fault.rawValue)] }

  func frames(of stream: UInt8) -> [Seen] { frames.filter { $0.stream == stream } }
}

/// Feeds a driver; read number n arrives at n milliseconds.
func decode<Driver: DeviceDriver & ~Copyable>(
  _ driver: inout Driver, _ bytes: [UInt8], _ chunking: Chunking = .every(512)
) -> Decoded {
  var batch = FrameBatch()
  var result = Decoded()
  for (index, chunk) in chunking.cut(bytes).enumerated() {
    batch.clear()
    driver.decode(
      chunk.span, arrival: MonotonicTime(nanoseconds: Int64(index + 1) * 1_000_000), into: &batch)
    for place in 0..<batch.count { result.frames.append(Seen(batch[place])) }
  }
  for fault in DecodeFault.allCases { result.faults[Int(fault.rawValue)] = batch.faults[fault] }
  result.bytesLost = batch.faults.bytesLost
  result.overflow = batch.overflow
  return result
}

/// `converse` with an array.
func converse<Driver: DeviceDriver & ~Copyable>(
  _ driver: inout Driver, _ heard: [UInt8] = []
) -> Conversation {
  driver.converse(heard.span)
}

func converse<Driver: DeviceDriver & ~Copyable>(
  _ driver: inout Driver, _ heard: String
) -> Conversation {
  converse(&driver, Array(heard.utf8))
}
