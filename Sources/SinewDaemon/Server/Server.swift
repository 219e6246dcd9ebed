import Glibc
import Logging
import SinewCoaching
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal
import Synchronization

/// The server thread: one epoll loop over both sockets, the finding ring, the intake's notices and
/// the mailbox. It owns the floor and the hub; nobody else touches them.
///
/// `@unchecked Sendable`: after `init` everything but the mailbox and `stop` belongs to the thread
/// that runs `run`.
final class Server: @unchecked Sendable {
  let mailbox: ServerMailbox
  /// Beats for each sign of life asked for.
  let pulse = Pulse()
  /// Age of the newest sample in each line of levels when it leaves.
  let latency = LatencyHistogram()
  /// When the daemon was made.
  let began = MonotonicClock.now()
  let hub: Hub
  let floor: Floor
  let engine: EngineGate
  let recorder: RecorderGate
  let supervisor: SupervisorGate
  let history: HistoryGate
  /// What real-time scheduling and memory locking came to, for `status`.
  var granted: [String] = []
  /// What stands in the way of Bluetooth.
  var bluetoothProblems: [RadioProblem] = []
  /// Whether the adapter scans, for whomever.
  var isScanning = false
  /// The scan that a client has asked for.
  var scan: ScanDesk?
  let paired: PairedSensors
  /// What the configuration's files say, without the paired sensors.
  var files: Configuration
  let logger: Logger
  var poller: Poller
  private let alarm: Alarm
  private var findings: RingConsumer<Finding>
  private var notices: RingConsumer<LinkNotice>
  var sockets: DaemonSockets
  let access: AccessRules
  var connections: [UInt64: ControlConnection] = [:]
  var nextTag: UInt64 = 16
  /// Flashes asked for in this run.
  var syncMarks = 0
  private var nextClock: MonotonicTime
  /// When the alarm goes off; nil while it is not set. Setting it anew costs a system call.
  private var alarmTime: MonotonicTime?
  private let isStopping = Atomic<Bool>(false)

  /// What the poller calls the descriptors that are always there.
  enum Tag {
    static let wakeUp: UInt64 = 0
    static let feedback: UInt64 = 1
    static let control: UInt64 = 2
    static let alarm: UInt64 = 3
  }

  init(
    mailbox: ServerMailbox, hub: Hub, floor: Floor, files: Configuration, paired: PairedSensors,
    gates: Gates,
    findings: consuming RingConsumer<Finding>, notices: consuming RingConsumer<LinkNotice>,
    sockets: consuming DaemonSockets, access: AccessRules, logger: Logger
  ) throws {
    self.mailbox = mailbox
    self.hub = hub
    self.floor = floor
    self.files = files
    self.paired = paired
    engine = gates.engine
    recorder = gates.recorder
    supervisor = gates.supervisor
    history = gates.history
    self.findings = findings
    self.notices = notices
    self.sockets = sockets
    self.access = access
    self.logger = logger
    poller = try Poller()
    alarm = try Alarm()
    nextClock = MonotonicClock.now().advanced(bySeconds: WallClock.interval)
    try poller.add(mailbox.wakeUp.fd, tag: Tag.wakeUp, interest: [.readable, .edge])
    try poller.add(self.sockets.feedback.descriptor, tag: Tag.feedback)
    try poller.add(self.sockets.control.descriptor, tag: Tag.control)
    try poller.add(alarm.fd, tag: Tag.alarm)
    hub.onGone = { [unowned self] in poller.remove($0.link.raw) }
    hub.onPublish = { [history] in history.note($0) }
    hub.onBlocked = { [unowned self] in watch($0) }
  }

  /// From any thread: the loop ends after what it does now.
  func stop() {
    isStopping.store(true, ordering: .releasing)
    mailbox.wakeUp.signal()
  }

