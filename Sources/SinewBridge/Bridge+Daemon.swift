internal import CLinux
internal import Glibc
internal import SinewFeedback

/// The side of the daemon.
extension Bridge {
  /// Seconds between two signs of life of the daemon, and without one until it counts as gone.
  private static let heartbeatSeconds = 5
  private static let silenceSeconds = 20.0
  /// Longest pause before the daemon is tried again, seconds.
  private static let longestPause = 2.0

  /// Connects when it is time, and leaves a daemon that is silent.
  func lookAfterDaemon(_ now: Double) {
    if feedback != nil {
      if now - heardAt > Self.silenceSeconds { leaveDaemon(now) }
      return
    }
    guard now >= nextCall else { return }
    guard let socket = FeedbackSocket(path: options.feedbackSocket, request: subscription),
      sinew_epoll_add(poller, socket.descriptor, SINEW_READABLE, Tag.feedback) == 0
    else {
      nextCall = now + callPause
      callPause = min(callPause * 2, Self.longestPause)
      return
    }
    feedback = socket
    isNarrowed = false
    heardAt = now
  }

  private var subscription: JSONObject {
    var request = JSONObject()
    // Whatever the user who started the bridge may see.
    request["scope"] = .string(options.scope)
    request["heartbeat_s"] = .number(Double(Self.heartbeatSeconds))
    request["activation_hz"] = .number(options.activationHz)
    if !options.stations.isEmpty {
      request["station"] = .array(options.stations.map(JSONValue.string))
    }
    if !options.kinds.isEmpty {
      let always = ["station", "device", "clock"].filter { !options.kinds.contains($0) }
      request["subscribe"] = .array((options.kinds + always).map(JSONValue.string))
    }
    return request
  }

  func readDaemon(_ now: Double) {
    guard let feedback else { return }
    heardAt = now
    let isAlive = feedback.read { line in take(line, now) }
    if !isAlive { leaveDaemon(now) }
  }

  private func leaveDaemon(_ now: Double) {
    guard feedback != nil else { return }
    feedback = nil
    nextCall = now + 0.25
    callPause = 0.5
    say("the daemon is away; waiting for it")
    retainStatus(now: now)
  }

  private func take(_ line: [UInt8], _ now: Double) {
    let mapped = mapper.map(line, now: now)
    switch mapped {
    case .hello(let boot): greet(boot)
    case .subscribed(let scope): narrowed(to: scope, now)
    case .malformed: malformed += 1
    default:
      guard isNarrowed else { return }
      passOn(mapped)
    }
  }

  private func greet(_ boot: String) {
    let isKnown = outbox.buffer.position.boot == boot
    taken.begin(after: isKnown ? outbox.buffer.position.seq : nil)
    if !isKnown {
      outbox.buffer.position.boot = boot
      outbox.buffer.position.seq = -1
    }
  }

  private func narrowed(to scope: String, _ now: Double) {
    isNarrowed = true
    named = []
    callPause = 0.25
    if scope != options.scope { say("the daemon grants scope \(scope), not \(options.scope)") }
    retainStatus(now: now)
  }

  private func passOn(_ mapped: MappedLine) {
    switch mapped {
    case .event(let line, let seq, let isState):
      guard taken.take(seq, kind: line.kind, isState: isState) else { return }
      outbox.buffer.position.seq = max(outbox.buffer.position.seq, seq)
      if line.kind != "activation" { hasUnsavedSeq = true }
      outbox.add(line)
    case .station(let state): retain(state, at: topics.station(state.name))
    case .device(let state): retain(state, at: topics.device(state.name))
    case .missed(let count):
      missed += count
      // The present state may follow, and then it is complete again.
      named = []
    case .stateEnd:
      for topic in outbox.retainedTopics where topic != topics.bridge && !named.contains(topic) {
        outbox.retain([], at: topic)
      }
    case .hello, .subscribed, .passedOver, .malformed: break
    }
  }

  private func retain(_ state: RetainedState, at topic: String) {
    named.insert(topic)
    outbox.retain(state.payload, at: topic)
  }
}
