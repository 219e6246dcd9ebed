import SinewEngine
import SinewFeedback
import SinewLinks
import SinewRecording
import SinewSignal
import Synchronization

/// The thread that writes raw bytes to `.session` files: a disk that stalls stalls nothing else.
///
/// `@unchecked Sendable`: the tap belongs to the thread; orders cross under a lock that no hot
/// thread takes.
final class Recorder: @unchecked Sendable {
  /// Wakes this thread for bytes, an order or the end.
  let wakeUp: WakeUp
  private var tap: RingConsumer<TapChunk>
  private var poller: Poller
  private var files: [UInt16: OpenSession] = [:]
  private var flushed = MonotonicTime.zero
  private let orders = Mutex<[Order]>([])
  private let isStopping = Atomic<Bool>(false)
  /// Told, on this thread, when a recording could not go on.
  private let onFailure: Failure

  /// Gets what went wrong as the file was finished.
  typealias Done = @Sendable (String?) -> Void
  typealias Failure = @Sendable (_ slot: UInt16, _ file: String, _ sentence: String) -> Void

  private enum Order: Sendable {
    case end(UInt16, done: Done)
    case clock(ClockReport)
    case utc(UInt16, ClockState)
    case begin(UInt16, OpenSession)
  }

  init(
    tap: consuming RingConsumer<TapChunk>, onFailure: @escaping Failure
  ) throws {
    self.tap = tap
    self.onFailure = onFailure
    wakeUp = try WakeUp()
    poller = try Poller()
    try poller.add(wakeUp.fd, tag: 0)
  }

  /// Makes the file at once, so that a wrong folder is told to whoever asked.
  func begin(
    slot: UInt16, file: String, header: SessionHeader, start: MonotonicTime
  ) throws(RecordingError) {
    let session = OpenSession(
      file: file, writer: try SessionWriter(path: file, header: header), start: start)
    give(.begin(slot, session))
  }

  /// Finishes a file; `done` is called on this thread when it is complete.
  func end(slot: UInt16, done: @escaping Done) { give(.end(slot, done: done)) }

  func note(_ report: ClockReport) { give(.clock(report)) }

  /// The time of day has been set.
  func note(_ clock: ClockState, slot: UInt16) { give(.utc(slot, clock)) }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    wakeUp.signal()
  }

  func run() {
    while !isStopping.load(ordering: .acquiring) {
      takeBytes()
      takeOrders()
      flush()
      if tap.announceSleep() {
        poller.wait(timeoutMs: -1)
        wakeUp.drain()
      }
      tap.awake()
    }
    takeBytes()
    for slot in files.keys.sorted() { close(slot) }
  }

  /// Whoever follows a recording is a quarter of a second behind, no more.
  private func flush() {
    let now = MonotonicClock.now()
    guard !files.isEmpty, now.seconds(since: flushed) >= 0.25 else { return }
    flushed = now
    for slot in files.keys {
      attempt(slot) { session throws(RecordingError) in try session.flush() }
    }
  }

  private func give(_ order: Order) {
    orders.withLock { $0.append(order) }
    wakeUp.signal()
  }

  private func takeOrders() {
    let waiting = orders.withLock { orders in
      defer { orders = [] }
      return orders
    }
    for order in waiting {
      switch order {
      case .begin(let slot, let session): files[slot] = session
      case .end(let slot, let done):
        done(close(slot))
      case .utc(let slot, let clock):
        attempt(slot) { session throws(RecordingError) in try session.write(clock) }
      case .clock(let report):
        attempt(report.device) { session throws(RecordingError) in try session.write(report) }
      }
    }
  }

  private func takeBytes() {
    while let chunk = tap.pop() {
      // The first bytes of a recording may be quicker than the order that begins it.
      if files[chunk.device] == nil { takeOrders() }
      attempt(chunk.device) { session throws(RecordingError) in try session.write(chunk) }
    }
  }

  /// Returns the sentence of a failure, after which the file is closed.
  @discardableResult
  private func attempt(
    _ slot: UInt16, _ work: (OpenSession) throws(RecordingError) -> Void
  ) -> String? {
    guard let session = files[slot] else { return nil }
    do {
      try work(session)
      return nil
    } catch {
      files[slot] = nil
      onFailure(slot, session.file, error.description)
      return error.description
    }
  }

  @discardableResult
  private func close(_ slot: UInt16) -> String? {
    defer { files[slot] = nil }
    return attempt(slot) { session throws(RecordingError) in try session.finish() }
  }
}
