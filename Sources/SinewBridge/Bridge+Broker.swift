internal import CLinux
internal import Glibc
internal import SinewFeedback

/// The side of the broker.
extension Bridge {
  /// Seconds that a connection may take, and that an acknowledgement may.
  private static let patienceSeconds = 10.0
  /// First and longest pause before the broker is tried again, seconds; each is varied by half, so
  /// that a thousand gyms do not come back in the same second.
  private static let pauses = (first: 1.0, longest: 30.0)

  func lookAfterBroker(_ now: Double, hasEvent: Bool, canWrite: Bool) {
    guard let link else {
      if now >= nextAttempt { attempt(now) }
      return
    }
    if hasEvent || now >= nextTurn || !isConnected {
      nextTurn = now + 1
      hear(link.turn(canWrite: canWrite), now)
      judge(now)
    } else if now >= nextCollect, outbox.underwayCount > 0 {
      nextCollect = now + 0.02
      collect(now)
    }
    if now >= nextStatus { retainStatus(now: now) }
    pump(now)
    watch()
  }

  private func attempt(_ now: Double) {
    attemptedAt = now
    isProven = false
    do {
      let will = (topic: topics.bridge, payload: status(state: "gone", now: nil))
      let link = try BrokerLink(options: options, will: will)
      self.link = link
      link.connect(wake: wake)
    } catch {
      complain(error.sentence)
      postpone(now)
    }
  }

  private func postpone(_ now: Double) {
    nextAttempt = now + attemptPause * Double.random(in: 0.5...1.5)
    attemptPause = min(attemptPause * 2, Self.pauses.longest)
  }

  /// Reads the acknowledgements that have come.
  func collect(_ now: Double) {
    guard let link else { return }
    hear(link.collect(), now)
  }

  private func hear(_ events: [BrokerEvent], _ now: Double) {
    for event in events {
      switch event {
      case .connected:
        isConnected = true
        say("connected to \(options.broker)")
        retainStatus(now: now)
      case .acknowledged(let number, let refusal):
        outbox.acknowledged(number, isRefused: refusal != nil)
        prove(now)
        if let refusal {
          complain(BrokerReason.publicationRefusal(refusal))
        }
      case .refused(let why), .ended(let why):
        lose(why, now)
      }
    }
  }

  /// Only a broker that has taken something for a while is well again: two bridges of one client id
  /// would otherwise turn each other out every second.
  private func prove(_ now: Double) {
    guard !isProven, now - attemptedAt > 30 else { return }
    isProven = true
    attemptPause = Self.pauses.first
    complaints = []
  }

  private func lose(_ why: String, _ now: Double) {
    guard link != nil else { return }
    complain("\(options.broker): \(why)")
    link = nil
    isConnected = false
    watched = nil
    outbox.disconnected()
    postpone(now)
  }

  /// Leaves a broker that lets us wait.
  private func judge(_ now: Double) {
    if !isConnected, now - attemptedAt > Self.patienceSeconds {
      lose("it does not answer", now)
    } else if let since = outbox.owedSince, now - since > Self.patienceSeconds {
      lose("it has acknowledged nothing for \(Int(Self.patienceSeconds)) s", now)
    }
  }

  /// Publishes as much as may be under way.
  func pump(_ now: Double) {
    guard isConnected, let link else { return }
    while let publication = outbox.next(now: now) {
      if let number = link.publish(
        publication.payload, to: publication.topic, isRetained: publication.isRetained)
      {
        outbox.sent(publication, number: number, now: now)
      } else if link.descriptor == nil {
        // No number is below zero: it waits again with the others.
        outbox.sent(publication, number: -1, now: now)
        return hear(link.turn(), now)
      } else {
        outbox.giveUp(publication)
      }
    }
  }

  /// Waits for the broker's socket as long as that is worth a wake-up.
  private func watch() {
    guard let link, let descriptor = link.descriptor else { return watched = nil }
    let isBusy = !isConnected || outbox.hasBacklog || outbox.underwayCount >= Outbox.window / 2
    var interest = SINEW_PEER_CLOSED
    if isBusy { interest |= SINEW_READABLE }
    if link.wantsToWrite { interest |= SINEW_WRITABLE }
    if let watched, watched == (descriptor, interest) { return }
    if watched?.descriptor != descriptor
      || sinew_epoll_modify(poller, descriptor, interest, Tag.broker) != 0
    {
      _ = sinew_epoll_add(poller, descriptor, interest, Tag.broker)
    }
    watched = (descriptor, interest)
  }

  /// Says what is wrong once, until the broker is well again.
  private func complain(_ sentence: String) {
    if complaints.insert(sentence).inserted { say(sentence) }
  }

  /// Puts how the bridge is on the broker; again after a minute.
  func retainStatus(state: String = "online", now: Double) {
    nextStatus = now + 60
    outbox.retain(status(state: state, now: now), at: topics.bridge)
  }

  /// - Parameter now: nil for what the broker says later, when nobody knows the figures.
  private func status(state: String, now: Double?) -> [UInt8] {
    var message: JSONObject = [
      "kind": "bridge", "gym": .string(options.gym), "state": .string(state),
      "version": .string(Self.version),
    ]
    if now != nil {
      let buffer = outbox.buffer
      message["daemon"] = .string(feedback != nil && isNarrowed ? "up" : "away")
      message["buffered_lines"] = .integer(Int64(buffer.lines))
      message["buffered_bytes"] = .integer(Int64(buffer.bytes))
      message["dropped_lines"] = .integer(buffer.position.dropped)
      message["thinned_lines"] = .integer(outbox.thinned)
      message["refused_messages"] = .integer(Int64(outbox.refused))
      message["missed_lines"] = .integer(Int64(missed))
      message["damaged_bytes"] = .integer(Int64(buffer.damagedBytes))
      var time = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &time)
      let milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
      message["utc"] = .string(UTCInstant(milliseconds: milliseconds).text)
    }
    return Array(JSONValue.object(message).text.utf8)
  }
}
