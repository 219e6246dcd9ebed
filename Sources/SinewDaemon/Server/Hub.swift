import Glibc
import SinewFeedback
import SinewLinks
import SinewSignal

/// The feedback side of the server thread: numbers each message, remembers the present state, and
/// gives every subscriber what it may and wants to see. A line is encoded once for each scope that
/// listens, and one `send` a subscriber carries it.
final class Hub {
  /// This run of the daemon.
  let boot: String
  let version: String
  private(set) var subscribers: [Subscriber] = []
  private(set) var state = PresentState()
  /// Number of the last message published.
  private(set) var sequence: UInt64 = 0
  /// Lines that subscribers who have left were too slow for.
  private(set) var droppedBefore: UInt64 = 0
  private var line = LineWriter(capacity: 4096)
  /// Whose own may be seen at which private station, by whom.
  var tokens: [String: OwnView] = [:]
  /// How much the athlete is shown, by station; all where nobody said.
  private var shown: [String: FeedbackShown.Show] = [:]
  /// Called when a subscriber is let go, so that the poller forgets it, and when it starts to lag.
  var onGone: (Subscriber) -> Void = { _ in }
  var onBlocked: (Subscriber) -> Void = { _ in }
  /// Called with every message that is not for one connection alone, after it was sent.
  var onPublish: (FeedbackMessage) -> Void = { _ in }

  init(boot: String, version: String) {
    self.boot = boot
    self.version = version
  }

  /// Numbers, remembers and sends a message.
  ///
  /// - Parameter isNews: false when the history knows it already.
  func publish(_ message: FeedbackMessage, isNews: Bool = true) {
    var message = message
    let now = MonotonicClock.now()
    sequence += 1
    message.envelope.seq = sequence
    message.envelope.tEmit = now.seconds
    let station = message.envelope.station ?? ""
    if case .feedback(let feedback) = message.body { shown[station] = feedback.show }
    let show = shown[station] ?? .live
    state.note(message, shown: show)
    deliver(message, shown: show, now: now) { _ in true }
    if isNews { onPublish(message) }
  }

  /// Sends levels that `encode` writes, on the path that allocates nothing.
  ///
  /// - Parameter encode: writes the line with the sequence number and the time of emission.
  func publishLevels(
    station: Int, name: String, bank: Int, time: MonotonicTime,
    encode: (
      _ line: inout LineWriter, _ sequence: UInt64, _ now: MonotonicTime, _ mergesSides: Bool
    ) -> Void
  ) {
    sequence &+= 1
    if subscribers.isEmpty { return }
    let now = MonotonicClock.now()
    let isShown = (shown[name] ?? .live) == .live
    // Once for those who may tell left from right, once for public screens.
    var isPublic = false
    while true {
      var isEncoded = false
      var index = 0
      while index < subscribers.count {
        let subscriber = subscribers[index]
        index += 1
        guard subscriber.kinds.containsActivation, subscriber.wantsStation(name) else { continue }
        let scope = scope(of: subscriber, station: name, athlete: tokens[name]?.athlete)
        guard (scope == .screen) == isPublic, isShown || !scope.isWithheldFrom,
          subscriber.isLevelDue(station: station, bank: bank, at: time)
        else { continue }
        if !isEncoded {
          line.clear()
          encode(&line, sequence, now, isPublic)
          isEncoded = true
        }
        if !transmit(.activation, to: subscriber, now: now) { index -= 1 }
      }
      if isPublic { return }
      isPublic = true
    }
  }

  /// What a listener may see of a message: its scope, or what is the athlete's own where it shows
  /// the token of that athlete's sign-in.
  private func scope(of subscriber: Subscriber, station: String?, athlete: String?) -> Scope {
    guard let token = subscriber.signIn, let station, let own = tokens[station],
      own.token == token, own.athlete == athlete
    else { return subscriber.scope }
    return max(subscriber.scope, .own)
  }

