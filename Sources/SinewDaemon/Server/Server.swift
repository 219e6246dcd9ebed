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
  let hub: Hub
  let floor: Floor
  let engine: EngineGate
  let recorder: RecorderGate
  let supervisor: SupervisorGate
  /// What real-time scheduling and memory locking came to, for `status`.
  var granted: [String] = []
  private let logger: Logger
  private var poller: Poller
  private let alarm: Alarm
  private var findings: RingConsumer<Finding>
  private var notices: RingConsumer<LinkNotice>
  private var sockets: DaemonSockets
  private let access: AccessRules
  private var connections: [UInt64: ControlConnection] = [:]
  private var nextTag: UInt64 = 16
  private var nextClock: MonotonicTime
  /// When the alarm goes off; nil while it is not set. Setting it anew costs a system call.
  private var alarmTime: MonotonicTime?
  private let isStopping = Atomic<Bool>(false)

  private enum Tag {
    static let wakeUp: UInt64 = 0
    static let feedback: UInt64 = 1
    static let control: UInt64 = 2
    static let alarm: UInt64 = 3
  }

  init(
    mailbox: ServerMailbox, hub: Hub, floor: Floor, gates: Gates,
    findings: consuming RingConsumer<Finding>, notices: consuming RingConsumer<LinkNotice>,
    sockets: consuming DaemonSockets, access: AccessRules, logger: Logger
  ) throws {
    self.mailbox = mailbox
    self.hub = hub
    self.floor = floor
    engine = gates.engine
    recorder = gates.recorder
    supervisor = gates.supervisor
    self.findings = findings
    self.notices = notices
    self.sockets = sockets
    self.access = access
    self.logger = logger
    poller = try Poller()
    alarm = try Alarm()
    nextClock = MonotonicClock.now().advanced(bySeconds: WallClock.interval)
    try poller.add(mailbox.wakeUp.fd, tag: Tag.wakeUp)
    try poller.add(self.sockets.feedback.descriptor, tag: Tag.feedback)
    try poller.add(self.sockets.control.descriptor, tag: Tag.control)
    try poller.add(alarm.fd, tag: Tag.alarm)
    hub.onGone = { [unowned self] in poller.remove($0.link.raw) }
    hub.onBlocked = { [unowned self] in watch($0.link.raw, tag: $0.tag, forRoom: true) }
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
      for index in 0..<ready { handle(poller[index]) }
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
    let wasInSet = desk.pipeline.isInSet
    work(desk.pipeline)
    if desk.pipeline.isInSet != wasInSet { hub.publish(desk.message) }
  }

  private func publish(_ tick: ActivationTick) {
    let index = Int(tick.station)
    guard let desk = desk(index: index) else { return }
    hub.publishLevels(
      station: index, name: desk.name, bank: Int(tick.bank), time: tick.signalTime
    ) { line, sequence, now in
      desk.pipeline.encodeLevels(tick, into: &line, sequence: sequence, emitted: now)
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
    while let notice = notices.pop() { supervisor.forward(notice) }
  }

  // MARK: Time

  /// One timer for everything that is due: set time-outs, heartbeats, the clock.
  private func armAlarm() {
    var next: MonotonicTime?
    func consider(_ time: MonotonicTime?) {
      guard let time else { return }
      next = next.map { min($0, time) } ?? time
    }
    for desk in floor.stations { consider(desk.pipeline.nextDeadline) }
    for subscriber in hub.subscribers { consider(subscriber.nextHeartbeat) }
    if !hub.subscribers.isEmpty { consider(nextClock) }
    guard next != alarmTime else { return }
    alarmTime = next
    guard let next else { return alarm.cancel() }
    alarm.set(first: max(next, MonotonicClock.now().advanced(bySeconds: 0.0001)))
  }

  private func attendToTime() {
    alarm.drain()
    alarmTime = nil
    let now = MonotonicClock.now()
    for desk in floor.stations { follow(desk) { $0.advance(to: now) { hub.publish($0) } } }
    for subscriber in hub.subscribers {
      guard let due = subscriber.nextHeartbeat, due <= now,
        let interval = subscriber.heartbeatSeconds
      else { continue }
      subscriber.nextHeartbeat = now.advanced(bySeconds: interval)
      hub.tell(.heartbeat, to: subscriber)
    }
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

  // MARK: Sockets

  private func handle(_ event: Poller.Event) {
    switch event.tag {
    case Tag.wakeUp: mailbox.wakeUp.drain()
    case Tag.alarm: attendToTime()
    case Tag.feedback: while let link = sockets.feedback.accept() { welcome(link) }
    case Tag.control: while let link = sockets.control.accept() { open(link) }
    default:
      if let subscriber = hub.subscriber(tag: event.tag) {
        serve(subscriber, event.readiness)
      } else if let connection = connections[event.tag] {
        serve(connection, event.readiness)
      }
    }
  }

  private func welcome(_ raw: CInt) {
    let link = Descriptor(owning: raw)
    let scope = access.scope(ofPeer: link.raw)
    nextTag += 1
    let subscriber = Subscriber(tag: nextTag, link: link, granted: scope)
    guard (try? poller.add(raw, tag: nextTag)) != nil else { return }
    hub.admit(subscriber, clock: WallClock.now())
  }

  private func open(_ raw: CInt) {
    let link = Descriptor(owning: raw)
    nextTag += 1
    let uid = PeerCredentials(of: raw)?.uid ?? .max
    guard (try? poller.add(raw, tag: nextTag)) != nil else { return }
    connections[nextTag] = ControlConnection(tag: nextTag, link: link, uid: uid)
  }

  private func serve(_ subscriber: Subscriber, _ readiness: Readiness) {
    if readiness.contains(.writable) {
      hub.drain(subscriber)
      if !subscriber.isBlocked { watch(subscriber.link.raw, tag: subscriber.tag, forRoom: false) }
    }
    guard readiness != .writable else { return }
    let isOpen = receive(subscriber.link.raw, into: &subscriber.framer) { item in
      subscribe(subscriber, item)
    }
    if !isOpen, hub.subscriber(tag: subscriber.tag) != nil { hub.dismiss(subscriber) }
  }

  private func serve(_ connection: ControlConnection, _ readiness: Readiness) {
    var isOpen = true
    if readiness.contains(.writable) {
      isOpen = connection.drain()
      if !connection.isBlocked { watch(connection.link.raw, tag: connection.tag, forRoom: false) }
    }
    if isOpen, readiness != .writable {
      isOpen = receive(connection.link.raw, into: &connection.framer) { item in
        answer(connection, item)
      }
    }
    if !isOpen { close(connection) }
  }

  /// Reads what is there. Returns false when the peer is gone or `take` wants no more.
  private func receive(
    _ descriptor: CInt, into framer: inout LineFramer, _ take: (LineFramer.Item) -> Bool
  ) -> Bool {
    var isOpen = true
    let got = unsafe withUnsafeTemporaryAllocation(byteCount: 16384, alignment: 8) { buffer in
      let got = unsafe read(descriptor, buffer.baseAddress, buffer.count)
      if got > 0 {
        let bytes = unsafe UnsafeRawBufferPointer(start: buffer.baseAddress, count: got)
        unsafe framer.feed(bytes.bindMemory(to: UInt8.self)) { item in
          if isOpen { isOpen = take(item) }
        }
      }
      return got
    }
    return isOpen && (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
  }

  private func subscribe(_ subscriber: Subscriber, _ item: LineFramer.Item) -> Bool {
    switch Subscription.read(item, stations: floor.openStations.map(\.name)) {
    case .failure(let error):
      hub.tell(.error(Failure(error.code, error.text)), to: subscriber)
      hub.dismiss(subscriber)
      return false
    case .success(let wish):
      hub.tell(.subscribed(wish.apply(to: subscriber)), to: subscriber)
      hub.tellState(to: subscriber)
      return true
    }
  }

  private func answer(_ connection: ControlConnection, _ item: LineFramer.Item) -> Bool {
    let tag = connection.tag
    return ControlDesk(server: self, logger: logger, uid: connection.uid).take(item) {
      [self] answer in
      guard let connection = connections[tag] else { return }
      if !connection.answer(answer) {
        close(connection)
      } else if connection.isBlocked {
        watch(connection.link.raw, tag: tag, forRoom: true)
      }
    }
  }

  private func close(_ connection: ControlConnection) {
    poller.remove(connection.link.raw)
    connections[connection.tag] = nil
  }

  private func watch(_ descriptor: CInt, tag: UInt64, forRoom: Bool) {
    let interest: Readiness = forRoom ? [.readable, .writable] : .readable
    try? poller.modify(descriptor, tag: tag, interest: interest)
  }
}
