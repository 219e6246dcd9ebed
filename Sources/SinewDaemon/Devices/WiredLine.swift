import SinewLinks
import SinewSignal

/// A link that is one descriptor for both directions: a serial port, a socket, RFCOMM. The reader
/// owns the descriptor and closes it when it goes.
struct WiredLine: SensorLine {
  let reader: any LinkReader

  /// Between two looks at the link while the device thinks, seconds.
  private static let pause = 0.005

  /// Writes what the device takes within a second; what it doesn't take it will not miss.
  func say(_ bytes: [UInt8]) async {
    var sent = 0
    for _ in 0..<200 where sent < bytes.count {
      switch Transfer.write(reader.descriptor, bytes[sent...]) {
      case .bytes(let count): sent += count
      case .notNow: try? await Task.sleep(for: .seconds(Self.pause))
      case .ended: return
      }
    }
  }

  func hear(for seconds: Double) async throws -> [UInt8] {
    let began = MonotonicClock.now()
    var buffer = [UInt8](repeating: 0, count: FrameBatch.readSize)
    while true {
      switch unsafe buffer.withUnsafeMutableBytes({
        unsafe Transfer.read(reader.descriptor, into: $0)
      }) {
      case .bytes(let count): return Array(buffer[..<count])
      case .ended(let end): throw LinkLost(end: end)
      case .notNow: break
      }
      guard MonotonicClock.now().seconds(since: began) < seconds else { return [] }
      try await Task.sleep(for: .seconds(Self.pause))
    }
  }

  func beginStreaming() {}

  func attend() async -> String? { nil }

  func sayGoodBye() async { await say(reader.farewell()) }

  func close() {}
}
