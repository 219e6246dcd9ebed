import Glibc
import SinewFeedback
import SinewLinks
import SinewSignal

/// One client of the feedback socket: what it wants, and what it has not taken yet.
final class Subscriber {
  let tag: UInt64
  let link: Descriptor
  /// What it may see at most, by its user and group.
  let granted: Scope
  /// What it sees: the granted scope, or less by its own wish.
  var scope: Scope
  var kinds = KindSet.all
  /// Shown by a screen at a private station: it sees there what is the athlete's own.
  var signIn: String?
  /// Empty: every station.
  var stations: Set<String> = []
  /// Levels a second; nil: as they come.
  var activationHz: Double?
  var lang: String?
  var heartbeatSeconds: Double?
  var nextHeartbeat: MonotonicTime?
  var framer = LineFramer()
  /// It asks nothing more and goes on listening.
  var hasEnded = false
  /// True from the moment the socket was full until the queue is empty again.
  private(set) var isBlocked = false
  private var queue = OutgoingQueue()
  private var blockedSince: MonotonicTime = .zero
  /// Sample time of the newest level sent, by station and bank.
  private var lastLevel: [Int: MonotonicTime] = [:]

  init(tag: UInt64, link: consuming Descriptor, granted: Scope) {
    self.tag = tag
    self.link = link
    self.granted = granted
    scope = granted
  }

  /// Bytes that its socket has not taken yet.
  var waitingBytes: Int { queue.size }
  /// Lines it was too slow for, since it came.
  var droppedLines: UInt64 { queue.dropped }

  /// Whether a message of this kind from this station goes to it.
  ///
  /// - Parameter scope: what it may see of the message.
  func wants(_ kind: FeedbackKind, station: String?, scope: Scope) -> Bool {
    guard kinds.contains(kind), kind.scope <= scope else { return false }
    return wantsStation(station)
  }

  func wantsStation(_ station: String?) -> Bool {
    guard !stations.isEmpty, let station else { return true }
    return stations.contains(station)
  }

  /// Whether the levels of this instant are due for it; thins them to its rate.
  func isLevelDue(station: Int, bank: Int, at time: MonotonicTime) -> Bool {
    guard let activationHz else { return true }
    let key = station &* 2 &+ bank
    // A tenth of a sample early is in time: rates need not divide each other.
    if let last = lastLevel[key], time.seconds(since: last) < 0.9 / activationHz,
      time > last
    {
      return false
    }
    lastLevel[key] = time
    return true
  }

  /// Sends bytes that are one or more whole lines, or queues what the socket does not take.
  /// Returns false when the client is gone.
  func send(
    _ bytes: UnsafeBufferPointer<UInt8>, kind: FeedbackKind, now: MonotonicTime
  ) -> Bool {
    if isBlocked {
      unsafe queue.append(Array(bytes), kind: kind.rawValue, isReplaceable: kind.isReplaceable)
      return now.seconds(since: blockedSince) < Self.patience
    }
    let taken = unsafe Glibc.send(
      link.raw, bytes.baseAddress, bytes.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
    if taken == bytes.count { return true }
    guard taken >= 0 || errno == EAGAIN || errno == EINTR else { return false }
    isBlocked = true
    blockedSince = now
    unsafe queue.append(
      Array(bytes), kind: kind.rawValue, isReplaceable: kind.isReplaceable,
      alreadySent: max(0, taken))
    return true
  }

  /// The socket has room again. Returns false when the client is gone.
  func drain(now: MonotonicTime) -> Bool {
    let descriptor = link.raw
    let isAlive = queue.drain { rest in
      let taken = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(
          descriptor, $0.baseAddress, $0.count,
          CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
      }
      if taken >= 0 { return taken }
      return errno == EAGAIN || errno == EINTR ? 0 : nil
    }
    blockedSince = now
    if queue.isEmpty { isBlocked = false }
    return isAlive
  }

  /// What was dropped since the last call, once there is room to say so.
  func takeMissed() -> (byKind: [String: Int], lostState: Bool)? {
    isBlocked ? nil : queue.takeMissed()
  }

  /// Seconds a client may take nothing at all before it is let go.
  private static let patience = 30.0
}

extension FeedbackKind {
  /// Lines that the next of the same kind replaces anyway: the first to go when a client is slow.
  var isReplaceable: Bool {
    switch self {
    case .activation, .signal, .samples: true
    default: false
    }
  }
}
