/// A device and its wire without a kernel: time is a number that the caller moves. For tests.
package struct FakeLink<Device: EmulatedDevice>: Sendable {
  /// Bytes with the time a `read` would have returned them.
  package struct Chunk: Sendable, Equatable {
    package let seconds: Double
    package let bytes: [UInt8]
  }

  /// The device at the far end, for a look inside.
  package var device: Device
  /// Seconds since the link was made.
  package private(set) var now = 0.0
  private var wire: WireDelay

  package init(_ device: Device, wire: WireDelay = WireDelay()) {
    self.device = device
    self.wire = wire
  }

  /// Sends bytes to the device now.
  package mutating func send(_ bytes: [UInt8]) {
    wire.put(device.receive(bytes, at: now), at: now)
  }

  /// Sends ASCII to the device now.
  package mutating func send(_ text: String) { send(Array(text.utf8)) }

  /// Lets `seconds` pass and returns what arrived, each chunk with its time.
  package mutating func chunks(forSeconds seconds: Double) -> [Chunk] {
    let end = now + seconds
    var chunks: [Chunk] = []
    while true {
      let due = [device.nextDue, wire.nextDue].compactMap { $0 }.min()
      guard let due, due <= end else { break }
      now = max(now, due)
      wire.put(device.advance(to: now), at: now)
      let bytes = wire.take(at: now)
      if !bytes.isEmpty { chunks.append(Chunk(seconds: now, bytes: bytes)) }
    }
    now = end
    return chunks
  }

  /// Lets `seconds` pass and returns all bytes that arrived.
  package mutating func run(forSeconds seconds: Double) -> [UInt8] {
    chunks(forSeconds: seconds).flatMap(\.bytes)
  }
}
