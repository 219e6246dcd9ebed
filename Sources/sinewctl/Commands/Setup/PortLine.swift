import Glibc
import SinewLinks
import SinewSignal

/// An open link as `setup` uses it: read with patience, written whole.
struct PortLine: ~Copyable {
  /// False for a pipe, into which nothing can be said.
  let canSpeak: Bool
  private let descriptor: Descriptor

  /// Opens the link; `baud` matters to terminals only. Throws `LinkError`, a sentence.
  init(_ address: LinkAddress, baud: Int?) throws(LinkError) {
    canSpeak = address.isTwoWay
    descriptor = try address.open(settings: SerialSettings(baud: baud ?? 115_200))
  }

  /// What comes, as soon as it comes; nothing when `seconds` ran out; nil when the link is over.
  func hear(for seconds: Double) -> [UInt8]? {
    let end = MonotonicClock.now().advanced(bySeconds: seconds)
    var buffer = [UInt8](repeating: 0, count: FrameBatch.readSize)
    while true {
      let left = max(0, end.seconds(since: MonotonicClock.now()))
      var entry = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&entry, 1, CInt(min(left, 60) * 1000)) > 0 else { return [] }
      switch unsafe buffer.withUnsafeMutableBytes({
        unsafe Transfer.read(descriptor.raw, into: $0)
      }) {
      case .bytes(let count): return Array(buffer[..<count])
      case .ended: return nil
      case .notNow: if left <= 0 { return [] }
      }
    }
  }

  /// Sends what the device takes within a second.
  func say(_ bytes: [UInt8]) {
    var sent = 0
    for _ in 0..<200 where sent < bytes.count {
      switch Transfer.write(descriptor.raw, bytes[sent...]) {
      case .bytes(let count): sent += count
      case .notNow: usleep(5000)
      case .ended: return
      }
    }
  }
}