  func run() {
    while !isStopping.load(ordering: .acquiring) {
      takeFindings()
      takeNotices()
      for job in mailbox.takeAll() { job(self) }
      armAlarm()
      // Both rings wake the same eventfd; a ring that is not empty keeps the loop going.
      let mayRest = notices.announceSleep() && findings.announceSleep()
      let ready = poller.wait(timeoutMs: mayRest ? -1 : 0)
      findings.awake()
      notices.awake()
      for index in 0..<ready {
        handle(poller[index])
        // Levels do not wait for the end of a queue of clients.
        takeFindings()
      }
    }
    takeFindings()
    closeSets()
  }

  // MARK: What the engine and the intake say

  private func takeFindings() {
    while let finding = findings.pop() {
      switch finding {
      case .activation(let tick):
        publish(tick)
      case .clock(let report):
        floor.sensor(slot: report.device)?.note(report)
        recorder.note(report)
      default:
        guard let desk = desk(of: finding) else { continue }
        follow(desk) { $0.handle(finding) { hub.publish($0) } }
      }
    }
  }

  /// Lets a station's pipeline work; a set that begins or ends by it is a new state of the station.
  private func follow(_ desk: StationDesk, _ work: (StationPipeline) -> Void) {
    work(desk.pipeline)
    tellNews(of: desk)
  }

  private func publish(_ tick: ActivationTick) {
    let index = Int(tick.station)
    guard let desk = desk(index: index) else { return }
    hub.publishLevels(
      station: index, name: desk.name, bank: Int(tick.bank), time: tick.signalTime
    ) { line, sequence, now, mergesSides in
      desk.pipeline.encodeLevels(
        tick, into: &line, sequence: sequence, emitted: now, mergesSides: mergesSides)
      latency.note(seconds: now.seconds(since: tick.decidedTime))
    }
    follow(desk) { $0.handle(.activation(tick)) { hub.publish($0) } }
  }

  private func desk(of finding: Finding) -> StationDesk? {
    finding.station.flatMap { desk(index: Int($0)) }
  }

  /// Nil also for a station that was closed a moment ago.
  private func desk(index: Int) -> StationDesk? {
    guard index < floor.stations.count, !floor.stations[index].isClosed else { return nil }
    return floor.stations[index]
  }

  private func takeNotices() {
    while notices.hasElements(), let notice = notices.pop() { supervisor.forward(notice) }
  }

  // MARK: Time

  /// One timer for everything that is due: set time-outs, heartbeats, the clock.
  private func armAlarm() {
    var next: MonotonicTime?
    func consider(_ time: MonotonicTime?) {
      guard let time else { return }
      if let sooner = next, sooner < time { return }
      next = time
    }
    for desk in floor.stations {
      consider(desk.pipeline.nextDeadline)
      consider(desk.signOutTime)
    }
    for subscriber in hub.subscribers { consider(subscriber.nextHeartbeat) }
    if !hub.subscribers.isEmpty { consider(nextClock) }
    consider(scan?.deadline)
    guard next?.nanoseconds != alarmTime?.nanoseconds else { return }
    alarmTime = next
    guard let next else { return alarm.cancel() }
    alarm.set(first: max(next, MonotonicClock.now().advanced(bySeconds: 0.0001)))
  }

  func attendToTime() {
    alarm.drain()
    alarmTime = nil
    let now = MonotonicClock.now()
    for desk in floor.stations { follow(desk) { $0.advance(to: now) { hub.publish($0) } } }
    signOutIdle(at: now)
    for subscriber in hub.subscribers {
      guard let due = subscriber.nextHeartbeat, due <= now,
        let interval = subscriber.heartbeatSeconds
      else { continue }
      subscriber.nextHeartbeat = now.advanced(bySeconds: interval)
      hub.tell(.heartbeat, to: subscriber)
    }
    settleScan()
    if now >= nextClock {
      nextClock = now.advanced(bySeconds: WallClock.interval)
      hub.publish(FeedbackMessage(envelope: Envelope(), body: .clock(WallClock.now())))
    }
  }

  /// At the end every open set says so rather than vanish.
  private func closeSets() {
    for desk in floor.stations {
      desk.pipeline.endSet(why: .restart, at: MonotonicClock.now()) { hub.publish($0) }
    }
    for subscriber in hub.subscribers { hub.drain(subscriber) }
  }
}
