import Logging
import SinewFeedback
import SinewHistory
import SinewLinks
import SinewSignal
import Synchronization

/// The thread that keeps the history: what the daemon says goes into the file here, and whoever
/// wants to look something up is answered from here, so that a slow disk stalls nothing else.
///
/// When the file refuses (locked, full), messages wait, up to a bound, and are tried again; one
/// sentence says so, and one that it is over.
///
/// `@unchecked Sendable`: the store belongs to the thread; orders cross under a lock.
final class Historian: @unchecked Sendable {
  typealias Look = @Sendable (Result<HistoryStore, HistoryError>) -> Void

  /// Messages that may wait: some ten minutes of eight stations that train.
  static let mostWaiting = 8192
  /// Time until a file that refused is tried again, seconds.
  static let retrySeconds = 2.0

  private enum Order: Sendable {
    case note(HeardMessage)
    case look(Look)
  }

  private struct Desk {
    var orders: [Order] = []
    var lost = 0
    var why: String?
  }

  private let file: String
  private let logger: Logger
  private let housekeeping: Housekeeping
  private let wakeUp: WakeUp
  private var poller: Poller
  private let desk = Mutex(Desk())
  private let isStopping = Atomic<Bool>(false)
  private let onOpened: @Sendable (Int, [FeedbackMessage]) -> Void
  /// Held while the daemon runs, so that nobody puts a copy in the file's place.
  private let lock: HistoryLock?
  private var store: HistoryStore?
  private var waiting: [HeardMessage] = []
  private var openFault: HistoryError?

  /// - Parameter onOpened: gets the highest set number in use, and the ends of sets that a restart
  ///   cut off.
  init(
    directory: String, housekeeping: Housekeeping, logger: Logger,
    onOpened: @escaping @Sendable (Int, [FeedbackMessage]) -> Void
  ) throws {
    file = "\(directory)/history.sqlite"
    self.onOpened = onOpened
    self.housekeeping = housekeeping
    self.logger = logger
    lock = HistoryLock(directory: directory)
    wakeUp = try WakeUp()
    poller = try Poller()
    try poller.add(wakeUp.fd, tag: 0)
  }

  /// From any thread, never waits. What comes when too much waits already is counted and lost.
  func note(_ heard: HeardMessage) {
    let isTaken = desk.withLock { desk in
      guard desk.orders.count < Self.mostWaiting else {
        desk.lost += 1
        return false
      }
      desk.orders.append(.note(heard))
      return true
    }
    if isTaken { wakeUp.signal() }
  }

  /// From any thread: `work` runs on the historian's thread, after everything noted before it.
  func look(_ work: @escaping Look) {
    desk.withLock { $0.orders.append(.look(work)) }
    wakeUp.signal()
  }

  /// Messages that were lost because the file refused for too long, and why it refuses now.
  var condition: (lost: Int, why: String?) { desk.withLock { ($0.lost, $0.why) } }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    wakeUp.signal()
  }

  func run() {
    open()
    while !isStopping.load(ordering: .acquiring) {
      work()
      housekeeping.run(store, logger: logger)
      let pause = waiting.isEmpty ? housekeeping.secondsToNext : Self.retrySeconds
      poller.wait(timeoutMs: CInt(clamping: Int(pause * 1000)))
      wakeUp.drain()
    }
    work()
    store?.close()
  }

  // MARK: On the thread

  private func work() {
    let orders = desk.withLock { desk in
      defer { desk.orders = [] }
      return desk.orders
    }
    for order in orders {
      switch order {
      case .note(let heard): waiting.append(heard)
      case .look(let look):
        flush()
        look(opened())
      }
    }
    flush()
  }

  private func flush() {
    guard !waiting.isEmpty else { return }
    do throws(HistoryError) {
      try opened().get().note(waiting)
      waiting.removeAll(keepingCapacity: true)
      tell(nil)
    } catch {
      tell(error)
      if case .corrupt = error { reopen() }
      if waiting.count > Self.mostWaiting {
        let surplus = waiting.count - Self.mostWaiting
        waiting.removeFirst(surplus)
        desk.withLock { $0.lost += surplus }
      }
    }
  }

  private func opened() -> Result<HistoryStore, HistoryError> {
    if store == nil { open() }
    if let store { return .success(store) }
    return .failure(openFault ?? .unusable(file: file, why: "it is closed"))
  }

  private func open() {
    do throws(HistoryError) {
      let opened = try HistoryStore(file: file)
      store = opened
      openFault = nil
      if let notice = opened.notice { logger.error("\(notice)") }
      let ended = try opened.endInterruptedSets(at: WallClock.seconds())
      if !ended.isEmpty {
        let numbers = ended.compactMap(\.envelope.set)
        logger.notice("ended the sets that a restart cut off", metadata: ["sets": "\(numbers)"])
      }
      onOpened(try opened.highestSet(), ended)
      tell(nil)
    } catch {
      openFault = error
      tell(error)
    }
  }

  /// The file turned out damaged while in use: it is moved aside as it is opened anew.
  private func reopen() {
    store?.close()
    store = nil
    open()
  }

  /// One sentence when the file begins to refuse, and one when it takes again.
  private func tell(_ error: HistoryError?) {
    let before = desk.withLock { desk in
      defer { desk.why = error?.description }
      return desk.why
    }
    guard before != error?.description else { return }
    if let error {
      logger.error("training goes on, but \(error)")
    } else {
      logger.notice("the history is stored again")
    }
  }
}
