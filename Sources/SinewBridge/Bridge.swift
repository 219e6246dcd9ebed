internal import CLinux
internal import CMosquitto
internal import Glibc
internal import SinewFeedback
internal import Synchronization

/// Carries the daemon's lines to a broker: one thread that waits for both, and never for one alone.
///
/// Towards the daemon it is a screen like any other. Whatever the broker does (refuse, lie, stall),
/// lines are read as they come and go to a bounded buffer.
package final class Bridge {
  /// As `--version` and the state of the bridge tell it.
  package static let version = sinewVersion

  let options: BridgeOptions
  let topics: Topics
  let outbox: Outbox
  let poller: CInt
  private let doorbell: CInt
  var mapper: LineMapper
  var taken = TakenLines()

  var feedback: FeedbackSocket?
  /// What the daemon says before its answer is by the scope of the bridge's user.
  var isNarrowed = false
  var heardAt = 0.0
  var nextCall = 0.0
  var callPause = 0.25
  /// Topics that the present state has named so far.
  var named: Set<String> = []
  var missed = 0
  var malformed = 0
  /// A line other than levels was taken since the position was saved.
  var hasUnsavedSeq = false
  var nextSave = 0.0

  var link: BrokerLink?
  var isConnected = false
  var watched: (descriptor: CInt, interest: UInt32)?
  var attemptedAt = 0.0
  var nextAttempt = 0.0
  var attemptPause = 1.0
  var nextTurn = 0.0
  var nextCollect = 0.0
  var nextStatus = 0.0
  /// This connection has lasted.
  var isProven = false
  /// What was said since a connection last did.
  var complaints: Set<String> = []

  /// - Throws: when the buffer's folder can't be used.
  package init(options: BridgeOptions) throws(BufferFault) {
    self.options = options
    topics = Topics(root: options.topic, gym: options.gym)
    mapper = LineMapper(gym: options.gym)
    let buffer = try DiskBuffer(
      folder: options.stateDirectory, limit: options.bufferMB * 1_000_000)
    outbox = Outbox(
      buffer: buffer, topics: topics, outageActivationHz: options.outageActivationHz)
    poller = sinew_epoll_open()
    doorbell = sinew_eventfd_open()
    guard poller >= 0, doorbell >= 0, sinew_epoll_add(poller, doorbell, SINEW_READABLE, 0) == 0
    else { throw BufferFault(description: "the system gives no descriptors") }
    mosquitto_lib_init()
  }

  /// Until SIGTERM or SIGINT.
  package func run() {
    Stop.listen(doorbell: doorbell)
    var events = [sinew_event](repeating: sinew_event(), count: Int(SINEW_EVENTS))
    while !Stop.isAsked {
      let count = unsafe sinew_epoll_wait(poller, &events, CInt(events.count), patience)
      let now = Self.now()
      var canWrite = false
      var hasBrokerEvent = false
      for event in events.prefix(max(0, Int(count))) {
        switch event.tag {
        case Tag.feedback: readDaemon(now)
        case Tag.broker:
          hasBrokerEvent = true
          canWrite = event.ready & (SINEW_WRITABLE | SINEW_ERROR | SINEW_HANG_UP) != 0
        default: quietDoorbell()
        }
      }
      lookAfterDaemon(now)
      lookAfterBroker(now, hasEvent: hasBrokerEvent, canWrite: canWrite)
      outbox.seal(now: now)
      save(now)
    }
    farewell()
  }

  enum Tag {
    static let feedback: UInt64 = 1
    static let broker: UInt64 = 2
  }

  /// Milliseconds to wait at most. Acknowledgements of lines as they happen do not wake anybody: they
  /// are read with the next line, or when none comes.
  private var patience: CInt {
    if outbox.underwayCount > 0 { return 20 }
    return isConnected && feedback != nil ? 250 : 100
  }

  private func quietDoorbell() {
    var count: UInt64 = 0
    _ = unsafe read(doorbell, &count, 8)
  }

  /// Wakes the loop, from any thread.
  var wake: @Sendable () -> Void {
    let doorbell = doorbell
    return {
      var one: UInt64 = 1
      _ = unsafe write(doorbell, &one, 8)
    }
  }

  /// Seconds of CLOCK_MONOTONIC.
  static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The number of the last line is remembered now and then, and only while somebody trains: a card
  /// wears out by writing.
  private func save(_ now: Double) {
    guard hasUnsavedSeq, now >= nextSave else { return }
    hasUnsavedSeq = false
    nextSave = now + 10
    outbox.buffer.save()
  }

  /// Everything that is not acknowledged goes to the disk.
  private func farewell() {
    feedback = nil
    let end = Self.now() + 1
    if isConnected {
      retainStatus(state: "stopped", now: Self.now())
      while isConnected, Self.now() < end {
        pump(Self.now())
        collect(Self.now())
        if outbox.underwayCount == 0 { break }
        usleep(2000)
      }
      link?.disconnect()
      _ = link?.turn()
    }
    outbox.disconnected()
    outbox.settle()
    outbox.seal(now: Self.now(), everything: true)
    outbox.buffer.save(isLasting: true)
  }

  /// A line in the journal.
  func say(_ sentence: String) {
    var text = "sinew-bridge: \(sentence)\n"
    text.withUTF8 { _ = unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

/// Whether a signal has asked the program to end.
private enum Stop {
  private static let asked = Atomic<Bool>(false)
  private static let bell = Atomic<CInt>(-1)

  static var isAsked: Bool { asked.load(ordering: .relaxed) }

  static func listen(doorbell: CInt) {
    bell.store(doorbell, ordering: .relaxed)
    for number in [SIGTERM, SIGINT] {
      signal(number) { _ in
        Stop.asked.store(true, ordering: .relaxed)
        var one: UInt64 = 1
        _ = unsafe write(Stop.bell.load(ordering: .relaxed), &one, 8)
      }
    }
    signal(SIGPIPE, SIG_IGN)
  }
}
