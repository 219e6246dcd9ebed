import Glibc
import SinewFeedback
import SinewLinks

/// Who connects, what they say and what waits for them; on the server thread.
extension Server {
  func handle(_ event: Poller.Event) {
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
    connections[nextTag] = ControlConnection(
      tag: nextTag, link: link, uid: uid, isPermitted: access.mayCommand(peer: raw))
  }

  // MARK: Listeners

  private func serve(_ subscriber: Subscriber, _ readiness: Readiness) {
    if readiness.contains(.writable) { hub.drain(subscriber) }
    if readiness != .writable {
      let heard = receive(subscriber.link.raw, into: &subscriber.framer) { item in
        subscribe(subscriber, item)
      }
      switch heard {
      case .open: break
      // Whoever only listens may close its sending side.
      case .ended where !readiness.contains(.hangUp): subscriber.hasEnded = true
      case .ended, .refused: dismiss(subscriber)
      }
    }
    watch(subscriber)
  }

  private func subscribe(_ subscriber: Subscriber, _ item: LineFramer.Item) -> Bool {
    switch Subscription.read(item, stations: floor.openStations.map(\.name)) {
    case .failure(let error):
      hub.tell(.error(Failure(error.code, error.text)), to: subscriber)
      return false
    case .success(let wish):
      hub.tell(.subscribed(wish.apply(to: subscriber)), to: subscriber)
      hub.tellState(to: subscriber)
      return true
    }
  }

  private func dismiss(_ subscriber: Subscriber) {
    if hub.subscriber(tag: subscriber.tag) != nil { hub.dismiss(subscriber) }
  }

  /// Waits for what the listener may do next.
  func watch(_ subscriber: Subscriber) {
    watch(
      subscriber.link.raw, tag: subscriber.tag, hasEnded: subscriber.hasEnded,
      isBlocked: subscriber.isBlocked)
  }

  // MARK: Control

  private func serve(_ connection: ControlConnection, _ readiness: Readiness) {
    if readiness.contains(.writable), !connection.drain() { return close(connection) }
    if readiness != .writable {
      let heard = receive(connection.link.raw, into: &connection.framer) { item in
        answer(connection, item)
      }
      switch heard {
      case .open: break
      case .ended where !readiness.contains(.hangUp): connection.hasEnded = true
      case .ended, .refused: return close(connection)
      }
    }
    settle(connection)
  }

  private func answer(_ connection: ControlConnection, _ item: LineFramer.Item) -> Bool {
    let tag = connection.tag
    connection.owed += 1
    let desk = ControlDesk(
      server: self, logger: logger, uid: connection.uid, isPermitted: connection.isPermitted,
      connection: tag)
    return desk.take(item) { [self] answer in
      guard let connection = connections[tag] else { return }
      connection.owed -= 1
      if connection.answer(answer) { settle(connection) } else { close(connection) }
    }
  }

  /// Lets a client go that asks nothing more and has all its answers.
  private func settle(_ connection: ControlConnection) {
    if connection.hasEnded, connection.owed == 0, !connection.isBlocked {
      return close(connection)
    }
    // Who does not read the answers is not asked for more questions.
    watch(
      connection.link.raw, tag: connection.tag,
      hasEnded: connection.hasEnded || connection.isBlocked, isBlocked: connection.isBlocked)
  }

  private func close(_ connection: ControlConnection) {
    guard connections.removeValue(forKey: connection.tag) != nil else { return }
    poller.remove(connection.link.raw)
    if scan?.owner == connection.tag { endScan() }
  }

  // MARK: Both

  private enum Heard { case open, ended, refused }

  /// Reads a piece of what is there, so that a client with much to say lets the others have their turn;
  /// `refused` when the peer is gone or `take` wants no more.
  private func receive(
    _ descriptor: CInt, into framer: inout LineFramer, _ take: (LineFramer.Item) -> Bool
  ) -> Heard {
    var isWelcome = true
    let got = unsafe withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 8) { buffer in
      let got = unsafe read(descriptor, buffer.baseAddress, buffer.count)
      if got > 0 {
        let bytes = unsafe UnsafeRawBufferPointer(start: buffer.baseAddress, count: got)
        unsafe framer.feed(bytes.bindMemory(to: UInt8.self)) { item in
          if isWelcome { isWelcome = take(item) }
        }
      } else if got < 0, errno != EAGAIN, errno != EINTR {
        isWelcome = false
      }
      return got
    }
    return !isWelcome ? .refused : got == 0 ? .ended : .open
  }

  /// A hang-up is told in any case.
  private func watch(_ descriptor: CInt, tag: UInt64, hasEnded: Bool, isBlocked: Bool) {
    var interest: Readiness = hasEnded ? [] : .readable
    if isBlocked { interest.insert(.writable) }
    try? poller.modify(descriptor, tag: tag, interest: interest)
  }
}
