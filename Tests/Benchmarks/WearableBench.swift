import Glibc
import SinewDevices
import SinewEngine
import SinewLinks
import SinewSignal

/// Notifications of eight wearables to frames in the ring, as the intake thread does it. The sockets,
/// 3 to 10, and the sender behind them come from peers/wearables.c.
struct WearableBench {
  private static let sockets: ClosedRange<CInt> = 3...10
  /// The handle that the sender gives, and the first EMG characteristic of a Myo.
  private static let handle: UInt16 = 0x2B
  private static let place: UInt8 = 3
  /// Notifications before anything counts.
  private static let warmUp = 2000

  func run() throws {
    var poller = try Poller()
    var links: [Link] = []
    for raw in Self.sockets {
      _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
      let reader = try NotificationReader(
        link: Descriptor(owning: raw), routes: [Self.handle: Self.place])
      try poller.add(raw, tag: UInt64(links.count))
      links.append(Link(reader))
    }
    var ring = makeRing(of: Frame.self, capacity: 8192)
    var frames = ring.takeProducer()
    var taken = ring.takeConsumer()
    var late = [UInt64](repeating: 0, count: 1 << 20)
    var (count, open, made) = (0, links.count, 0)
    let counter = AllocationCounter()
    var allocations = 0
    let before = cpuNanoseconds()
    while open > 0 {
      let ready = poller.wait(timeoutMs: -1)
      let arrival = MonotonicClock.now()
      for index in 0..<ready {
        let link = links[Int(poller[index].tag)]
        guard let sent = link.take(arrival, into: &frames) else {
          if link.hasEnded {
            poller.remove(link.descriptor)
            open -= 1
          }
          continue
        }
        if count < late.count { late[count] = nanoseconds() - sent }
        count += 1
        if count == Self.warmUp { allocations = counter?.count ?? 0 }
      }
      while taken.pop() != nil { made += 1 }
    }
    let cpu = cpuNanoseconds() - before
    let allocated = (counter?.count ?? 0) - allocations
    let sorted = late[min(Self.warmUp, count)..<min(count, late.count)].sorted()
    guard let last = sorted.indices.last, made == 2 * count else {
      fatalError("\(made) frames of \(count) notifications")
    }
    let name = "8x250"
    func tell(_ metric: String, _ value: Double) {
      report(bench: "wearables", case: name, metric: metric, value)
    }
    tell("notifications", Double(count))
    tell("cpu_us_per_notification", Double(cpu) / 1000 / Double(count))
    tell("p50_us", Double(sorted[last / 2]) / 1000)
    tell("p99_us", Double(sorted[last * 99 / 100]) / 1000)
    // The last look at the sockets, at their end, is not of a sample.
    if counter != nil { tell("allocations_per_notification", Double(allocated) / Double(count)) }
  }

  private func cpuNanoseconds() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// One wearable, as `DeviceReader` of the daemon holds it.
@safe
private final class Link {
  private let reader: NotificationReader
  private var driver = ThalmicMyo(settings: DriverSettings())
  private var batch = FrameBatch()
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: FrameBatch.readSize, alignment: 16)
  private(set) var hasEnded = false

  init(_ reader: NotificationReader) { self.reader = reader }

  deinit { unsafe buffer.deallocate() }

  var descriptor: CInt { reader.descriptor }

  /// Reads once; the time at which the sender sent what was read.
  func take(_ arrival: MonotonicTime, into frames: inout RingProducer<Frame>) -> UInt64? {
    switch unsafe reader.read(into: buffer) {
    case .notNow: return nil
    case .ended:
      hasEnded = true
      return nil
    case .bytes(let count):
      batch.clear()
      let bytes = unsafe UnsafeBufferPointer(
        start: buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count: count)
      unsafe driver.decode(Span(_unsafeElements: bytes), arrival: arrival, into: &batch)
      batch.mark(device: 0)
      _ = unsafe batch.withFrames { unsafe frames.push($0) }
      // Behind the head of the record stands the value.
      return unsafe buffer.loadUnaligned(fromByteOffset: 5, as: UInt64.self)
    }
  }
}