  /// Welcomes a client: `hello`, then the present state.
  func admit(_ subscriber: Subscriber, clock: ClockState) {
    subscribers.append(subscriber)
    let hello = Hello {
      $0.version = version
      $0.boot = boot
      $0.scope = subscriber.granted
      $0.clock = clock
    }
    tell(.hello(hello), to: subscriber)
    tellState(to: subscriber)
  }

  /// A line for one connection alone; it repeats the last number published.
  func tell(_ body: FeedbackBody, to subscriber: Subscriber) {
    let now = MonotonicClock.now()
    let envelope = Envelope(seq: sequence, tEmit: now.seconds)
    deliver(FeedbackMessage(envelope: envelope, body: body), now: now, isFiltered: false) {
      $0 === subscriber
    }
  }

  /// Everything that is true now and that the client wants to see, then `state.end`.
  func tellState(to subscriber: Subscriber) {
    let now = MonotonicClock.now()
    for (message, show) in state.all {
      var message = message
      message.envelope.tEmit = now.seconds
      deliver(message, shown: show, now: now) { $0 === subscriber }
    }
    tell(.stateEnd, to: subscriber)
  }

  /// The subscriber's socket has room again.
  func drain(_ subscriber: Subscriber) {
    guard subscriber.drain(now: MonotonicClock.now()) else { return dismiss(subscriber) }
    guard let missed = subscriber.takeMissed() else { return }
    var tally = Tally()
    for (kind, count) in missed.byKind.sorted(by: { $0.key < $1.key }) { tally[kind] = count }
    let count = missed.byKind.values.reduce(0, +)
    tell(.missed(Missed(count: count, byKind: tally)), to: subscriber)
    if missed.lostState { tellState(to: subscriber) }
  }

  func subscriber(tag: UInt64) -> Subscriber? { subscribers.first { $0.tag == tag } }

  func dismiss(_ subscriber: Subscriber) {
    subscribers.removeAll { $0 === subscriber }
    droppedBefore += subscriber.droppedLines
    onGone(subscriber)
  }

  /// Forgets a sensor that the configuration no longer names.
  func forgetDevice(_ device: String) { state.forgetDevice(device) }

  /// Forgets a station that the configuration no longer names.
  func forgetStation(_ station: String) {
    state.forgetStation(station)
    shown[station] = nil
  }

  /// Encodes once for each scope among the chosen subscribers, what it may see of the message.
  private func deliver(
    _ message: FeedbackMessage, shown: FeedbackShown.Show = .live, now: MonotonicTime,
    isFiltered: Bool = true, to isChosen: (Subscriber) -> Bool
  ) {
    let (station, athlete) = (message.envelope.station, message.envelope.athlete)
    for scope in Scope.allCases {
      let chosen = subscribers.filter { subscriber in
        self.scope(of: subscriber, station: station, athlete: athlete) == scope
          && isChosen(subscriber)
          && (!isFiltered || subscriber.wants(message.kind, station: station, scope: scope))
      }
      guard !chosen.isEmpty,
        let left = scope.isWithheldFrom ? message.withheld(by: shown) : message,
        let visible = left.seen(by: scope)
      else { continue }
      line.clear()
      line.scope = scope
      encode(visible, into: &line)
      for subscriber in chosen { _ = transmit(message.kind, to: subscriber, now: now) }
    }
    line.scope = .raw
  }

  /// Sends the line in the buffer; lets the client go when it is dead. Returns whether it lives.
  private func transmit(_ kind: FeedbackKind, to subscriber: Subscriber, now: MonotonicTime)
    -> Bool
  {
    let wasBlocked = subscriber.isBlocked
    let isAlive = unsafe line.withBytes { unsafe subscriber.send($0, kind: kind, now: now) }
    guard isAlive else {
      dismiss(subscriber)
      return false
    }
    if subscriber.isBlocked, !wasBlocked { onBlocked(subscriber) }
    return true
  }
}
